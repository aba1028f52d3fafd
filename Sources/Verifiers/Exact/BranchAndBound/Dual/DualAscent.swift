/// Projected Adam ascent on the multipliers α ∈ [0, 1] and β ≥ 0 of a batch of domains.
package struct DualAscent: Sendable {
    package var steps: Int
    /// Step lengths of α and β in the first step.
    var alphaStep: Float
    var betaStep: Float
    /// Factor on both per step.
    var decay: Float
    /// How far the weights of upper planes move in the first step, less and less until the last; 0 leaves them alone.
    var planeStep: Float
    /// Steps between moves of the planes, in which the multipliers follow.
    private static let planeInterval = 4

    /// An ascent of so many steps, planes at rest unless `planeStep` > 0.
    package init(
        steps: Int, alphaStep: Float = 0.4, betaStep: Float = 0.2, decay: Float = 0.97, planeStep: Float = 0
    ) {
        (self.steps, self.alphaStep, self.betaStep) = (steps, alphaStep, betaStep)
        (self.decay, self.planeStep) = (decay, planeStep)
    }

    /// Columns that must have closed before the others are moved together, as a share of all.
    private static let compactingShare = 8

    /// Climbs from the multipliers that `batch` was loaded with; `batch.best` and `batch.bestBounds` hold the result for
    /// the columns that are left, λ of their last evaluation and z, h of the one before are still there.
    ///
    /// - Parameters:
    ///   - exactly: push the last minimising inputs through the network itself as well.
    ///   - close: told of every column whose bound exceeds `closingBound`, at the evaluation that says so; whether
    ///     it is closed for good and need not ascend any further.
    /// - Returns: which columns are closed.
    package func run(
        _ batch: DualBatch, _ objective: DualObjective, exactly: Bool = false, closingBound: Float = .infinity,
        close: (Int) -> Bool = { _ in false }
    ) -> [Bool] {
        var closed = [Bool](repeating: false, count: batch.width)
        func look(cornered: Bool) {
            batch.evaluate(objective, cornered: cornered)
            batch.keepBest()
            for column in 0..<batch.width where !closed[column] && batch.bounds[column] > closingBound {
                closed[column] = close(column)
            }
        }
        for step in 0..<steps {
            look(cornered: true)
            if !closed.contains(false) { return closed }
            let isLast = step == steps - 1
            let planeShare = step % Self.planeInterval == 0 ? Float(steps - step) / Float(steps) : 0
            batch.pushForward(exactly: exactly && isLast, planeStep: planeStep * planeShare)
            batch.advance(step: step + 1, alphaStep: alphaStep, betaStep: betaStep, decay: decay)
            let done = closed.reduce(0) { $0 + ($1 ? 1 : 0) }
            if !isLast, done * Self.compactingShare > batch.width {
                batch.compact(to: closed.indices.filter { !closed[$0] })
                closed = [Bool](repeating: false, count: batch.width)
            }
        }
        look(cornered: false)
        return closed
    }
}
