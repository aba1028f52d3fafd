import LinearAlgebra

/// The points of an l2 ball that lie in a box, which need not hold the ball's centre x₀: what halved boxes leave of a ball.
///
/// With a multiplier λ > 0 for ‖x − x₀‖² ≤ ε², a linear function c·x is on it at least
///
///     Σᵢ min over lᵢ ≤ x ≤ uᵢ of (cᵢ x + λ/2 (x − x₀ᵢ)²) − λ/2 ε²,
///
/// and each convex summand is at least its tangent at any t. The best t is x₀ᵢ − cᵢ/λ, brought into [lᵢ, uᵢ]; at the best λ
/// these t are ε away from x₀, or λ is 0 and the box decides. Every λ and t gives a bound.
package struct CutTwoBall: BoxedBall {
    package let centre: [Double]
    /// ε > 0
    package let radius: Double
    package let lower: [Double]
    package let upper: [Double]
    /// Ways from the centre to the ends of the box, in units of ε.
    private let toLower: [Double]
    private let toUpper: [Double]

    /// - Parameter radius: not less than that of the ball.
    package init(centre: [Double], radius: Double, lower: [Double], upper: [Double]) {
        (self.centre, self.radius, self.lower, self.upper) = (centre, radius, lower, upper)
        toLower = centre.indices.map { (lower[$0] - centre[$0]) / radius }
        toUpper = centre.indices.map { (upper[$0] - centre[$0]) / radius }
    }

    /// The point of the box that is nearest to the centre.
    package var nearest: [Double] { centre.indices.map { min(max(centre[$0], lower[$0]), upper[$0]) } }

    /// ‖nearest − centre‖² in units of ε², not rounded.
    var squaredDistance: Double {
        centre.indices.reduce(0) { sum, index in
            let way = max(toLower[index], -toUpper[index], 0)
            return sum + way * way
        }
    }

    /// Whether the ball surely misses the box.
    package var isEmpty: Bool { squaredDistance * (1 - Rounding.gamma(centre.count + 8)) > 1 }

    /// c·x is at least `least` on the set, not yet rounded: a sum of at most 3n + 1 terms, each rounded up to eight times,
    /// whose magnitudes add up to `size`; infinite or no number where one overflows.
    ///
    /// - Parameter costs: c.
    /// - Complexity: O(n) for each of some five rounds of the search for λ.
    package func minimum(_ costs: [Double]) -> (least: Double, size: Double) {
        let box = boxMinimum(costs)
        let lambda = multiplier(costs)
        guard lambda > 0, lambda.isFinite else { return box }
        let loss = lambda * radius * radius / 2
        var (least, size) = (-loss, loss)
        let inverse = 1 / lambda
        for index in costs.indices {
            let (cost, low, high) = (costs[index], lower[index], upper[index])
            let t = min(max(centre[index] - cost * inverse, low), high)
            let away = t - centre[index]
            let bend = lambda * away
            let slope = cost + bend
            least += cost * t + bend * away / 2 + min(slope * (low - t), slope * (high - t))
            size += abs(cost * t) + bend * away / 2 + (abs(cost) + abs(bend)) * (high - low)
        }
        guard size.isFinite else { return box }
        return (max(least, box.least), size + box.size)
    }

    private func boxMinimum(_ costs: [Double]) -> (least: Double, size: Double) {
        var (least, size) = (0.0, 0.0)
        for (index, cost) in costs.enumerated() {
            least += min(cost * lower[index], cost * upper[index])
            size += abs(cost) * max(abs(lower[index]), abs(upper[index]))
        }
        return (least, size)
    }

    /// Where about c·x is smallest on the set; a corner of the box where the ball does not matter.
    package func minimiser(_ costs: [Double]) -> [Double] {
        let lambda = multiplier(costs)
        return costs.indices.map { index in
            guard lambda > 0 else {
                return costs[index] > 0 ? lower[index] : costs[index] < 0 ? upper[index] : nearest[index]
            }
            return min(max(centre[index] - costs[index] / lambda, lower[index]), upper[index])
        }
    }

    package func extrema(of entries: [(column: Int, value: Double)]) -> LinearExtrema {
        var costs = [Double](repeating: 0, count: centre.count)
        for entry in entries { costs[entry.column] = entry.value }
        let low = minimum(costs)
        let high = minimum(costs.map { -$0 })
        var extrema = LinearExtrema(0, fall: -low.least, rise: -high.least)
        // There are more terms than in other balls.
        extrema.size = 4 * max(low.size, high.size)
        return extrema
    }
}

extension CutTwoBall {
    private static let rounds = 200
    private static let steadyRounds = 12

    /// About the best λ; 0 where the box alone decides, or where numbers leave their range.
    ///
    /// With κ = λ ε, costs in units of the largest one, and the inputs named that are at ends of the box, the others
    /// are ε away for κ² = Σ c² / (1 − Σ ways²). Around a centre in the box that falls until it stays, since
    /// ever more inputs are at their ends; else every other round, later on, halves what κ lies in.
    func multiplier(_ costs: [Double]) -> Double {
        // Inputs that cannot move have no say.
        let costs = costs.indices.map { toUpper[$0] > toLower[$0] ? costs[$0] : 0 }
        let largest = costs.reduce(0) { max($0, abs($1)) }
        guard largest > 0, largest.isFinite, radius > 0, squaredDistance(ofCorner: costs) > 1 else { return 0 }
        var (tooSmall, enough) = (0.0, Double.infinity)
        var kappa = costs.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
        for round in 0..<Self.rounds {
            let (free, used) = squares(costs, 1 / largest, kappa)
            if used + free / (kappa * kappa) <= 1 { enough = kappa } else { tooSmall = kappa }
            let next = used < 1 ? (free / (1 - used)).squareRoot() : .infinity
            let isNarrow = enough < .infinity && enough - tooSmall <= 1e-14 * enough
            if isNarrow || abs(next - kappa) <= 1e-14 * kappa {
                return largest / radius * kappa
            }
            let isNext = next > tooSmall && next < enough && (round < Self.steadyRounds || round % 2 == 0)
            kappa = isNext ? next : Self.between(tooSmall, enough, after: kappa)
        }
        return largest / radius * (enough < .infinity ? enough : kappa)
    }

    /// The middle of their orders of magnitude, as far as there are any.
    private static func between(_ low: Double, _ high: Double, after kappa: Double) -> Double {
        guard high < .infinity else { return 16 * kappa }
        return low > 0 ? low.squareRoot() * high.squareRoot() : high / 16
    }

    /// How far the corner of the box where c·x is smallest lies from the centre, squared, in units of ε².
    private func squaredDistance(ofCorner costs: [Double]) -> Double {
        costs.indices.reduce(0) { sum, index in
            let cost = costs[index]
            let way = cost > 0 ? toLower[index] : cost < 0 ? toUpper[index] : max(toLower[index], -toUpper[index], 0)
            return sum + way * way
        }
    }

    /// Σ c² of the inputs that are between their ends at κ, and Σ ways² of the others.
    private func squares(_ costs: [Double], _ scale: Double, _ kappa: Double) -> (free: Double, used: Double) {
        var (free, used) = (0.0, 0.0)
        let inverse = scale / kappa
        for index in costs.indices {
            let way = -costs[index] * inverse
            if way <= toLower[index] {
                used += toLower[index] * toLower[index]
            } else if way >= toUpper[index] {
                used += toUpper[index] * toUpper[index]
            } else {
                let share = costs[index] * scale
                free += share * share
            }
        }
        return (free, used)
    }
}
