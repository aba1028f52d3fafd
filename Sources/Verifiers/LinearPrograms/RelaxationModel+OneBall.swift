import LinearAlgebra
import Questions

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
        let (distance, offsets) = addDistance(ball)
        addRow(distance, .atMost, Self.sumRoundedUp([ball.radius] + offsets))
    }

    /// A column t that is at least the size of every set around the sample that holds the input, up to `largest`. As sums
    /// go, it is not rounded: for engines whose answers rest on tolerances anyway.
    ///
    /// - Complexity: two rows per input at most, for p = 1 a column as well.
    mutating func addSize(_ set: PerturbationSet, around pixels: [Float], upTo largest: Double) -> Int {
        let size = addColumn(lower: 0, upper: largest)
        if let ball = reduced.region.ball as? BoxedOneBall {
            var (distance, offsets) = addDistance(ball)
            distance.columns.append(Int32(size))
            distance.values.append(-1)
            addRow(distance.inOrder, .atMost, Self.sumRoundedUp(offsets))
            return size
        }
        for (input, pixel) in pixels.enumerated() {
            let (centre, reach) = (Double(pixel), set.reach.map { Double($0[input]) } ?? 1)
            guard reach > 0 else { continue }
            for (sign, end) in [(1.0, reduced.upper[input]), (-1, reduced.lower[input])] where end != centre {
                let way = LinearFunction(columns: [Int32(input), Int32(size)], values: [sign, -reach], constant: 0)
                addRow(way, .atMost, sign * centre)
            }
        }
        return size
    }

    /// Σ |x − x₀| less the offsets, as a function of columns, some of them new.
    private mutating func addDistance(_ ball: BoxedOneBall) -> (distance: LinearFunction, offsets: [Double]) {
        var distance = LinearFunction.zero
        var offsets = [Double]()
        for (input, centre) in ball.centre.enumerated() {
            switch (ball.below[input] > 0, ball.above[input] > 0) {
            case (false, false): continue
            case (false, true):
                distance.columns.append(Int32(input))
                distance.values.append(1)
                offsets.append(centre)
            case (true, false):
                distance.columns.append(Int32(input))
                distance.values.append(-1)
                offsets.append(-centre)
            case (true, true):
                let t = addColumn(lower: 0, upper: max(ball.below[input], ball.above[input]))
                let both = [Int32(input), Int32(t)]
                addRow(LinearFunction(columns: both, values: [1, -1], constant: 0), .atMost, centre)
                addRow(LinearFunction(columns: both, values: [-1, -1], constant: 0), .atMost, -centre)
                distance.columns.append(Int32(t))
                distance.values.append(1)
            }
        }
        return (distance.inOrder, offsets)
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

extension LinearFunction {
    /// The same with its columns ascending.
    fileprivate var inOrder: LinearFunction {
        var sorted = self
        let order = columns.indices.sorted { columns[$0] < columns[$1] }
        sorted.columns = order.map { columns[$0] }
        sorted.values = order.map { values[$0] }
        return sorted
    }
}
