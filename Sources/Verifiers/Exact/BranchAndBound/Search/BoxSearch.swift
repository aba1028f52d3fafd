import LinearAlgebra
import Networks
import Questions

/// Branch and bound on one margin by halving boxes of inputs, each bounded by CROWN alone: for questions of few inputs, where
/// boxes are halved sooner than a better bound of theirs is found.
///
/// Depth first, so that few boxes are open. A box is halved where the linear bound of its margin varies most.
struct BoxSearch {
    private struct Part {
        var box: Box
        /// Certified lower bound on the margin over it.
        var bound: Double
        /// Coefficients of the margin's linear bound.
        var slopes: [Double]
    }

    private let network: LoweredNetwork
    private let query: Query
    private let position: Int
    private let objective: Matrix<Double>
    private let witnesses: WitnessSearch
    private let settings: SearchSettings
    private let workspace = SubstitutionWorkspace()
    private var open: [Part] = []
    private(set) var nodes = 0
    private(set) var best: WitnessSearch.Found?
    private var lowest = Double.infinity
    private var isOutsideRange = false

    init(
        _ network: LoweredNetwork, _ query: Query, adversarial: Int, witnesses: WitnessSearch, settings: SearchSettings,
        best: WitnessSearch.Found?
    ) {
        (self.network, self.query, self.witnesses, self.settings, self.best) = (
            network, query, witnesses, settings, best
        )
        position = MarginObjectives.classes(network, label: query.label).firstIndex(of: adversarial) ?? 0
        objective = MarginObjectives.matrix(network, label: query.label, classes: [adversarial])
    }

    /// Searches until the margin is proved, a witness is found, or the deadline passes.
    ///
    /// - Complexity: one pass of CROWN per box.
    mutating func run(until deadline: Deadline) -> BranchAndBound.End {
        bound(query.perturbation.enclosingBox(around: query.sample.pixels), parent: -.infinity)
        while let part = open.popLast() {
            if isOutsideRange { return .unresolved }
            if settings.isDecisive(best), let best { return .witness(best.witness, margin: best.margin) }
            guard !deadline.hasPassed else { return .stopped(lower: certifiedLowest(part)) }
            guard let input = longest(part), let middle = Self.middle(part.box, input) else { return .unresolved }
            split(part, at: middle, of: input)
        }
        if settings.isDecisive(best), let best { return .witness(best.witness, margin: best.margin) }
        return isOutsideRange || lowest == .infinity ? .unresolved : .proved(lower: lowest)
    }

    private mutating func split(_ part: Part, at middle: Double, of input: Int) {
        var (below, above) = (part.box, part.box)
        below.upper[input] = middle
        above.lower[input] = middle
        // The half towards which the bound falls comes next.
        let halves = part.slopes[input] > 0 ? [above, below] : [below, above]
        for half in halves { bound(half, parent: part.bound) }
    }

    private func certifiedLowest(_ part: Part) -> Double { open.reduce(min(lowest, part.bound)) { min($0, $1.bound) } }

    private mutating func bound(_ box: Box, parent: Double) {
        nodes += 1
        let region = InputRegion(box, of: query)
        var layers = LayerwiseBounds(network, region, workspace: workspace)
        while layers.isUnfinished { layers.append(layers.cheapBounds(stopsWhenStable: true), lowerLine: .adaptive) }
        guard layers.isInRange else {
            isOutsideRange = true
            return
        }
        let form = layers.substitution.lowerForms(of: objective, at: network.outputStage)[0]
        var bound = max(parent, form.bound.orNone(-.infinity))
        if bound <= settings.threshold(best) {
            bound = max(bound, layers.intervalMargins(label: query.label)[position].orNone(-.infinity))
        }
        guard bound <= settings.threshold(best) else {
            lowest = min(lowest, bound)
            return
        }
        note(box, form.coefficients)
        open.append(Part(box: box, bound: bound, slopes: form.coefficients))
    }

    /// Looks at the corner where the linear bound is least.
    private mutating func note(_ box: Box, _ slopes: [Double]) {
        let corner = box.lower.indices.map { slopes[$0] < 0 ? box.upper[$0] : box.lower[$0] }
        let found = witnesses.evaluate(corner)
        if found.margin < best?.margin ?? .infinity { best = found }
    }

    /// The input over which the linear bound varies most; of several, the first.
    private func longest(_ part: Part) -> Int? {
        let box = part.box
        let reach = box.lower.indices.map { (abs(part.slopes[$0]) + 1e-9) * (box.upper[$0] - box.lower[$0]) }
        return reach.indices.filter { Self.middle(box, $0) != nil }.max { reach[$0] < reach[$1] }
    }

    /// A number strictly between the ends of an input.
    private static func middle(_ box: Box, _ input: Int) -> Double? {
        let (lower, upper) = (box.lower[input], box.upper[input])
        let middle = lower + (upper - lower) / 2
        return middle > lower && middle < upper ? middle : nil
    }
}
