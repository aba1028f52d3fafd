import Cluster
import Foundation
import Questions
import ResultStore
import Testing

/// The journals of a task on a file system where anything may happen.
@Suite("Journals of a wave") struct WaveJournalTests {
    private let header = Journal.Header(
        wave: Digest(of: "wave"), task: 3, machine: "machine", startedAt: "2026-01-02T03:04:05Z")

    private func wave(_ body: (WaveFolder, String) throws -> Void) throws {
        let folder = try TemporaryFolder()
        try body(try WaveFolder.next(of: "toy", in: folder.path), folder.path)
    }

    /// One that cannot be read keeps none of the others from being read, and is named.
    @Test(arguments: ["", "X", "garbage\n", "\u{0}\u{0}\u{0}\n", "{\"format\":\"verigap journal\"}\n"])
    func anUnreadableOneIsLeftOut(_ text: String) throws {
        try wave { wave, _ in
            _ = try wave.beginJournal(header)
            let second = try wave.beginJournal(header)
            _ = try wave.beginJournal(header)
            #expect(wave.journalFiles(3).count == 3)
            try Data(text.utf8).write(to: URL(fileURLWithPath: second.path))
            let (journals, unreadable) = try wave.readJournals(3)
            #expect(journals.map(\.journal.header) == [header, header])
            // Without a whole first line it may just have begun.
            #expect(unreadable.count == (text.contains("\n") ? 1 : 0))
            #expect(unreadable.allSatisfy { $0.description.hasPrefix(second.path) })
        }
    }

    @Test func aNewerOneIsAFault() throws {
        try wave { wave, _ in
            let first = try wave.beginJournal(header)
            let text = try String(contentsOfFile: first.path, encoding: .utf8)
            try text.replacing(/"version":[0-9]+/, with: "\"version\":999").write(
                toFile: first.path, atomically: true, encoding: .utf8)
            #expect(throws: JournalFault.self) { try wave.readJournals(3) }
        }
    }

    /// Where none can be made there is one attempt, and nothing is left.
    @Test func aFolderThatIsGone() throws {
        try wave { wave, root in
            try FileManager.default.removeItem(atPath: wave.path + "/journals")
            #expect(throws: JournalFault.self) { try wave.beginJournal(header) }
            try Data().write(to: URL(fileURLWithPath: wave.path + "/journals"))
            #expect(throws: JournalFault.self) { try wave.beginJournal(header) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: wave.path).count == 4)
        }
    }

    @Test func twoThatBeginAtOnceGetDifferentOnes() throws {
        try wave { wave, _ in
            let writers = try (0..<5).map { _ in try wave.beginJournal(header) }
            #expect(Set(writers.map(\.path)).count == 5)
        }
    }
}
