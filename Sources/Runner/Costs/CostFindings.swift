/// What a run, or a few queries before one, found out about costs.
public struct CostFindings: Sendable {
    let schedule: Schedule
    let estimate: RemainingTime
    /// Seconds since it began.
    public let elapsed: Double
    /// Queries that were asked.
    public var asked: Int { schedule.progress.asked }
}
