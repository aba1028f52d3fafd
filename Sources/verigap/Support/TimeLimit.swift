import Foundation
import Synchronization

/// Keeps a time limit from outside: a computation that does not look at the clock (LPs and programs are built without
/// a look) is answered for by another thread, which ends the program.
///
/// One of the two answers, never both: `end` says that the computation does.
final class TimeLimit: Sendable {
    /// Seconds that a computation gets to notice the limit by itself and to say what it has by then.
    static let grace = 0.25

    private let isSettled = Mutex(false)

    /// `late` gets the seconds that have passed, says the answer and gives the program's exit code.
    init(seconds: Double, late: @escaping @Sendable (_ elapsed: Double) -> Int32) {
        let start = ContinuousClock.now
        guard seconds < 1e9 else { return }
        let end = start + .seconds(seconds + Self.grace)
        Thread.detachNewThread {
            while .now < end { Thread.sleep(forTimeInterval: max(1e-3, (end - .now) / .seconds(1))) }
            guard self.settle() else { return }
            // Nothing is taken down in order: the computation still runs.
            _exit(late((.now - start) / .seconds(1)))
        }
    }

    /// The computation has an answer. If the other thread answers already, this does not return.
    func end() {
        if settle() { return }
        while true { sleep(60) }
    }

    /// Whether the caller is the first.
    private func settle() -> Bool {
        isSettled.withLock { isSettled in
            defer { isSettled = true }
            return !isSettled
        }
    }
}
