import Questions

/// A job, as people see it.
public struct JobLabel: Sendable, Hashable {
    /// The suite's ids.
    public var network: String
    public var method: String
    /// `nil` where the question has no size of its own.
    public var size: Double?
    /// The first sample.
    public var sample: SampleID
    /// How many queries.
    public var count: Int

    public init(network: String, method: String, size: Double?, sample: SampleID, count: Int) {
        self.network = network
        self.method = method
        self.size = size
        self.sample = sample
        self.count = count
    }
}

/// How far a run is.
public struct RunProgress: Sendable, Hashable {
    /// Queries of the suite.
    public var total = 0
    /// Answers that the store held.
    public var reused = 0
    /// Asked and answered in this run.
    public var asked = 0
    /// Follow from cheaper methods.
    public var derived = 0
    /// Verdicts of what was asked in this run; plain classification gives none.
    public var verdicts: [Verdict: Int] = [:]
    /// Whether the questions are how far sets can grow: verdicts are then about the largest.
    public var asksForSizes = false
    /// Seconds since the start.
    public var elapsed = 0.0
    /// Of all work, by what queries are expected to take; never falls, and 1 only when nothing is open.
    public var fraction = 0.0
    /// Seconds still to go; `nil` in the first seconds of a run that knows too little.
    public var remaining: Double?

    public init() {}

    public var done: Int { reused + asked + derived }
}

/// What a run tells while it goes on.
public enum RunEvent: Sendable, Hashable {
    /// The first event.
    case planned(RunProgress, workers: Int)
    /// A worker got a job; workers count from 0.
    case started(worker: Int, JobLabel)
    /// A worker's answer is recorded.
    case finished(worker: Int, JobLabel, RunProgress)
    /// Nothing happened for a second.
    case working(RunProgress)
    /// A worker was lost: killed at a limit, or dead by itself.
    case lost(worker: Int, JobLabel, reason: String)
    /// No more jobs are handed out; those in flight end first.
    case stopping(StopReason)
}

/// Why a run ends with queries left.
public enum StopReason: String, Sendable, Hashable {
    case totalBudget = "the total budget is spent"
    case interrupted = "interrupted"
    case failed = "a fault ended the run"
}
