/// The points of an l2 ball that lie in a box around its centre x₀.
///
/// A linear function with coefficients c falls from c·x₀ by at most
///
///     min over λ ≥ 0 of  λ ε²/2 + Σᵢ max over 0 ≤ m ≤ aᵢ of (|cᵢ| m − λ m²/2),
///
/// where aᵢ is the way from x₀ᵢ to the end of the box that −cᵢ points to. The maximum is taken at m = min(aᵢ, |cᵢ|/λ); the
/// best λ is the one for which these m have length ε. Every λ gives a bound.
package struct BoxedTwoBall: BoxedBall {
    let centre: [Double]
    /// ε
    let radius: Double
    /// Ways from the centre to the lower ends of the box, rounded up.
    private let below: [Double]
    /// Ways from the centre to the upper ends of the box, rounded up.
    private let above: [Double]

    package init(centre: [Double], radius: Double, box: (lower: [Double], upper: [Double])) {
        self.centre = centre
        self.radius = radius
        below = zip(centre, box.lower).map { $0 == $1 ? 0 : ($0 - $1).nextUp }
        above = zip(centre, box.upper).map { $0 == $1 ? 0 : ($1 - $0).nextUp }
    }

    /// - Complexity: O(n log n).
    package func extrema(of entries: [(column: Int, value: Double)]) -> LinearExtrema {
        let fall = way(entries.map { (abs($0.value), $0.value > 0 ? below[$0.column] : above[$0.column]) })
        let rise = way(entries.map { (abs($0.value), $0.value > 0 ? above[$0.column] : below[$0.column]) })
        return LinearExtrema(
            entries.reduce(0) { $0 + $1.value * centre[$1.column] }, fall: fall, rise: rise)
    }

    /// How far a function goes from the centre; infinite rather than no number.
    ///
    /// - Parameter items: |c| and a.
    private func way(_ items: [(slope: Double, room: Double)]) -> Double {
        let items = items.filter { $0.slope != 0 && $0.room > 0 }
        let lambda = multiplier(items)
        guard lambda.isFinite else { return .infinity }
        var sum = lambda == 0 ? 0 : (lambda * radius).nextUp * radius / 2
        for (slope, room) in items {
            if slope >= (lambda * room).nextUp {
                // All the way: the loss is rounded down, and is at most half of the gain.
                sum += room * (slope - max((lambda * room / 2).nextDown, 0))
            } else {
                // Not less than the maximum, whatever m is best.
                sum += slope * (slope / lambda).nextUp / 2
            }
        }
        return sum.orNone(.infinity)
    }

    /// The λ whose ways have length ε; 0 where all the rooms together have not.
    private func multiplier(_ items: [(slope: Double, room: Double)]) -> Double {
        let largest = items.reduce(0) { max($0, $1.slope) }
        guard largest > 0, radius > 0 else { return 0 }
        // Inputs reach the ends of their boxes in this order as λ falls.
        let order = items.map { (slope: $0.slope / largest, room: $0.room / radius) }
            .sorted { $0.slope * $1.room > $1.slope * $0.room }
        var rest = [Double](repeating: 0, count: order.count + 1)
        for index in order.indices.reversed() {
            rest[index] = rest[index + 1] + order[index].slope * order[index].slope
        }
        var left = 1.0
        for (index, item) in order.enumerated() {
            guard left > 0 else { return largest / radius * (item.slope / item.room) }
            let lambda = (rest[index] / left).squareRoot()
            if item.slope < lambda * item.room { return largest / radius * lambda }
            left -= item.room * item.room
        }
        return 0
    }
}
