import LinearAlgebra

extension RelaxationModel {
    /// Keeps the inputs, whose columns are the first ones of the program, in an l1 ball.
    ///
    /// An input whose box lies on both sides of its centre gets a column t with t ≥ x − x₀ and t ≥ x₀ − x; one whose
    /// box ends at the centre is on one side of it, and |x − x₀| = ±(x − x₀). One row says that they add up to at most
    /// ε, with a right-hand side that is rounded up; all other numbers are exact, so that every point of the set meets
    /// the rows as they stand.
    ///
    /// - Complexity: two rows and a column per input at most; none where the box lies in the ball.
    mutating func addInputBall(_ ball: BoxedOneBall) {
        guard !ball.holdsBox else { return }
        var distance = LinearFunction.zero
        var offsets = [ball.radius]
        var ways = [(column: Int32, value: Double)]()
        for (input, centre) in ball.centre.enumerated() {
            switch (ball.below[input] > 0, ball.above[input] > 0) {
            case (false, false): break
            case (false, true):
                ways.append((Int32(input), 1))
                offsets.append(centre)
            case (true, false):
                ways.append((Int32(input), -1))
                offsets.append(-centre)
            case (true, true):
                let t = addColumn(lower: 0, upper: max(ball.below[input], ball.above[input]))
                let both = [Int32(input), Int32(t)]
                addRow(LinearFunction(columns: both, values: [1, -1], constant: 0), .atMost, centre)
                addRow(LinearFunction(columns: both, values: [-1, -1], constant: 0), .atMost, -centre)
                ways.append((Int32(t), 1))
            }
        }
        ways.sort { $0.column < $1.column }
        distance.columns = ways.map(\.column)
        distance.values = ways.map(\.value)
        addRow(distance, .atMost, Self.sumRoundedUp(offsets))
    }

    /// Not less than the sum of `terms`; exact where at most one of them is not 0.
    private static func sumRoundedUp(_ terms: [Double]) -> Double {
        let terms = terms.filter { $0 != 0 }
        let sum = terms.reduce(0, +)
        guard terms.count > 1 else { return sum }
        return (sum + Rounding.gamma(terms.count) * terms.reduce(0) { $0 + abs($1) }).nextUp
    }
}

extension BoxedOneBall {
    /// Whether the ball surely holds the whole box around its centre.
    fileprivate var holdsBox: Bool {
        let ways = zip(below, above).reduce(0) { $0 + max($1.0, $1.1) }
        return ways * (1 + Rounding.gamma(centre.count)) <= radius
    }
}
