import Questions

/// How far a cell is, or a whole plan.
public struct CellProgress: Sendable, Hashable {
    public var total = 0
    /// Answers that the store held.
    public var reused = 0
    /// Asked and answered in this run.
    public var asked = 0
    /// Follow from cheaper methods.
    public var derived = 0
    /// Without an answer yet.
    public var open = 0

    mutating func settle(_ standing: Schedule.Standing) {
        open -= 1
        if standing == .asked { asked += 1 } else { derived += 1 }
    }

    mutating func add(_ other: CellProgress) {
        total += other.total
        reused += other.reused
        asked += other.asked
        derived += other.derived
        open += other.open
    }
}

extension Schedule {
    /// How far one cell is.
    public func progress(of cell: Int) -> CellProgress { cells[cell].progress }

    /// The order in which cells hand out jobs: longest queries first, so that no long one is left for the end; cheapest
    /// first where the total budget may end before everything is asked.
    static func order(of plan: Plan, options: RunOptions) -> [Int] {
        let seconds = plan.cells.map(plan.expectedSeconds)
        let total = zip(plan.cells, seconds).reduce(0.0) { sum, cell in
            sum + cell.1 * Double(cell.0.answers.count { $0 == nil || options.fresh })
        }
        let budget = options.totalSeconds ?? plan.suite.totalSeconds ?? .infinity
        let isTight = total / Double(max(1, options.workers)) > budget
        return plan.cells.indices.sorted { first, second in
            isTight
                ? (plan.cells[first].descriptor.costRank, first) < (plan.cells[second].descriptor.costRank, second)
                : (-seconds[first], first) < (-seconds[second], second)
        }
    }
}
