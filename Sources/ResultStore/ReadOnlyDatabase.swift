import DataFormats
import Foundation
import GRDB

/// A database that is only read, also where nothing can be written: readers of a database with a write-ahead log make
/// files of their own beside it, which a read-only disk or folder does not allow.
struct ReadOnlyDatabase {
    let queue: DatabaseQueue
    /// Holds a copy while the database is open.
    private let copy: TemporaryFolder?

    /// Opens the database at `path` and has `check` look at it.
    ///
    /// Where its folder cannot be written, nobody else writes either: without a log the file is read as it is; with
    /// one, a copy of both in the temporary folder is read.
    init(path: String, configuration: GRDB.Configuration, check: (Database) throws -> Void) throws {
        func open(_ place: String) throws -> DatabaseQueue {
            let queue = try DatabaseQueue(path: place, configuration: configuration)
            try queue.inDatabase(check)
            return queue
        }
        do { (queue, copy) = (try open(path), nil) } catch let error as DatabaseError
            where Self.isWrittenNowhere(path, error)
        {
            let hasLog = FileManager.default.fileSize(path + "-wal") ?? 0 > 0
            let folder = hasLog ? try TemporaryFolder() : nil
            let place = try folder?.copy(path, with: ["-wal"]) ?? Self.immutable(path)
            (queue, copy) = (try open(place), folder)
        }
    }

    private static func isWrittenNowhere(_ path: String, _ error: DatabaseError) -> Bool {
        guard [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode) else { return false }
        return access(path, R_OK) == 0 && access(path.pathFolder.folderName, W_OK) != 0
    }

    /// SQLite's name for a file that nobody changes while it is read.
    private static func immutable(_ path: String) -> String {
        let plain = CharacterSet(charactersIn: "/-._~").union(.alphanumerics)
        let absolute = URL(fileURLWithPath: path).path
        return "file:\(absolute.addingPercentEncoding(withAllowedCharacters: plain) ?? absolute)?immutable=1"
    }
}

/// A folder that is removed with the value.
private final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-store-\(UUID())").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Copies a file and those whose names have further `endings`; returns the copy's path.
    func copy(_ file: String, with endings: [String]) throws -> String {
        let target = path + "/store.sqlite"
        for ending in [""] + endings {
            try FileManager.default.copyItem(atPath: file + ending, toPath: target + ending)
        }
        return target
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension String {
    /// The folder itself where a path has none.
    fileprivate var folderName: String { isEmpty ? "." : self }
}

extension FileManager {
    /// Size in bytes; `nil` if there is no such file.
    fileprivate func fileSize(_ path: String) -> Int? {
        (try? attributesOfItem(atPath: path))?[.size] as? Int
    }
}
