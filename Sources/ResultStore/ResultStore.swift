import Foundation
import GRDB
import Questions

/// The result store: one SQLite file, append-only, with one writer and any number of readers at a time.
///
/// All calls block; none may be made from the main actor of a program that draws. What `record` returned from
/// survives a power cut (write-ahead log, synchronous commits).
public final class ResultStore: Sendable {
    public enum Mode: Sendable, Hashable {
        /// Reads an existing store; a writer may be at work meanwhile.
        case read
        /// Reads and writes; makes the store and its folder if need be; refused while another process writes.
        case write
    }

    /// Where the store lies unless the user says otherwise, relative to the working directory.
    public static let defaultPath = ".verigap/results.sqlite"

    /// As it was given.
    public let path: String
    public let mode: Mode
    /// The columns that the store has for outcomes: of an older store that is only read, fewer than this program knows.
    let columns: OutcomeColumns
    private let queue: DatabaseQueue
    private let reader: ReadOnlyDatabase?
    private let lock: WriterLock?

    /// Opens the store at `path`, which may be a link. For reading, its folder need not be writable.
    ///
    /// Throws `absent`, `locked`, `cannotOpen`, `foreign`, `tooNew` or `tooOld`.
    public convenience init(_ path: String = defaultPath, mode: Mode) throws(StoreFault) {
        try self.init(path, mode: mode, columns: .current)
    }

    /// Opens the store as a program that knows other fields would.
    package init(_ path: String, mode: Mode, columns: OutcomeColumns) throws(StoreFault) {
        self.path = path
        self.mode = mode
        let fields = columns.fields
        var edition = fields.edition
        let place = try StorePlace(path)
        var configuration = GRDB.Configuration()
        configuration.label = "verigap.results"
        configuration.busyMode = .timeout(10)
        switch mode {
        case .read:
            guard place.exists else { throw .absent(path: path) }
            lock = nil
            configuration.readonly = true
        case .write:
            let folder = URL(fileURLWithPath: place.path).deletingLastPathComponent()
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            } catch { throw .cannotOpen(path: path, reason: "cannot make the folder \(folder.relativePath)") }
            try place.requireOneName()
            try place.requireDatabase()
            lock = try WriterLock(place.path, calledBy: path)
            configuration.journalMode = .wal
        }
        do {
            switch mode {
            case .read:
                let opened = try ReadOnlyDatabase(path: place.path, configuration: configuration) {
                    edition = try Self.edition(of: $0, fields, path: path, mode: mode)
                }
                (queue, reader) = (opened.queue, opened)
            case .write:
                (queue, reader) = (try DatabaseQueue(path: place.path, configuration: configuration), nil)
                _ = try queue.inDatabase { try Self.edition(of: $0, fields, path: path, mode: mode) }
                try Schema.migrator(fields).migrate(queue)
            }
        } catch let fault as StoreFault {
            throw fault
        } catch {
            throw .cannotOpen(path: path, reason: Self.text(of: error))
        }
        self.columns = edition == fields.edition ? columns : OutcomeColumns(fields.known(in: edition))
    }

    /// Looks whether the database is a store that can be opened; returns the edition of fields that it has columns for.
    private static func edition(
        of database: Database, _ fields: OutcomeFields, path: String, mode: Mode
    ) throws -> Int {
        if mode == .write { try database.execute(sql: "PRAGMA synchronous = FULL") }
        let mark = try Int.fetchOne(database, sql: "PRAGMA application_id")
        if mark != Schema.applicationID {
            // A writer that was killed while it made the store leaves nothing, or the list of migrations alone.
            let others = try Int.fetchOne(
                database,
                sql: "SELECT COUNT(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND name != 'grdb_migrations'")
            guard others == 0 else { throw StoreFault.foreign(path: path) }
            if mode == .read { throw StoreFault.absent(path: path) }
        }
        if try Schema.migrator(fields).hasBeenSuperseded(database) { throw StoreFault.tooNew(path: path) }
        let edition = try Schema.edition(of: fields, in: database)
        guard mode == .write || edition != nil else { throw StoreFault.tooOld(path: path) }
        return edition ?? 1
    }

    /// Runs `body` in one transaction.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreFault) -> Value {
        guard mode == .write else { throw .readOnly(path: path) }
        do { return try queue.write(body) } catch { throw Self.fault(error) }
    }

    /// Runs `body` on one consistent state of the store.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreFault) -> Value {
        do { return try queue.read(body) } catch { throw Self.fault(error) }
    }

    private static func fault(_ error: any Error) -> StoreFault {
        error as? StoreFault ?? .failed(text(of: error))
    }

    private static func text(of error: any Error) -> String {
        (error as? DatabaseError)?.message ?? "\(error)"
    }
}
