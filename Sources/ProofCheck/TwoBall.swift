/// An l2 ball as the Lagrangian of the input set sees it: with a multiplier λ ≥ 0 for ‖x' − c‖₂² ≤ ε², on a box,
///
///     min ν·x' ≥ Σ min (ν x' + λ/2 (x' − c)²) − λ/2 ε²,
///
/// where each convex summand f is on its interval at least f(t) + f'(t) (x' − t) at the nearer end, for any t in it; with
/// f'(t) = ν + λ (t − c) it is smallest at t = c − ν/λ, brought into the interval.
///
/// Any λ and t give a bound; `part` chooses good ones.
struct TwoBall: LagrangianBall {
    let centre: [Double]
    let radius: Double
    private let lower: [Double]
    private let upper: [Double]

    /// λ beyond this could leave the range of error bounds.
    private static let largestMultiplier = 0x1p480
    /// Halvings of the interval that λ lies in.
    private static let steps = 48

    init(_ set: InputSet, radius: Double) {
        self.radius = radius
        centre = set.centre
        lower = set.box.lower
        upper = set.box.upper
    }

    /// - Complexity: O(n) for each of 48 bisections.
    func part(_ entries: [(index: Int, value: Double)]) -> InputPart {
        guard let lambda = multiplier(entries) else { return InputPart(least: -.infinity, terms: 0, multiplier: 0) }
        var (least, terms) = (-(lambda * radius * radius / 2), lambda * radius * radius / 2)
        for (index, value) in entries {
            let t = place(index, value, lambda)
            let away = t - centre[index]
            let slope = value + lambda * away
            let (down, up) = (slope * (lower[index] - t), slope * (upper[index] - t))
            least += value * t + lambda * away * away / 2 + min(down, up)
            terms += abs(value * t) + lambda * away * away / 2
            terms += (abs(value) + abs(lambda * away)) * (upper[index] - lower[index])
        }
        return InputPart(least: least, terms: terms, multiplier: lambda)
    }

    /// The t of an input, anything in its interval.
    func place(_ index: Int, _ value: Double, _ lambda: Double) -> Double {
        let free = centre[index] - value / lambda
        guard free.isFinite else { return value > 0 ? lower[index] : upper[index] }
        return min(max(free, lower[index]), upper[index])
    }

    /// A λ > 0 for which the places are about ε from the centre; `nil` where none lies in the range.
    private func multiplier(_ entries: [(index: Int, value: Double)]) -> Double? {
        let largest = entries.reduce(0) { max($0, abs($1.value)) }
        guard largest > 0, largest.isFinite, radius > 0 else { return nil }
        let norm = entries.reduce(0) { $0 + ($1.value / largest) * ($1.value / largest) }.squareRoot()
        // On the box the places are no farther from its centre than without it.
        var (least, most) = (0.0, largest / radius * norm * 2)
        guard most > 0, most <= Self.largestMultiplier else { return nil }
        for _ in 0..<Self.steps {
            let middle = least + (most - least) / 2
            let square = entries.reduce(0) { sum, entry in
                let way = (place(entry.index, entry.value, middle) - centre[entry.index]) / radius
                return sum + way * way
            }
            if square <= 1 { most = middle } else { least = middle }
        }
        return most
    }
}
