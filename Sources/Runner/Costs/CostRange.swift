/// Seconds that something is expected to take, and between which bounds most of the time.
public struct CostRange: Sendable, Hashable {
    public var expected: Double
    public var low: Double
    public var high: Double

    /// The seconds of all cells together: every one may be off by the spread of its basis. Guesses may all be off in one
    /// way; what rests on outcomes hardly is.
    public init(_ cells: [CellPreview]) {
        var (above, below, limit) = (0.0, 0.0, 0.0)
        var (sharedAbove, sharedBelow) = (0.0, 0.0)
        expected = 0
        for cell in cells {
            let (seconds, spread) = (cell.estimatedSeconds, cell.basis.spread)
            let (more, less) = (seconds * (spread - 1), seconds * (1 - 1 / spread))
            expected += seconds
            limit += cell.limitSeconds
            if cell.basis.isShared {
                sharedAbove += more
                sharedBelow += less
            } else {
                above += more * more
                below += less * less
            }
        }
        low = max(0, expected - below.squareRoot() - sharedBelow)
        high = max(expected, min(expected + above.squareRoot() + sharedAbove, limit))
    }

    /// The same on several workers, within a budget.
    public func shared(by workers: Int, within budget: Double) -> CostRange {
        var shared = self
        for path in [\CostRange.expected, \.low, \.high] {
            shared[keyPath: path] = min(self[keyPath: path] / Double(max(1, workers)), budget)
        }
        return shared
    }
}
