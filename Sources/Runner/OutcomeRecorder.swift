import Foundation
import Questions
import ResultStore

/// Where a run's outcomes go as they come.
public protocol OutcomeRecorder: Sendable {
    /// For messages.
    var path: String { get }

    /// Adds outcomes: all are on disk when this returns.
    func record(_ attempts: [Attempt]) throws(StoreFault)
}

/// Records into a run of a store.
struct StoreRecorder: OutcomeRecorder {
    let store: ResultStore
    let run: RunID

    var path: String { store.path }

    func record(_ attempts: [Attempt]) throws(StoreFault) { try store.record(attempts, run: run) }
}

/// Records into a journal, where no store may be: on a file system that machines share.
public struct JournalRecorder: OutcomeRecorder {
    private let journal: JournalWriter

    public init(_ journal: JournalWriter) { self.journal = journal }

    public var path: String { journal.path }

    public func record(_ attempts: [Attempt]) throws(StoreFault) {
        let now = Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true))
        do {
            try journal.append(
                attempts.map {
                    Journal.Entry(
                        configuration: $0.configuration, sample: $0.sample, outcome: $0.outcome, recordedAt: now)
                })
        } catch { throw .failed(error.description) }
    }
}
