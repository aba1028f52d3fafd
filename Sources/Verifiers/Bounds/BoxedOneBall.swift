/// The points of an l1 ball that lie in a box around its centre x₀, and how far linear functions go on them.
///
/// A linear function with coefficients c falls from c·x₀ by at most
///
///     min over λ ≥ 0 of  λ ε + Σᵢ max(|cᵢ| − λ, 0) · aᵢ,
///
/// where aᵢ is the way from x₀ᵢ to the end of the box that −cᵢ points to: the dual of a continuous knapsack, which
/// takes coordinates of large |c| first until ε is used up (Dantzig 1957). Every λ gives a bound, the |c| that fills
/// the knapsack the exact one.
package struct BoxedOneBall: BoxedBall {
    /// x₀; lies in the box.
    let centre: [Double]
    /// ε
    let radius: Double
    /// Ways from the centre to the lower ends of the box, rounded up.
    let below: [Double]
    /// Ways from the centre to the upper ends of the box, rounded up.
    let above: [Double]

    package init(centre: [Double], radius: Double, box: (lower: [Double], upper: [Double])) {
        self.centre = centre
        self.radius = radius
        below = zip(centre, box.lower).map { $0 == $1 ? 0 : ($0 - $1).nextUp }
        above = zip(centre, box.upper).map { $0 == $1 ? 0 : ($1 - $0).nextUp }
    }

    /// - Complexity: O(n log n).
    package func extrema(of entries: [(column: Int, value: Double)]) -> LinearExtrema {
        let order = entries.filter { $0.value != 0 }.sorted { abs($0.value) > abs($1.value) }
        let fall = way(order) { $1 > 0 ? below[$0] : above[$0] }
        let rise = way(order) { $1 > 0 ? above[$0] : below[$0] }
        let value = entries.reduce(0) { $0 + $1.value * centre[$1.column] }
        return LinearExtrema(value, fall: fall, rise: rise)
    }

    /// How far a function with coefficients `order`, largest magnitudes first, goes from the centre; infinite rather
    /// than no number.
    ///
    /// - Parameter room: the way that a coordinate has in the direction of its coefficient.
    private func way(_ order: [(column: Int, value: Double)], _ room: (Int, Double) -> Double) -> Double {
        var left = radius
        var multiplier = 0.0
        for (column, value) in order {
            let taken = room(column, value)
            guard taken < left else {
                multiplier = abs(value)
                break
            }
            left -= taken
        }
        var sum = multiplier * radius
        for (column, value) in order {
            let excess = abs(value) - multiplier
            guard excess > 0 else { break }
            sum += excess * room(column, value)
        }
        return sum.orNone(.infinity)
    }
}
