import Foundation

/// Holds the lock that makes a process the only writer of a store. Released with the value, also by a crash.
package final class WriterLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock beside the store at `place`, which is no link, or says who has it. Faults speak of `path`.
    package init(_ place: String, calledBy path: String) throws(StoreFault) {
        let file = place + ".lock"
        let descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: path, reason: "\(file): \(String(cString: strerror(errno)))")
        }
        guard WriterLock.take(descriptor) else {
            let reason = errno
            var buffer = [UInt8](repeating: 0, count: 32)
            let count = max(0, pread(descriptor, &buffer, buffer.count, 0))
            close(descriptor)
            guard reason == EWOULDBLOCK else {
                throw .cannotOpen(path: path, reason: "\(file): \(String(cString: strerror(reason)))")
            }
            let text = String(decoding: buffer[..<count], as: UTF8.self)
            throw .locked(path: path, processIdentifier: Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) != 0 || pwrite(descriptor, text, text.count, 0) != text.count {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw .cannotOpen(path: path, reason: "\(file): \(reason)")
        }
        self.descriptor = descriptor
    }

    /// A process that is being started between its fork and its exec holds a copy of every descriptor, so a lock that was
    /// given back may linger for a moment: half a second of trying again tells that from a real writer.
    private static func take(_ descriptor: Int32) -> Bool {
        for _ in 0..<25 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK else { return false }
            usleep(20_000)
        }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    deinit { close(descriptor) }
}
