import Foundation

/// Holds the lock that makes a process the only writer of a store. Released with the value, also by a crash.
package final class WriterLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock beside the store at `place`, which is no link, or says who has it. Faults speak of `path`. A file of that name
    /// that holds anything but a process's number is somebody else's, and so is what a link points to: both are left as they are.
    package init(_ place: String, calledBy path: String) throws(StoreFault) {
        let file = place + ".lock"
        let descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            let reason = errno == ELOOP ? "it is a link" : String(cString: strerror(errno))
            throw .cannotOpen(path: path, reason: "\(file): \(reason)")
        }
        guard WriterLock.take(descriptor) else {
            let reason = errno
            let text = WriterLock.text(of: descriptor)
            close(descriptor)
            guard reason == EWOULDBLOCK else {
                throw .cannotOpen(path: path, reason: "\(file): \(String(cString: strerror(reason)))")
            }
            throw .locked(path: path, processIdentifier: Int(text))
        }
        let held = WriterLock.text(of: descriptor)
        guard held.isEmpty || Int(held) != nil else {
            close(descriptor)
            throw .cannotOpen(
                path: path, reason: "its lock would be \(file), which holds something else; name the store otherwise")
        }
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) != 0 || pwrite(descriptor, text, text.count, 0) != text.count {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw .cannotOpen(path: path, reason: "\(file): \(reason)")
        }
        self.descriptor = descriptor
    }

    /// The beginning of a lock's file, without blanks around it.
    private static func text(of descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = max(0, pread(descriptor, &buffer, buffer.count, 0))
        return String(decoding: buffer[..<count], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
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
