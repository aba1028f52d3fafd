import DataFormats
import Foundation
import Questions
import Reporter
import ResultStore
import TestSupport
import Testing
import WorkerProtocol
import verigap

/// Every field of an outcome, in every format that has fields. What is asked here of each of `OutcomeField.all` is all that
/// a new field must do.
@Suite("Every field of an outcome") struct EveryFieldTests {
    private let fields = OutcomeField.all

    @Test func travelsToTheCoordinator() throws {
        for outcome in EveryField.outcomes() {
            let reply = ReplyV1(id: 1, outcomes: [OutcomeV1(outcome)], wall: 1, cpu: 1, peak: 1)
            let frame = try Message.reply(reply).frame()
            guard case .reply(let back) = try Message(frame) else { throw FrameFault.unexpected(kind: .fault) }
            #expect(EveryField.differences(back.outcomes.map(\.outcome), from: [outcome]) == [])
            let content = try #require(
                try JSONSerialization.jsonObject(with: Data(frame.content)) as? [String: Any])
            let object = try #require((content["outcomes"] as? [[String: Any]])?.first)
            let witness = object["witness"] as? [String: Any]
            #expect((witness != nil) == (outcome.witness != nil))
            for field in fields {
                let place = field.part == .witness ? witness : object
                #expect((place?[field.key] != nil) == (field.telling(outcome) != nil), "\(field.name)")
            }
        }
    }

    @Test func isKeptInTheStore() throws {
        let outcomes = EveryField.outcomes()
        try RecordedOutcomes.withStore { path in
            do { _ = try RecordedOutcomes.record(outcomes, at: path) }
            let back = try #require(
                try ResultStore(path, mode: .read).snapshot(suite: RecordedOutcomes.suite)?.outcomes.first)
            #expect(EveryField.differences(back.map(\.outcome), from: outcomes) == [])
            for (number, outcome) in outcomes.enumerated() {
                for field in fields where field.form != .pixels {
                    let type = try RawDatabase.text(
                        "SELECT typeof(\(field.column)) FROM attempts ORDER BY id LIMIT 1 OFFSET \(number)", at: path)
                    let isTold = field.telling(outcome) != nil
                    if isTold { #expect(type != "null", "\(field.name)") }
                    if field.presence == .optional { #expect((type == "null") == !isTold, "\(field.name)") }
                }
            }
        }
    }

    @Test func isInTheFileOfOutcomes() throws {
        let outcomes = EveryField.outcomes()
        let snapshot = RecordedOutcomes.snapshot(outcomes)
        let bytes = try OutcomeFile.bytes(of: snapshot, witnesses: true)
        let back = try OutcomeFile.parse(bytes, path: "x").outcomes[0]
        #expect(EveryField.differences(back.map(\.outcome), from: outcomes) == [])
        let lines = try Gzip.decompress(bytes).split(separator: UInt8(ascii: "\n")).suffix(outcomes.count)
        for (line, outcome) in zip(lines, outcomes) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            for field in fields where field.form != .pixels || outcome.witness?.pixels.isEmpty == false {
                #expect((object[field.key] != nil) == (field.telling(outcome) != nil), "\(field.name)")
            }
        }
    }

    @Test func isAColumnOfTheResults() throws {
        let outcomes = EveryField.outcomes()
        let catalog = MethodCatalog([RecordedOutcomes.method])
        let bytes = ResultsFile.chunks(of: RecordedOutcomes.snapshot(outcomes), catalog).joined()
        let text = String(decoding: Array(bytes), as: UTF8.self)
        let rows = text.components(separatedBy: "\r\n").map { $0.components(separatedBy: ",") }
        #expect(rows.count == 1 + outcomes.count + 1)
        for field in fields where field.form != .pixels {
            let column = try #require(rows[0].firstIndex(of: field.heading), "\(field.name)")
            for (row, outcome) in zip(rows.dropFirst(), outcomes) {
                #expect(row[column] == field.value(of: outcome)?.description ?? "", "\(field.name)")
            }
        }
    }

    @Test func isInTheFieldDictionary() throws {
        let rows = ResultColumn.dictionary.split(separator: "\n").map {
            $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        for field in fields where field.form != .pixels {
            let row = try #require(rows.first { $0.first == field.heading }, "\(field.name)")
            #expect(row[1...] == [field.meaning, field.unit, field.absence])
        }
    }

    @Test func isInTheAnswerOfVerify() throws {
        for outcome in EveryField.outcomes() {
            let bytes = try JSONEncoder().encode(OutcomeAnswer(outcome))
            let object = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
            for field in fields {
                let place = field.part.object.map { object[$0] as? [String: Any] } ?? object
                let expected: Any? =
                    switch field.value(of: outcome) {
                    case .number(let value): value
                    case .count(let value): value
                    case .text(let value): value
                    case .counts(let values): values
                    case .numbers(let values): values
                    case .pixels(let values): values
                    case nil: nil
                    }
                let found = place?[field.name] as? NSObject
                #expect(found == expected.map { $0 as AnyObject as? NSObject } ?? nil, "\(field.name)")
            }
        }
    }
}
