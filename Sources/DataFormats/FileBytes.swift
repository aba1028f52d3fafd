import Foundation

/// Whole files as bytes.
public enum FileBytes {
    /// A pipe may give so many bytes, 1 GiB; a regular file is bounded by its own size.
    static let pipeLimit = 1 << 30

    /// The content of the regular file at `path`, or of a pipe.
    ///
    /// - Throws: `FileFault` when it cannot be opened or read, is a folder or a device, or is a pipe without an end.
    public static func read(_ path: String) throws(FileFault) -> [UInt8] {
        // A named pipe without a writer must not block.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .fromErrno("read", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .fromErrno("read", path) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw FileFault(operation: "read", path: path, reason: "it is a folder")
        }
        guard ![S_IFCHR, S_IFBLK].contains(status.st_mode & S_IFMT) else {
            throw FileFault(operation: "read", path: path, reason: "it is a device")
        }
        if status.st_mode & S_IFMT == S_IFIFO { try awaitWriter(of: descriptor, path) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        var filled = 0
        while true {
            if filled == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
            let room = bytes.count - filled
            let start = filled
            let count = bytes.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { Foundation.read(descriptor, $0 + start, room) } ?? 0
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .fromErrno("read", path)
            }
            if count == 0 { break }
            filled += count
            guard isRegular || filled <= pipeLimit else {
                throw FileFault(
                    operation: "read", path: path,
                    reason: "it gives more than \(UnpackingLimit.amount(pipeLimit)); write it to a file first")
            }
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Seconds that the writer of a pipe may take to begin.
    private static let patience = 5

    /// Throws where nobody writes into a pipe; from then on reading waits for what comes.
    private static func awaitWriter(of descriptor: Int32, _ path: String) throws(FileFault) {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // An anonymous pipe has a writer, however slow it is.
        let isNamed = !path.hasPrefix("/dev/fd/") && !path.hasPrefix("/proc/")
        guard poll(&event, 1, isNamed ? Int32(patience * 1000) : -1) > 0 else {
            throw FileFault(operation: "read", path: path, reason: "it is a pipe that nobody writes into")
        }
        guard fcntl(descriptor, F_SETFL, 0) == 0 else { throw .fromErrno("read", path) }
    }

    /// Like `read`, and unpacks the content when it is gzip-compressed (whatever the name says).
    public static func readUnpacked(_ path: String) throws(FileFault) -> Result<[UInt8], FormatFault> {
        let bytes = try read(path)
        guard Gzip.isCompressed(bytes) else { return .success(bytes) }
        do { return .success(try Gzip.decompress(bytes)) } catch { return .failure(error) }
    }
}
