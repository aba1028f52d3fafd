import Questions

/// What a table of instances gives a query: seconds, of the clock or of a processor.
public struct InstanceLimit: Sendable, Hashable {
    /// Whose seconds count. In files: `clock: wall` (default) or `clock: cpu`.
    public enum Clock: String, Sendable, Hashable, CaseIterable {
        case wall
        /// Processor time of the whole worker: a busy machine changes no verdict.
        case processor = "cpu"
    }

    public var seconds: Double
    public var clock: Clock

    /// Where processor time is limited, a query may take so many times that by the clock: it is one that waits, not one that works.
    static let patience = 12.0

    public init(seconds: Double, clock: Clock = .wall) {
        self.seconds = seconds
        self.clock = clock
    }

    /// What is left of a suite's budget.
    public func restricting(_ budget: Budget) -> Budget {
        var result = budget
        switch clock {
        case .wall: result.perQuerySeconds = min(seconds, budget.perQuerySeconds)
        case .processor:
            result.cpuSeconds = min(seconds, budget.cpuSeconds ?? .infinity)
            result.perQuerySeconds = min(seconds * Self.patience, budget.perQuerySeconds)
        }
        return result
    }
}
