import Foundation
import Synchronization

/// Enforces a worker's limits from outside: looks at the clock, at the processor time and at the memory that the worker
/// has used, and ends a worker that oversteps: with a word where time is up, without where memory is.
///
/// It looks every 50 ms, more often where a limit is near, on a thread of its own: limits hold while this process is busy.
package final class Watchdog: Sendable {
    /// Why the worker was ended.
    package enum Cause: Sendable, Hashable {
        case time, cpu, memory, loading, order
        /// It used no processor time any more.
        case sleep
    }

    private struct State {
        /// `nil`: no job is under way.
        var limits: WorkerLimits?
        var armed = ContinuousClock.now
        /// Processor seconds of the worker when the limits were set.
        var cpuBefore = 0.0
        var usage = WorkerUsage()
        /// When the processor time was last seen to grow.
        var awake = ContinuousClock.now
        var peak = 0
        var cause: Cause?
        /// Seconds from the setting of the limits to the last signal that was sent for overstepping them.
        var ended: Double?
        /// When a worker that was asked to end is killed.
        var killing: ContinuousClock.Instant?
        var isOver = false
    }

    private let state = Mutex(State())
    private let connection: any WorkerConnection

    init(_ connection: any WorkerConnection) { self.connection = connection }

    /// Sets new limits, from now.
    func arm(_ limits: WorkerLimits) {
        let usage = connection.usage
        state.withLock { state in
            state.limits = limits
            state.armed = .now
            state.cpuBefore = usage.cpuSeconds ?? 0
            state.usage = usage
            state.awake = .now
            state.peak = 0
        }
    }

    /// No job is under way. Returns whether the limits were kept until now.
    @discardableResult
    func disarm() -> Bool {
        state.withLock { state in
            state.limits = nil
            return state.cause == nil
        }
    }

    /// Why the worker was ended, if it was.
    var cause: Cause? { state.withLock(\.cause) }

    /// The most resident memory seen since the limits were set, in bytes.
    var peak: Int { state.withLock(\.peak) }

    /// Seconds from the setting of the limits until the worker was ended for overstepping them; `nil` if it was not.
    var secondsToEnd: Double? { state.withLock(\.ended) }

    /// Processor seconds that the worker has used since the limits were set; it may have ended.
    var cpuSeconds: Double {
        let now = connection.usage.cpuSeconds
        return state.withLock { max(0, (now ?? $0.usage.cpuSeconds ?? 0) - $0.cpuBefore) }
    }

    /// Kills the worker by order of the user.
    func abort() {
        state.withLock { state in
            guard !state.isOver else { return }
            state.cause = state.cause ?? .order
            connection.kill()
        }
    }

    /// Takes note of what the worker itself says of its peak memory, which may have come and gone between two looks.
    ///
    /// - Returns: whether that is more than the limit.
    func note(peak: Int) -> Bool {
        state.withLock { state in
            state.peak = max(state.peak, peak)
            guard let limits = state.limits, state.peak > limits.memoryBytes, state.cause == nil else { return false }
            state.cause = .memory
            return true
        }
    }

    /// Watches until `stop`.
    func start() {
        let thread = Thread { [self] in
            while let pause = look() { Thread.sleep(forTimeInterval: pause) }
        }
        thread.name = "watchdog"
        thread.stackSize = 1 << 18
        thread.start()
    }

    /// Nothing is done to the worker from now on.
    func stop() { state.withLock { $0.isOver = true } }

    /// Ends a worker that oversteps. Returns the seconds to the next look, or `nil` if there is nothing left to watch.
    private func look() -> Double? {
        let usage = connection.usage
        return state.withLock { state in
            guard !state.isOver else { return nil }
            let now = ContinuousClock.now
            // Where nobody tells, nobody is asleep.
            if usage.cpuSeconds.map({ $0 > state.usage.cpuSeconds ?? 0 }) ?? true { state.awake = now }
            state.usage.residentBytes = usage.residentBytes
            state.usage.cpuSeconds = usage.cpuSeconds ?? state.usage.cpuSeconds
            state.peak = max(state.peak, usage.residentBytes ?? 0)
            if let killing = state.killing {
                guard killing <= now else { return (killing - now) / .seconds(1) }
                // One that has ended in the meantime was not killed by this.
                if usage.residentBytes != nil { state.ended = (now - state.armed) / .seconds(1) }
                connection.kill()
                state.killing = now + .seconds(1)
                return WorkerLimits.pause
            }
            guard let limits = state.limits, state.cause == nil else { return WorkerLimits.pause }
            let used = WorkerLimits.Use(
                seconds: (now - state.armed) / .seconds(1),
                cpuSeconds: max(0, (state.usage.cpuSeconds ?? 0) - state.cpuBefore),
                residentBytes: usage.residentBytes ?? 0, idleSeconds: (now - state.awake) / .seconds(1))
            guard let cause = limits.overstepped(by: used) else { return limits.pause(after: used) }
            state.cause = cause
            state.ended = used.seconds
            state.peak = max(state.peak, cause == .memory ? usage.peakBytes ?? 0 : 0)
            if cause == .memory {
                connection.kill()
            } else {
                connection.terminate()
            }
            state.killing = now + .seconds(limits.patience)
            return min(WorkerLimits.pause, limits.patience)
        }
    }
}
