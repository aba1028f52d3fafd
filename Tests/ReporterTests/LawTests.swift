import Foundation
import Questions
import Reporter
import Testing

@Suite struct LawTests {
    @Test func anHonestRunBreaksNothing() throws {
        try withFolder { folder in
            let summary = try write(Fixture(), to: folder)
            #expect(summary.brokenLaws == 0)
            let laws = try lines(of: folder + "/tables/laws.csv")
            // lp-last ≥ lp-greedy, lp-all ≥ both, milp ≥ all three, and five more.
            #expect(laws.count == 1 + 6 + 5)
            let pair = try #require(laws.first { $0[0] == "bounds: LP-GREEDY ≤ LP-ALL" })
            #expect(pair[1...] == ["76", "0", "holds"])
            #expect(!FileManager.default.fileExists(atPath: folder + "/tables/law-violations.csv"))
        }
    }

    /// One way to break each law, and where the report must show it.
    private static let breaches: [(law: String, change: @Sendable (Double, String, Int, inout Outcome) -> Void)] = [
        (
            "bounds: LP-GREEDY ≤ LP-LAST",
            { epsilon, method, index, outcome in
                if method == "lp-last", index == 4, epsilon == 0.05 { outcome.marginLower = -9 }
            }
        ),
        (
            "what LP-ALL proves; MILP proves",
            { epsilon, method, index, outcome in
                if method == "milp", index == 0, epsilon == 0.02 {
                    outcome = Outcome(verdict: .unknown, reason: .boundTooLoose)
                }
            }
        ),
        (
            "lower bounds ≤ margins of points found",
            { epsilon, method, index, outcome in
                if method == "pgd", index == 2, epsilon == 0.1 { outcome.marginUpper = 0.001 }
            }
        ),
        (
            "verdicts agree with their bounds",
            { epsilon, method, index, outcome in
                if method == "simplex", index == 0, epsilon == 0.02 { outcome.distanceLower = 0.01 }
            }
        ),
        (
            "no query is both robust and falsified",
            { epsilon, method, index, outcome in
                if method == "simplex", index == 18, epsilon == 0.2 {
                    outcome = Outcome(verdict: .robust, distanceLower: 1)
                }
            }
        ),
        (
            "robust at ε ⇒ robust at every smaller ε (same method)",
            { epsilon, method, index, outcome in
                if method == "simplex", index == 18 {
                    outcome =
                        epsilon == 0.05
                        ? Outcome(verdict: .robust, distanceLower: 1)
                        : Outcome(verdict: .unknown, reason: .boundTooLoose)
                } else if index == 18 {
                    outcome = Outcome(verdict: .unknown, reason: .solverStopped)
                }
            }
        ),
        (
            "robust at ε ⇒ falsified at no smaller ε (any methods)",
            { epsilon, method, index, outcome in
                guard index == 18 else { return }
                outcome = Outcome(verdict: .unknown, reason: .solverStopped)
                if method == "simplex", epsilon == 0.2 { outcome = Outcome(verdict: .robust, distanceLower: 1) }
                if method == "pgd", epsilon == 0.1 { outcome = Outcome(verdict: .falsified, marginUpper: -1) }
            }
        ),
    ]

    @Test(arguments: breaches.indices) func everyLawCanBreak(number: Int) throws {
        let (law, change) = Self.breaches[number]
        var fixture = Fixture()
        fixture.tamper = { _, epsilon, method, index, outcome in change(epsilon, method, index, &outcome) }
        try withFolder { folder in
            let summary = try write(fixture, to: folder)
            #expect(summary.brokenLaws > 0)
            #expect(summary.headline.contains("do not trust"))
            let laws = try lines(of: folder + "/tables/laws.csv")
            let name = law.replacingOccurrences(of: ";", with: ",")
            let text = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            let red = text.components(separatedBy: "\n").filter { $0.contains("🔴 **\(name)**") }
            #expect(red.count >= 2, "a row among the laws and one per violation: \(laws)")
            #expect(FileManager.default.fileExists(atPath: folder + "/tables/law-violations.tex"))
            #expect(text.contains("mnist:test:"))
        }
    }

    @Test func impliedOutcomesAndUnfinishedOnesProveNothing() throws {
        var fixture = Fixture()
        fixture.tamper = { _, epsilon, method, index, outcome in
            // A cascade: the tighter method was never asked.
            let isProved = Fixture.worstMargin(index, epsilon) - 30 * epsilon - 0.01 > 0
            if method == "lp-all", isProved { outcome = Outcome(verdict: .robust, impliedBy: "lp-greedy") }
            if method == "milp", index < 5 { outcome = Outcome(verdict: .timeout, marginLower: -100) }
        }
        #expect(try withFolder { try write(fixture, to: $0).brokenLaws } == 0)
    }

    @Test func verdictRunsAreComparedBySign() throws {
        var fixture = Fixture()
        fixture.measure = .verdict
        fixture.tamper = { _, _, method, _, outcome in
            // Stopped as soon as the bound was positive.
            if method == "lp-all", outcome.verdict == .robust { outcome.marginLower = 1e-6 }
        }
        #expect(try withFolder { try write(fixture, to: $0).brokenLaws } == 0)
    }
}

@Suite struct FieldDictionaryTests {
    /// `FieldDictionary.md` says of every column of results.csv what it means.
    @Test func documentationIsInStep() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Reporter/FieldDictionary.md")
        if ProcessInfo.processInfo.environment["VERIGAP_RECORD"] == "1" {
            try Data(ResultColumn.dictionary.utf8).write(to: file)
            Issue.record("recorded \(file.lastPathComponent)")
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == ResultColumn.dictionary)
    }
}
