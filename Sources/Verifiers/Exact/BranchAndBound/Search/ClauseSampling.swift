import LinearAlgebra
import Networks
import Questions

/// Points all over the box of a given property, from the best of which a descent may begin.
///
/// Every other point has about a third of its inputs at one of their ends: what is unsafe lies there more often than not, and in
/// boxes of few inputs most faces are never met by chance.
package struct ClauseSampling {
    private let evaluator: Evaluator<Float>
    private let lower: [Float]
    private let upper: [Float]
    private let count: Int

    /// Points at a time, and weights that all of them may take together.
    private static let (largest, least, work) = (1024, 32, 1 << 26)
    private static let endShare = 0.3

    /// - Parameter forms: the network whose outputs are the forms.
    package init(_ forms: Network, _ query: Query) {
        evaluator = forms.evaluator
        (lower, upper) = query.perturbation.innerBox(around: query.sample.pixels)
        count = max(Self.least, min(Self.largest, Self.work / max(1, forms.parameterCount)))
    }

    /// Of new points the one at which the largest form of a clause is least, per clause.
    ///
    /// - Parameter clauses: the outputs that are their forms.
    /// - Complexity: one evaluation per point, all of them together.
    package func starts(_ clauses: [Range<Int>], _ random: inout SeededGenerator) -> [[Double]] {
        var points = Matrix<Float>(rows: count, columns: lower.count)
        for row in 0..<count {
            for input in lower.indices { points[row, input] = coordinate(input, row % 2 == 1, &random) }
        }
        let values = evaluator.logits(points)
        return clauses.map { forms in
            var best = (row: 0, value: Float.infinity)
            for row in 0..<count {
                let value = forms.reduce(-Float.infinity) { max($0, values[row, $1]) }
                if value < best.value { best = (row, value) }
            }
            return points.row(best.row).map(Double.init)
        }
    }

    private func coordinate(_ input: Int, _ meetsEnds: Bool, _ random: inout SeededGenerator) -> Float {
        let share = Float(random.unitDouble())
        let (low, high) = (lower[input], upper[input])
        if meetsEnds, random.unitDouble() < Self.endShare { return share < 0.5 ? low : high }
        return min(max(low + share * (high - low), low), high)
    }
}
