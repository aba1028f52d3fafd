/// An l1 ball as the Lagrangian of the input set sees it: with a multiplier λ ≥ 0 for ‖x' − c‖₁ ≤ ε, on a box,
///
///     min ν·x' ≥ Σ ν q + λ (Σ |q − c| − ε) − Σ max(|ν| − λ, 0) w,
///
/// q the point of the box nearest to c, and w the way from there to the end of the box that −ν points to. For on the
/// box |x' − c| = |q − c| + |x' − q| in every coordinate, and ν (x' − q) + λ |x' − q| is smallest at q or at that end.
///
/// The box may have been halved away from c. Any λ gives a bound; `multiplier` chooses a good one.
struct OneBall: LagrangianBall {
    let centre: [Double]
    let radius: Double
    /// q; exact.
    let nearest: [Double]
    /// Ways from q to the lower and upper ends, each rounded once.
    private let below: [Double]
    private let above: [Double]
    /// Σ |q − c|, rounded.
    private let distance: Double

    init(_ set: InputSet, radius: Double) {
        self.radius = radius
        centre = set.centre
        let box = set.box
        let nearest = set.centre.indices.map { min(max(set.centre[$0], box.lower[$0]), box.upper[$0]) }
        self.nearest = nearest
        below = nearest.indices.map { nearest[$0] - box.lower[$0] }
        above = nearest.indices.map { box.upper[$0] - nearest[$0] }
        distance = nearest.indices.reduce(0) { $0 + abs(nearest[$1] - set.centre[$1]) }
    }

    /// The bound on Σ ν x' over `entries`, at the λ where a unit of the radius is worth as much as what is left of it
    /// can move.
    ///
    /// - Complexity: O(n log n).
    func part(_ entries: [(index: Int, value: Double)]) -> InputPart {
        let lambda = multiplier(entries)
        // Where nothing is gained, the terms of the radius need not be finite.
        var (least, terms) = lambda == 0 ? (0, 0) : (lambda * (distance - radius), lambda * (distance + radius))
        for entry in entries {
            let centred = entry.value * nearest[entry.index]
            let excess = abs(entry.value) - lambda
            let moved = excess > 0 ? excess * way(entry) : 0
            least += centred - moved
            terms += abs(centred) + moved
        }
        return InputPart(least: least, terms: terms, multiplier: lambda)
    }

    private func way(_ entry: (index: Int, value: Double)) -> Double {
        entry.value > 0 ? below[entry.index] : above[entry.index]
    }

    /// The smallest |ν| (or 0) such that the inputs with larger ones cannot use up the radius.
    private func multiplier(_ entries: [(index: Int, value: Double)]) -> Double {
        let prices = entries.map { (price: abs($0.value), way: way($0)) }.sorted { $0.price > $1.price }
        var used = distance
        for item in prices where item.price > 0 {
            used += item.way
            if used >= radius { return item.price }
        }
        return 0
    }
}
