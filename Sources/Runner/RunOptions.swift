import Questions
import ResultStore

/// Verdicts that may be asked again though they stand in the store.
public enum RetriedVerdict: String, Sendable, Hashable, CaseIterable {
    case timeout
    case crashed
    case unknown
    case outOfMemory = "out-of-memory"

    /// Whether an answer is one of these.
    func covers(_ answer: Answer) -> Bool {
        answer.verdict == verdict || (self == .timeout && answer.endedBy == .timeout)
    }

    private var verdict: Verdict {
        switch self {
        case .timeout: .timeout
        case .crashed: .crashed
        case .unknown: .unknown
        case .outOfMemory: .outOfMemory
        }
    }
}

/// What the user may decide about a run beyond the suite.
public struct RunOptions: Sendable, Hashable {
    /// Worker processes; one per core by default.
    public var workers: Int
    /// Ask everything, whatever the store holds.
    public var fresh: Bool
    /// Ask again what got one of these verdicts.
    public var retry: Set<RetriedVerdict>
    /// Overrides the suite's setting.
    public var cascade: Bool?
    /// Overrides the suite's total budget in seconds.
    public var totalSeconds: Double?
    /// Seconds of the total budget that were spent on planning before the run begins.
    public var secondsSpent = 0.0
    /// Seconds that a worker may take to say hello after it was started.
    public var patience = 30.0
    /// Seconds that a worker may take to load the network and the images of a job.
    public var loadingPatience = 300.0
    /// Seconds after which a worker that uses no processor time, though it has a query, is taken for lost.
    public var idlePatience = 30.0
    /// Absolute folder for the proofs of what is asked, one file per run key; `nil` for none.
    public var proofFolder: String?

    public init(
        workers: Int, fresh: Bool = false, retry: Set<RetriedVerdict> = [], cascade: Bool? = nil,
        totalSeconds: Double? = nil, proofFolder: String? = nil
    ) {
        self.workers = workers
        self.fresh = fresh
        self.retry = retry
        self.cascade = cascade
        self.totalSeconds = totalSeconds
        self.proofFolder = proofFolder
    }
}
