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

    /// A number that differs whenever the outlook of a cell may.
    func changes(of cell: Int) -> Int { cells[cell].changes }
}
