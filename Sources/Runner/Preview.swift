import Questions

/// What `verigap plan` shows of a cell.
public struct CellPreview: Sendable, Hashable {
    /// The suite's ids.
    public var network: String
    public var method: String
    /// `nil` where the question has no size of its own.
    public var size: Double?
    public var total: Int
    /// Answers that the store holds.
    public var answered: Int
    /// Follow from cheaper answers in the store.
    public var derived: Int
    /// To be asked, or to follow from cheaper methods once those have answered.
    public var open: Int
    /// Seconds of one core if all of `open` had to be asked.
    public var estimatedSeconds: Double
    /// The same if each took all that it may.
    public var limitSeconds: Double
}

extension Plan {
    /// What a run with these options would find and do, in the order of the suite.
    public func preview(_ options: RunOptions) -> [CellPreview] {
        var schedule = Schedule(self, options: options)
        _ = schedule.start()
        return cells.indices.map { index in
            let progress = schedule.progress(of: index)
            return CellPreview(
                network: networks[cells[index].network].id, method: suite.methods[cells[index].method].id,
                size: cells[index].cell.size, total: progress.total, answered: progress.reused,
                derived: progress.derived, open: progress.open,
                estimatedSeconds: Double(progress.open) * expectedSeconds(cells[index]),
                limitSeconds: Double(progress.open) * cells[index].configuration.limit.perQuerySeconds)
        }
    }
}
