import Foundation
import Synchronization

/// A descriptor that text and bytes are written to, which keeps the first thing that went wrong.
///
/// After a failure nothing more is written: what comes later would stand behind a gap. Who ends the program asks
/// `failure`, so that no output is lost with exit code 0.
final class WrittenStream: Sendable {
    private struct State {
        var descriptor: Int32
        var failure: Int32?
    }

    private let state: Mutex<State>

    init(descriptor: Int32) { state = Mutex(State(descriptor: descriptor)) }

    /// The `errno` of the first write that failed; `nil` if all is well.
    var failure: Int32? { state.withLock(\.failure) }

    /// Writes all of `bytes`, or keeps why not.
    func write(_ bytes: some Collection<UInt8>) {
        state.withLock { state in
            guard state.failure == nil else { return }
            state.failure = Self.writeAll(Array(bytes), to: state.descriptor)
        }
    }

    /// Goes on with another descriptor.
    func move(to descriptor: Int32) { state.withLock { $0.descriptor = descriptor } }

    /// Closes the descriptor; file systems that write late say only now that they could not. Call once, last.
    func close() {
        state.withLock { state in
            guard Foundation.close(state.descriptor) != 0, errno != EINTR else { return }
            state.failure = state.failure ?? errno
        }
    }

    /// Returns the `errno` of a failure.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if count < 0, errno == EAGAIN {
                // Somebody made the terminal or the pipe non-blocking.
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wanted, 1, -1)
            } else if count < 0, errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
