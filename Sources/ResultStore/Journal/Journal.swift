import DataFormats
import Foundation
import Questions

/// The outcomes of one task of a cluster as they come: a file of JSON lines to which a single process appends, on a file system
/// that many machines share, where SQLite must not write.
///
/// 1. The header: format and version, the wave and the task that it is of, the machine, and when it began.
/// 2. One line per outcome: the two halves of its run key, the time, and the keys of `OutcomeField`, pixels of witnesses included.
///
/// A line is on disk before the next job goes to that worker. What a killed process left of its last line, without a line feed, is
/// ignored; a line that cannot be read otherwise is left out and counted, so that its query is asked again.
public struct Journal: Sendable {
    /// Whose outcomes these are.
    public struct Header: Sendable, Hashable {
        /// `WaveV1.id`.
        public var wave: Digest
        /// Number of the task in its wave, from 1.
        public var task: Int
        /// As a run's record says it.
        public var machine: String
        /// UTC, ISO 8601.
        public var startedAt: String

        public init(wave: Digest, task: Int, machine: String, startedAt: String) {
            self.wave = wave
            self.task = task
            self.machine = machine
            self.startedAt = startedAt
        }
    }

    /// An outcome with its run key's two halves.
    public struct Entry: Sendable, Hashable {
        public var configuration: Digest
        public var sample: Digest
        public var outcome: Outcome
        /// UTC, ISO 8601.
        public var recordedAt: String

        public init(configuration: Digest, sample: Digest, outcome: Outcome, recordedAt: String) {
            self.configuration = configuration
            self.sample = sample
            self.outcome = outcome
            self.recordedAt = recordedAt
        }

        public var key: RunKey { RunKey(configuration: configuration, sample: sample) }
    }

    public var header: Header
    /// In the order in which they were recorded.
    public var entries: [Entry]
    /// Numbers, from 1, of lines that cannot be read.
    public var damagedLines: [Int]

    public init(header: Header, entries: [Entry], damagedLines: [Int] = []) {
        self.header = header
        self.entries = entries
        self.damagedLines = damagedLines
    }

    /// Marks a file as a journal.
    static let format = "verigap journal"

    /// Keys of a line that are no fields.
    enum LineName {
        static let configuration = "configuration"
        static let sample = "sampleDigest"
        static let time = "at"
    }
}

/// Why a journal cannot be read or written.
public enum JournalFault: Error, Sendable, Hashable, CustomStringConvertible {
    case file(FileFault)
    /// There is one already.
    case taken(path: String)
    /// Something else than a journal.
    case foreign(path: String)
    /// A newer verigap wrote it.
    case tooNew(path: String, version: Int, supported: Int)

    public var description: String {
        switch self {
        case .file(let fault): fault.description
        case .taken(let path): "\(path): there is a journal already"
        case .foreign(let path):
            "\(path): not a journal, or its first line is damaged; `verigap cluster` writes them, and nothing else belongs into "
                + "their folder"
        case .tooNew(let path, let version, let supported):
            "\(path): written by a newer version of verigap (format \(version), this one reads up to \(supported)); use that "
                + "version"
        }
    }
}
