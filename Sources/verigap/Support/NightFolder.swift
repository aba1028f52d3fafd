import DataFormats
import Foundation
import Nightly
import ResultStore
import Runner
import SuiteFiles

/// Where the nights of suites lie: what is committed, and what the night in progress needs.
struct NightFolder {
    /// Ledger, page, baselines, acknowledgements.
    let path: String
    private let suite: String
    private let work: String

    init(_ path: String, suite: String) throws {
        self.path = path
        self.suite = suite
        work = "\(path)/.work/\(suite)"
        try OutputFolder.make(path)
        try OutputFolder.make(work)
    }

    /// The store of the night in progress; where there is one, the last night did not come to its end.
    var tonight: String { "\(work)/tonight.sqlite" }
    /// A folder for runs that only take times.
    var timingPlace: String { "\(work)/timing" }
    /// The outcomes of the last night, which may become the baseline.
    var latest: String { "\(work)/latest.jsonl.gz" }
    private static func baseline(_ path: String, _ suite: String) -> String { "\(path)/baselines/\(suite).jsonl.gz" }
    var baseline: String { Self.baseline(path, suite) }
    private var ledger: String { "\(path)/\(Ledger.name)" }
    private static func acknowledgements(_ path: String, _ suite: String) -> String {
        "\(path)/acknowledged/\(suite).yaml"
    }
    var acknowledgements: String { Self.acknowledgements(path, suite) }

    var hasBaseline: Bool { FileManager.default.fileExists(atPath: baseline) }
    var isInProgress: Bool { FileManager.default.fileExists(atPath: tonight) }

    /// Takes the night's store away.
    func clear() {
        for ending in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: tonight + ending) }
    }

    /// Known changes; none where there is no such file.
    func known() throws -> [Acknowledgement] { try known(of: suite) }

    private func known(of suite: String) throws -> [Acknowledgement] {
        let file = Self.acknowledgements(path, suite)
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        return try SuiteReader.acknowledgements(try SuiteReader.text(path: file), path: file)
    }

    func readLedger() throws -> Ledger {
        guard FileManager.default.fileExists(atPath: ledger) else { return Ledger() }
        guard let text = String(validating: try FileBytes.read(ledger), as: UTF8.self) else {
            throw CommandFault("\(ledger): not UTF-8; nothing was written over it", status: .dataFault)
        }
        do { return try Ledger(csv: text) } catch {
            throw CommandFault("\(ledger): \(error); nothing was written over it", status: .dataFault)
        }
    }

    /// Adds the rows of a night that is not in the ledger yet. Nobody else may do so at the same time.
    func append(_ rows: [LedgerRow]) throws {
        let lock = try Self.lock("\(path)/.work/ledger")
        defer { withExtendedLifetime(lock) {} }
        var ledger = try readLedger()
        guard let night = rows.first, ledger.status(ofNight: night.night, suite: night.series.suite) == nil else {
            return
        }
        ledger.append(rows)
        try AtomicFile.write(ledger.csv, to: self.ledger)
    }

    /// Keeps other nights of the suite away as long as it lives.
    func takeTurn() throws -> WriterLock {
        do { return try WriterLock("\(work)/night", calledBy: work) } catch {
            guard case .locked(_, let process) = error else { throw error }
            let who = process.map { " (process \($0))" } ?? ""
            throw CommandFault("another night of \(suite) is going on in \(path)\(who)", status: .storeLocked)
        }
    }

    /// Puts the store of a night that did not end aside, where it cannot be read.
    func setAside() throws {
        try? FileManager.default.removeItem(atPath: tonight + ".damaged")
        try FileManager.default.moveItem(atPath: tonight, toPath: tonight + ".damaged")
        clear()
    }

    /// Waits some seconds for whoever adds to the ledger.
    private static func lock(_ ledger: String) throws -> WriterLock {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            do { return try WriterLock(ledger, calledBy: ledger) } catch {
                guard case .locked = error, .now < end else { throw error }
            }
        }
    }

    /// Writes the page of what the ledger holds.
    func render(_ ledger: Ledger) throws {
        let files: [NightlyPage.File]
        var known = [String: [Acknowledgement]]()
        var baselines = [String: RunRecord]()
        for suite in ledger.suites {
            known[suite] = try self.known(of: suite)
            let file = Self.baseline(path, suite)
            if FileManager.default.fileExists(atPath: file) { baselines[suite] = try OutcomeFile.read(file).run }
        }
        do { files = try NightlyPage(ledger, known: known, baselines: baselines).files() } catch {
            throw CommandFault("\(error)", status: .internalError)
        }
        try OutputFolder.make("\(path)/figures")
        for file in files { try AtomicFile.write(file.bytes, to: "\(path)/\(file.path)") }
    }
}
