import Questions

/// What a progress display shows at one moment.
package struct ProgressState: Sendable, Hashable {
    /// What one worker process does.
    package struct Worker: Sendable, Hashable {
        /// From 1.
        package var number: Int
        /// `lp-all · ADV-MLP-B-0.1 · ε 0.1 · mnist:test:124`; `nil` when it waits.
        package var task: String?
        /// Wall-clock seconds since it began.
        package var seconds: Double

        package init(number: Int, task: String?, seconds: Double) {
            self.number = number
            self.task = task
            self.seconds = seconds
        }
    }

    /// Queries that have an answer.
    package var done: Int
    package var total: Int
    /// Of all work that is done, by what queries are expected to take; `nil`: by their number.
    package var fraction: Double?
    /// Of what was asked in this run.
    package var verdicts: [Verdict: Int]
    /// Whether verdicts are what searches over sizes ended with.
    package var asksForSizes: Bool
    /// Seconds still to go, as far as one can tell.
    package var remaining: Double?
    package var workers: [Worker]
    /// Why jobs in flight are being finished and no new ones begin; `nil` while they do.
    package var stopping: String?

    package init(
        done: Int = 0, total: Int = 0, fraction: Double? = nil, verdicts: [Verdict: Int] = [:],
        asksForSizes: Bool = false,
        remaining: Double? = nil,
        workers: [Worker] = [], stopping: String? = nil
    ) {
        self.done = done
        self.total = total
        self.fraction = fraction
        self.verdicts = verdicts
        self.asksForSizes = asksForSizes
        self.remaining = remaining
        self.workers = workers
        self.stopping = stopping
    }
}
