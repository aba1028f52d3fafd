import Foundation

/// Where a file that is to be written really goes: links are followed, and what is no regular file is told apart.
package enum FileDestination: Equatable {
    /// Nothing is there yet. The path is no link.
    case absent(String)
    /// A regular file with these permissions. The path is no link.
    case regular(String, permissions: mode_t)
    /// A device or a pipe, which can be written into but never replaced.
    case stream(String)

    /// How many links may lead from one to the next.
    private static let linkLimit = 40

    /// - Throws: `FileFault` for folders, sockets, disks, links that run in a circle and what cannot be looked at.
    package init(_ path: String) throws(FileFault) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .fromErrno("write", path) }
            self = .absent(try Self.target(ofDangling: path))
            return
        }
        func refusal(_ reason: String) -> FileFault { FileFault(operation: "write", path: path, reason: reason) }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            guard let resolved = realpath(path, nil) else { throw .fromErrno("write", path) }
            defer { free(resolved) }
            self = .regular(String(cString: resolved), permissions: status.st_mode & 0o7777)
        case S_IFCHR, S_IFIFO: self = .stream(path)
        case S_IFDIR: throw refusal("it is a folder")
        case S_IFSOCK: throw refusal("it is a socket")
        case S_IFBLK: throw refusal("it is a disk")
        default: throw refusal("it is no regular file")
        }
    }

    /// Where links lead at whose end nothing is.
    private static func target(ofDangling path: String) throws(FileFault) -> String {
        var path = path
        for _ in 0..<linkLimit {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &buffer, buffer.count)
            guard count >= 0 else { return path }
            let next = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
            let folder = path.pathFolder
            path = next.hasPrefix("/") ? next : (folder as NSString).appendingPathComponent(next)
        }
        throw FileFault(operation: "write", path: path, reason: "its links run in a circle")
    }
}
