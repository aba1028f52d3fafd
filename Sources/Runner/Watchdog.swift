import Synchronization

/// Enforces a worker's limits from outside: looks at the clock and at the worker's memory every 50 ms and kills a
/// worker that oversteps.
final class Watchdog: Sendable {
    /// Why the worker was killed.
    enum Cause: Sendable, Hashable { case time, memory, loading, order }

    private struct State {
        var deadline: ContinuousClock.Instant?
        var limit = Cause.time
        var memoryLimit = Int.max
        var peak = 0
        var cause: Cause?
    }

    private let state = Mutex(State())
    private let connection: any WorkerConnection

    init(_ connection: any WorkerConnection) { self.connection = connection }

    /// Sets new limits: `seconds` from now, for `reason`.
    func arm(seconds: Double, reason: Cause, memoryLimit: Int) {
        state.withLock { state in
            state.deadline = .now + .seconds(seconds)
            state.limit = reason
            state.memoryLimit = memoryLimit
            state.peak = 0
        }
    }

    /// No job is under way.
    func disarm() { state.withLock { $0.deadline = nil } }

    /// Why the worker was killed, if it was.
    var cause: Cause? { state.withLock(\.cause) }

    /// The most resident memory seen since the limits were set, in bytes.
    var peak: Int { state.withLock(\.peak) }

    /// Kills the worker by order of the user.
    func abort() {
        state.withLock { $0.cause = $0.cause ?? .order }
        connection.kill()
    }

    /// Takes note of what the worker itself says of its peak memory, which may have come and gone between two looks.
    ///
    /// - Returns: whether that is more than the limit.
    func note(peak: Int) -> Bool {
        state.withLock { state in
            state.peak = max(state.peak, peak)
            guard state.peak > state.memoryLimit, state.cause == nil else { return false }
            state.cause = .memory
            return true
        }
    }

    /// Watches until cancelled.
    func watch() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(50))
            let resident = connection.residentBytes ?? 0
            let oversteps = state.withLock { state in
                state.peak = max(state.peak, resident)
                guard let deadline = state.deadline, state.cause == nil else { return false }
                if resident > state.memoryLimit {
                    state.cause = .memory
                } else if deadline <= .now {
                    state.cause = state.limit
                }
                return state.cause != nil
            }
            if oversteps { connection.kill() }
        }
    }
}
