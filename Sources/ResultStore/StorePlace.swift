import DataFormats
import Foundation

/// The file that a store's path means: links are followed, so that two paths to one store share its lock and its log.
struct StorePlace {
    /// No link.
    let path: String
    /// Whether there is a file.
    let exists: Bool

    /// - Throws: `cannotOpen` for folders, devices and the like.
    init(_ path: String) throws(StoreFault) {
        do {
            switch try FileDestination(path) {
            case .absent(let place): (self.path, exists) = (place, false)
            case .regular(let place, _): (self.path, exists) = (place, true)
            case .stream: throw StoreFault.cannotOpen(path: path, reason: "it is a device or a pipe")
            }
        } catch let fault as StoreFault { throw fault } catch let fault as FileFault {
            throw .cannotOpen(path: path, reason: fault.reason)
        } catch { throw .cannotOpen(path: path, reason: "\(error)") }
    }

    /// Throws where the file has a second name that is no link: SQLite keeps its log and its locks by name, and two
    /// writers under two names would destroy the store.
    func requireOneName() throws(StoreFault) {
        var status = stat()
        guard exists, stat(path, &status) == 0, status.st_nlink > 1 else { return }
        throw .cannotOpen(
            path: path,
            reason:
                "the file has \(status.st_nlink) names (hard links), and a log under one is not seen under the others; "
                + "write to a copy, or to a symbolic link")
    }

    /// Throws where the file holds something else than a database, before a lock is made beside it.
    func requireDatabase() throws(StoreFault) {
        guard exists, let file = FileHandle(forReadingAtPath: path) else { return }
        defer { try? file.close() }
        guard let start = try? file.read(upToCount: 16), !start.isEmpty, start != Data("SQLite format 3\0".utf8) else {
            return
        }
        throw .cannotOpen(path: path, reason: "file is not a database")
    }
}
