import Foundation

extension FileBytes {
    /// The content of the regular file at `path`, for files that a stranger may have named: devices, pipes and sockets are neither
    /// opened for long nor read, and no more is read than the file's size says.
    ///
    /// - Throws: `FileFault` for anything but a regular file of at most `limit` bytes that can be read.
    public static func readRegular(_ path: String, limit: Int) throws(FileFault) -> [UInt8] {
        // A pipe without a writer must not block.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .fromErrno("read", path) }
        defer { close(descriptor) }
        let size = try size(of: descriptor, path, limit: limit)
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            let start = filled
            let count = bytes.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { Foundation.read(descriptor, $0 + start, size - start) } ?? 0
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .fromErrno("read", path)
            }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(size - filled)
        return bytes
    }

    /// Throws unless `path` is a regular file of at most `limit` bytes, or a folder of which the same is true of every file in it.
    public static func requireRegular(_ path: String, limit: Int) throws(FileFault) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .fromErrno("read", path) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return try require(status, path, limit: limit) }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw FileFault(operation: "read", path: path, reason: "it is a folder that cannot be listed")
        }
        for name in names {
            let file = (path as NSString).appendingPathComponent(name)
            guard stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { continue }
            try require(status, file, limit: limit)
        }
    }

    private static func size(of descriptor: Int32, _ path: String, limit: Int) throws(FileFault) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .fromErrno("read", path) }
        try require(status, path, limit: limit)
        return Int(status.st_size)
    }

    private static func require(_ status: stat, _ path: String, limit: Int) throws(FileFault) {
        let reason: String
        switch status.st_mode & S_IFMT {
        case S_IFREG where Int(status.st_size) <= limit: return
        case S_IFREG: reason = "it has \(status.st_size) bytes, more than \(limit)"
        case S_IFDIR: reason = "it is a folder"
        default: reason = "it is no regular file"
        }
        throw FileFault(operation: "read", path: path, reason: reason)
    }
}
