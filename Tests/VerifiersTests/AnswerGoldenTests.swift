import Foundation
import Questions
import TestSupport
import Testing
import Verifiers

/// A method whose answers change raises its revision, or old outcomes would be taken for its own: the answers to a fixed
/// set of queries are held against those recorded with the revision. `VERIGAP_RECORD=1` records them, and fails.
@Suite("Answers are those of the revision") struct AnswerGoldenTests {
    /// What a method said, with the revision that said it: it may depend on norm and network.
    struct Answer: Codable {
        var query: String
        var revision: Int
        var verdict: Verdict
        var reason: UnknownReason?
        var lower: Double?
        var upper: Double?
        var distance: Double?
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Goldens/Answers")

    /// Bounds in double precision agree on every machine but for the last bits. What attacks and complete verifiers find
    /// hangs on single precision, whose sums each machine takes in its own order.
    private static func tolerance(_ descriptor: MethodDescriptor) -> Double {
        descriptor.claim == .attack || descriptor.claim == .exact ? 1e-4 : 1e-9
    }

    /// Every norm and measure on small networks of every family.
    private static func answers(_ descriptor: MethodDescriptor) throws -> [Answer] {
        var answers = [Answer]()
        for example in RandomCase.all(4, of: RandomNetworks.Family.recorded) {
            let network = try example.network()
            for norm in Norm.allCases where descriptor.norms.contains(norm) {
                let revision = descriptor.revision(
                    for: norm, keepsFirstAnalysis: network.identity.keepsFirstAnalysis)
                for measure in Measure.allCases {
                    let outcome = try answer(
                        descriptor.name, example.query(on: network, norm: norm, measure: measure), on: network)
                    answers.append(
                        Answer(
                            query: "\(example.testDescription) l\(norm.rawValue) \(measure.rawValue)",
                            revision: revision, verdict: outcome.verdict, reason: outcome.reason,
                            lower: outcome.marginLower, upper: outcome.marginUpper, distance: outcome.distanceLower))
                }
            }
        }
        return answers
    }

    @Test(arguments: MethodContractTests.names) func answersAreAsRecorded(_ name: String) throws {
        let descriptor = try #require(MethodRegistry.catalog[name])
        let now = try Self.answers(descriptor)
        let file = Self.folder.appendingPathComponent("\(name).json")
        if ProcessInfo.processInfo.environment["VERIGAP_RECORD"] == "1" {
            try record(now, in: file)
            return
        }
        let text = try #require(
            FileManager.default.contents(atPath: file.path),
            "no recorded answers of \(name): VERIGAP_RECORD=1 records them"
        )
        let then = try JSONDecoder().decode([Answer].self, from: text)
        let raised = zip(then, now).count { $0.revision != $1.revision }
        try #require(
            raised == 0, "\(name) has another revision than its recorded answers: record them anew (VERIGAP_RECORD=1)")
        let changes = Self.changes(from: then, to: now, within: Self.tolerance(descriptor))
        #expect(
            changes.isEmpty,
            """
            \(name) answers otherwise than the same revision did: raise its revision and record the answers \
            (VERIGAP_RECORD=1), or old outcomes pass for its own.
            \(changes.prefix(5).joined(separator: "\n"))
            """)
    }

    private func record(_ answers: [Answer], in file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        try encoder.encode(answers).write(to: file)
        Issue.record("recorded \(file.lastPathComponent)")
    }

    /// In words, query by query.
    private static func changes(
        from then: [Answer], to now: [Answer], within tolerance: Double
    ) -> [String] {
        guard then.map(\.query) == now.map(\.query) else { return ["the queries are others than those recorded"] }
        func isSame(_ first: Double?, _ second: Double?) -> Bool {
            guard let first, let second else { return first == nil && second == nil }
            return first == second || abs(first - second) <= tolerance * (1 + abs(first))
        }
        return zip(then, now).compactMap { old, new in
            let agrees =
                old.verdict == new.verdict && old.reason == new.reason && isSame(old.lower, new.lower)
                && isSame(old.upper, new.upper) && isSame(old.distance, new.distance)
            return agrees ? nil : "\(old.query): \(describe(old)), now \(describe(new))"
        }
    }

    private static func describe(_ answer: Answer) -> String {
        func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "–" }
        return "\(answer.verdict.rawValue) [\(text(answer.lower)), \(text(answer.upper))]"
            + (answer.distance.map { " at \($0)" } ?? "")
    }

    /// The test itself would notice.
    @Test func changesAreFound() {
        let old = Answer(query: "q", revision: 1, verdict: .unknown, reason: .boundTooLoose, lower: -1, upper: nil)
        var new = old
        #expect(Self.changes(from: [old], to: [new], within: 1e-9).isEmpty)
        new.lower = -1 + 1e-12
        #expect(Self.changes(from: [old], to: [new], within: 1e-9).isEmpty)
        new.lower = -1 + 1e-7
        #expect(Self.changes(from: [old], to: [new], within: 1e-9).count == 1)
        new = old
        new.upper = 3
        #expect(Self.changes(from: [old], to: [new], within: 1e-9).count == 1)
        new = old
        new.verdict = .timeout
        #expect(Self.changes(from: [old], to: [new], within: 1e-9).count == 1)
        #expect(Self.changes(from: [old], to: [], within: 1e-9).count == 1)
    }
}
