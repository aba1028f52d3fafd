import ExactArithmetic
import Networks

/// Interval arithmetic without rounding.
enum ExactIntervals {
    /// The ends of what `stage` of `network` takes on where `values` bound what it reads.
    ///
    /// - Parameter balls: per matrix that reads the inputs, where these lie in a ball: the multipliers of its rows.
    static func ends(
        of stage: Int, from values: [StageInterval], _ network: LoweredNetwork, _ input: InputSet,
        _ balls: [BallMultipliers]
    ) -> (lower: [Dyadic], upper: [Dyadic]) {
        let description = network.stages[stage]
        var lower = description.bias.map { Dyadic($0) ?? .zero }
        var upper = lower
        var ballsLeft = balls.makeIterator()
        let cutBall = balls.isEmpty ? nil : input.cutBall
        for term in description.terms {
            let source = values[term.source]
            var weights = BitRange()
            term.matrix.forEachEntry { _, _, value in weights.include(value) }
            let ends = BitRange([source.lower, source.upper].joined())
            var (lows, highs) = (
                ProductSums(count: lower.count, weights, ends), ProductSums(count: lower.count, weights, ends)
            )
            term.matrix.forEachEntry { row, column, value in
                lows.add(value, value < 0 ? source.upper[column] : source.lower[column], to: row)
                highs.add(value, value < 0 ? source.lower[column] : source.upper[column], to: row)
            }
            let multipliers = term.source == 0 ? ballsLeft.next() : nil
            for row in lower.indices {
                var (low, high) = (lows[row], highs[row])
                if let multipliers, let cutBall {
                    let entries = term.matrix.entries(ofRow: row).map {
                        (index: $0.column, value: ExactLagrangian.exact($0.value))
                    }
                    let negated = entries.map { (index: $0.index, value: -$0.value) }
                    low = max(low, cutBall.exactPart(entries, multipliers.lower[row], in: input.box))
                    high = min(high, -cutBall.exactPart(negated, multipliers.upper[row], in: input.box))
                }
                lower[row] += low
                upper[row] += high
            }
        }
        return (lower, upper)
    }
}
