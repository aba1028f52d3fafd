import Foundation
import Questions
import ResultStore
import Testing

@Suite("Journals")
struct JournalTests {
    private let header = Journal.Header(
        wave: Digest(of: "wave"), task: 7, machine: "a \"machine\", 2 cores", startedAt: "2026-01-02T03:04:05Z")

    private var entries: [Journal.Entry] {
        [
            Outcome(verdict: .robust, marginLower: 0.125),
            Outcome(
                verdict: .falsified, marginUpper: -0.5,
                witness: Witness(pixels: [0.1, 1, 0], adversarialClass: 3, marginFloat: -0.5, marginDouble: -0.5)),
            Outcome(verdict: .unknown, marginLower: -1, reason: .boundTooLoose, note: "line\nbreak"),
        ].enumerated().map { index, outcome in
            Journal.Entry(
                configuration: Digest(of: "configuration"), sample: Digest(of: "sample \(index)"), outcome: outcome,
                recordedAt: "2026-01-02T03:05:0\(index).000Z")
        }
    }

    private func file() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString).jsonl").path
    }

    private func written() throws -> [UInt8] {
        let path = file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try JournalWriter(path, header: header)
        try writer.append(Array(entries.prefix(1)))
        try writer.append(Array(entries.dropFirst()))
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test func whatIsWrittenIsRead() throws {
        let journal = try #require(try Journal.parse(written(), path: "j"))
        #expect(journal.header == header && journal.entries == entries && journal.damagedLines.isEmpty)
    }

    /// A process may be killed after any byte.
    @Test func everyBeginningIsRead() throws {
        let bytes = try written()
        var counts = [Int]()
        for length in bytes.indices {
            guard let journal = try Journal.parse(Array(bytes[..<length]), path: "j") else { continue }
            #expect(journal.entries == Array(entries.prefix(journal.entries.count)) && journal.damagedLines.isEmpty)
            if counts.last != journal.entries.count { counts.append(journal.entries.count) }
        }
        #expect(counts == [0, 1, 2])
    }

    @Test func aDamagedLineIsLeftOut() throws {
        var text = String(decoding: try written(), as: UTF8.self).split(separator: "\n").map(String.init)
        text[2].removeLast(4)
        let journal = try #require(try Journal.parse(Array((text.joined(separator: "\n") + "\n").utf8), path: "j"))
        #expect(journal.entries == [entries[0], entries[2]] && journal.damagedLines == [3])
    }

    @Test func aJournalHasOneWriter() throws {
        let path = file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try JournalWriter(path, header: header)
        #expect(throws: JournalFault.self) { try JournalWriter(path, header: header) }
    }

    @Test func somethingElse() throws {
        #expect(throws: JournalFault.foreign(path: "j")) { try Journal.parse(Array("hello\n".utf8), path: "j") }
        let newer = String(decoding: try written(), as: UTF8.self).replacing(/"version":\d+/, with: "\"version\":9999")
        #expect(throws: JournalFault.self) { try Journal.parse(Array(newer.utf8), path: "j") }
        #expect(try Journal.parse([], path: "j") == nil)
    }
}
