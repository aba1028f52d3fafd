import CShims
import Questions

/// Answers queries one after the other with the deadline and the clocks that every method shares.
enum QueryLoop {
    /// One outcome per query: `answer`'s, with its wall and CPU seconds filled in, or `timeout` once the deadline has
    /// passed.
    static func run(
        _ queries: [Query], until deadline: Deadline, _ answer: (Query, Deadline) -> Outcome
    ) -> [Outcome] {
        queries.map { query in
            guard !deadline.hasPassed else { return Outcome(verdict: .timeout) }
            let stopwatch = Stopwatch()
            var outcome = answer(query, deadline)
            stopwatch.stop(&outcome.measurements)
            return outcome.failingClosed
        }
    }
}

extension Outcome {
    /// This, or `unknown` where it says `robust` beside a margin that is not certified to be > 0: a fault of the method, whatever
    /// led to it.
    fileprivate var failingClosed: Outcome {
        guard verdict == .robust, let marginLower, !(marginLower > 0) else { return self }
        var result = self
        result.verdict = .unknown
        result.reason = .boundTooLoose
        return result
    }
}

/// Wall and CPU time since it was made.
struct Stopwatch {
    private let start = ContinuousClock.now
    private let cpuStart = shims_thread_cpu_seconds()

    /// Wall-clock seconds so far.
    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
    /// CPU seconds of this thread so far.
    var cpuSeconds: Double { shims_thread_cpu_seconds() - cpuStart }

    /// Writes the elapsed times, divided by `shares`, into `measurements`.
    func stop(_ measurements: inout Measurements, shares: Int = 1) {
        measurements.wallSeconds = seconds / Double(shares)
        measurements.cpuSeconds = cpuSeconds / Double(shares)
    }
}
