import Foundation

/// Files that appear whole or not at all.
public enum AtomicFile {
    /// Writes `bytes` to a temporary file beside `path`, flushes it to the disk and renames it to `path`.
    ///
    /// A reader sees the old file or the new one, never a part; nothing is left behind after a fault. Links are
    /// followed: the link stays and the file at its end is replaced, which keeps its permissions. Devices and pipes are
    /// written into, never replaced; a pipe must have a reader within five seconds.
    /// - Throws: `FileFault` when the folder is missing, `path` is a folder or a socket, or anything cannot be written.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileFault) {
        switch try FileDestination(path) {
        case .absent(let path): try replace(path, by: bytes, permissions: nil)
        case .regular(let path, let permissions): try replace(path, by: bytes, permissions: permissions)
        case .stream(let path): try pour(bytes, into: path)
        }
    }

    private static func replace(_ path: String, by bytes: [UInt8], permissions: mode_t?) throws(FileFault) {
        let folder = path.pathFolder
        let name = path.pathName
        let unique = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let temporary = (folder as NSString).appendingPathComponent(".\(name).\(getpid())-\(unique).tmp")
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .fromErrno("create", path) }
        do throws(FileFault) {
            try writeAll(bytes, to: descriptor, path: path)
            if let permissions, fchmod(descriptor, permissions) != 0 { throw FileFault.fromErrno("write", path) }
            guard fsync(descriptor) == 0 else { throw FileFault.fromErrno("flush", path) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        guard close(descriptor) == 0, rename(temporary, path) == 0 else {
            let fault = FileFault.fromErrno("write", path)
            unlink(temporary)
            throw fault
        }
        flushFolder(folder.isEmpty ? "." : folder)
    }

    /// Seconds that the reader of a named pipe may take to open it.
    private static let readerPatience = 5.0

    private static func pour(_ bytes: [UInt8], into path: String) throws(FileFault) {
        let descriptor = try openStream(path)
        do throws(FileFault) { try writeAll(bytes, to: descriptor, path: path) } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw .fromErrno("write", path) }
    }

    /// Opens a device, or a pipe once somebody reads it. To open a pipe and wait would be to wait for ever where nobody
    /// comes.
    private static func openStream(_ path: String) throws(FileFault) -> Int32 {
        let end = ContinuousClock.now + .seconds(readerPatience)
        var descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        while descriptor < 0, errno == ENXIO || errno == EINTR {
            guard .now < end else {
                throw FileFault(operation: "write", path: path, reason: "it is a pipe that nobody reads")
            }
            usleep(10_000)
            descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        }
        guard descriptor >= 0 else { throw .fromErrno("write", path) }
        // From here on a full pipe is a reason to wait.
        guard fcntl(descriptor, F_SETFL, 0) == 0 else {
            close(descriptor)
            throw .fromErrno("write", path)
        }
        return descriptor
    }

    /// Writes `text` as UTF-8; see `write(_:to:)`.
    public static func write(_ text: String, to path: String) throws(FileFault) {
        try write(Array(text.utf8), to: path)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileFault) {
        var written = 0
        while written < bytes.count {
            let start = written
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Foundation.write(descriptor, $0 + start, buffer.count - start) } ?? 0
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .fromErrno("write", path)
            }
            written += count
        }
    }

    /// Makes the rename durable; file systems that cannot flush a folder are left as they are.
    private static func flushFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
