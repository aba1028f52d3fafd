import Foundation

/// A moment after which a verifier should stop and say `timeout` with what it has: by the clock, and where processor time is
/// limited also once this process has used so much of it.
///
/// Advisory: the coordinator kills a worker that overstays.
public struct Deadline: Sendable {
    private var instant: ContinuousClock.Instant?
    /// Processor seconds of this process.
    private var processorTime: Double?

    /// No deadline at all.
    public static let never = Deadline(after: .infinity)

    /// `seconds` from now, or once this process has used `cpuSeconds` more of processor time.
    public init(after seconds: Double, cpuSeconds: Double? = nil) {
        // NaN and −∞ have passed already: fail closed.
        instant = seconds == .infinity ? nil : .now + .seconds(seconds.isFinite ? seconds : 0)
        processorTime = cpuSeconds.map { Self.usedProcessorTime + ($0.isNaN ? 0 : $0) }
    }

    public var hasPassed: Bool { instant.map { $0 <= .now } ?? false || isOutOfProcessorTime }

    /// Whether the processor time that was granted is used up.
    public var isOutOfProcessorTime: Bool { processorTime.map { $0 <= Self.usedProcessorTime } ?? false }

    /// Seconds left, at least 0; infinite without a deadline. Of a single thread: where processor time is left for less than
    /// the clock allows, that is what counts.
    public var remaining: Double { min(remainingByTheClock, remainingProcessorTime) }

    /// The earlier of this deadline and `seconds` from now.
    public func earlier(after seconds: Double) -> Deadline {
        guard seconds < remainingByTheClock else { return self }
        var result = Deadline(after: seconds)
        result.processorTime = processorTime
        return result
    }

    /// The moment when a part of what remains has passed, of each kind of time.
    ///
    /// - Parameter share: in [0, 1].
    public func part(_ share: Double) -> Deadline {
        var result = earlier(after: remainingByTheClock * share)
        if processorTime != nil { result.processorTime = Self.usedProcessorTime + remainingProcessorTime * share }
        return result
    }

    private var remainingByTheClock: Double {
        guard let instant else { return .infinity }
        return max(0, (instant - .now) / .seconds(1))
    }

    private var remainingProcessorTime: Double {
        guard let processorTime else { return .infinity }
        return max(0, processorTime - Self.usedProcessorTime)
    }

    /// Processor seconds that all threads of this process have used.
    private static var usedProcessorTime: Double {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}
