import Networks

/// The multipliers λ at which the rows of one matrix that reads the inputs were bounded over a ball.
struct BallMultipliers {
    var lower: [Double] = []
    var upper: [Double] = []
}

extension DomainBounds {
    /// Adds to `interval` what the rows of `matrix` are on the inputs of a ball in their box, and to `sizes` what
    /// their rounding errors are proportional to.
    func add(
        _ matrix: AffineMatrix, over ball: any LagrangianBall, to interval: inout StageInterval, _ sizes: inout [Double]
    ) -> BallMultipliers {
        var multipliers = BallMultipliers()
        let box = input.box
        for row in interval.lower.indices {
            let entries = matrix.entries(ofRow: row)
            var (low, high) = (0.0, 0.0)
            for (column, value) in entries {
                let (first, second) = (value * box.lower[column], value * box.upper[column])
                low += min(first, second)
                high += max(first, second)
            }
            let least = ball.part(entries.map { ($0.column, $0.value) })
            let greatest = ball.part(entries.map { ($0.column, -$0.value) })
            interval.lower[row] += max(low, least.least)
            interval.upper[row] += min(high, -greatest.least)
            sizes[row] += max(least.terms, greatest.terms)
            multipliers.lower.append(least.multiplier)
            multipliers.upper.append(greatest.multiplier)
        }
        return multipliers
    }
}
