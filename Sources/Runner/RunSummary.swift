import Questions

/// What a run did.
public struct RunSummary: Sendable, Hashable {
    /// Per method of the suite, in its order.
    public struct Method: Sendable, Hashable {
        /// The suite's id.
        public var id: String
        /// Queries of the suite.
        public var total = 0
        /// Answers that the store held.
        public var reused = 0
        /// Asked in this run, by verdict.
        public var verdicts: [Verdict: Int] = [:]
        /// Of them searches over sizes that their time cut off.
        public var endedEarly = 0
        /// Follow from cheaper methods.
        public var derived = 0
        /// Left without an answer.
        public var unanswered = 0
        /// Wall-clock seconds of what was asked, summed over workers.
        public var wallSeconds = 0.0
        public var cpuSeconds = 0.0

        public init(id: String) { self.id = id }

        public var asked: Int { verdicts.values.reduce(0, +) }
    }

    public var methods: [Method]
    /// Wall-clock seconds of the run.
    public var wallSeconds: Double
    /// Cells whose earlier outcomes no longer count.
    public var stale: [StaleCell]
    /// Why queries were left unanswered; `nil` if none were.
    public var stopReason: StopReason?

    public init(methods: [Method], wallSeconds: Double, stale: [StaleCell] = [], stopReason: StopReason? = nil) {
        self.methods = methods
        self.wallSeconds = wallSeconds
        self.stale = stale
        self.stopReason = stopReason
    }

    public var unanswered: Int { methods.reduce(0) { $0 + $1.unanswered } }
    public var asked: Int { methods.reduce(0) { $0 + $1.asked } }
    public var derived: Int { methods.reduce(0) { $0 + $1.derived } }
    public var reused: Int { methods.reduce(0) { $0 + $1.reused } }

    /// `success`, `incomplete` or `interrupted`.
    public var exitStatus: ExitStatus {
        guard unanswered > 0 else { return .success }
        return stopReason == .interrupted ? .interrupted : .incomplete
    }
}
