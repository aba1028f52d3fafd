import LinearAlgebra
import Networks
import Questions

/// Branch and bound on the clauses of a given property by halving boxes of inputs, for questions of few inputs.
///
/// Of every box CROWN gives a linear lower bound of each form. Inputs at which some form is > 0 by that are cut off, so that a
/// box shrinks to where all forms of the clause may be ≤ 0; what is left is refuted by a combination of the forms, by one with slopes of
/// its own (`ClauseAscent`), or halved.
struct ClauseBoxSearch {
    /// How it ended.
    enum End {
        case proved(lower: Double)
        case witness(WitnessSearch.Found)
        case stopped
        case unresolved
    }

    /// A box that is still to be looked at.
    struct Part {
        var box: Box
        /// Where its node stands in what is taken down.
        var place = ClauseTree.root
        /// Of the box that it is half of: the bound, the input halved, and how often that was halved before.
        var parent: (bound: Double, input: Int, level: Int)?
        /// What is known of every stage on a larger box.
        var known: [StageBounds] = []
        /// How many halvings are left that only make it easier for a check.
        var patience = ClauseBoxSearch.patience
    }

    /// Halvings on the way to a box that may be spent on making it easier for a check.
    static let patience = 5

    let network: LoweredNetwork
    private let query: Query
    private let witnesses: WitnessSearch
    private let sampling: ClauseSampling
    /// Per clause the outputs of the network that are its forms.
    private let clauses: [Range<Int>]
    let workspace = SubstitutionWorkspace()
    private var open: [Part] = []
    private var gains: InputGains
    private let root: Box
    /// The clause that is searched, and its forms, a column each.
    private var clause = 0
    private(set) var objectives = Matrix<Double>(rows: 0, columns: 0)
    private var descents = 0
    var trials = AscentTrials()
    private var random = SeededGenerator(seed: 0)
    private var record: ClauseRecord?
    var nodes = 0
    private(set) var best: WitnessSearch.Found?
    var lowest = Double.infinity
    var isOutsideRange = false

    /// - Parameters:
    ///   - forms: the network that computes the forms.
    ///   - counts: the forms of every clause.
    ///   - witnesses: on the network whose margins are those of clauses.
    init(_ forms: Network, _ query: Query, _ counts: [Int], witnesses: WitnessSearch) {
        (network, self.query, self.witnesses) = (forms.lowered, query, witnesses)
        sampling = ClauseSampling(forms, query)
        clauses = counts.indices.map { clause in
            let first = counts[..<clause].reduce(0, +)
            return first..<first + counts[clause]
        }
        root = query.perturbation.enclosingBox(around: query.sample.pixels)
        gains = InputGains(root)
    }

    /// Searches one clause.
    ///
    /// - Parameters:
    ///   - clause: which of them.
    ///   - record: told of every box.
    /// - Complexity: one pass of CROWN per box, and an ascent of a few passes over one function for most that it leaves open.
    mutating func run(_ clause: Int, until deadline: Deadline, _ record: ClauseRecord? = nil) -> End {
        self.record = record
        (self.clause, objectives) = (clause, objectives(of: clause))
        (open, gains, lowest, trials) = ([Part(box: root)], InputGains(root), .infinity, AscentTrials())
        while let part = next() {
            if deadline.hasPassed { return .stopped }
            let bound = if let record { look(at: part, objectives, record) } else { look(at: part) }
            if let (before, input, level) = part.parent { gains.note(input, level: level, from: before, to: bound) }
            if let best, best.margin <= 0 { return .witness(best) }
            if isOutsideRange { return .unresolved }
        }
        return .proved(lower: lowest)
    }

    private func objectives(of clause: Int) -> Matrix<Double> {
        var objectives = Matrix<Double>(rows: network.classCount, columns: clauses[clause].count)
        for (column, form) in clauses[clause].enumerated() { objectives[form, column] = 1 }
        return objectives
    }

    /// Boxes between two at which points are tried, two from which a descent begins, and two that are taken out of their turn.
    private static let pointPeriod = 8
    private static let descentPeriod = 512
    private static let strayPeriod = 1024

    /// The newest open box; now and then any of them, so that points are tried all over the set.
    private mutating func next() -> Part? {
        if nodes % Self.strayPeriod == Self.strayPeriod - 1, open.count > 1 {
            open.swapAt(Int.random(in: open.indices, using: &random), open.count - 1)
        }
        return open.popLast()
    }

    /// Closes a box or puts its halves on the list.
    ///
    /// - Returns: its bound, 0 where it is closed.
    private mutating func look(at part: Part) -> Double {
        nodes += 1
        guard let (whole, layers) = linearForms(over: part) else {
            isOutsideRange = true
            return 0
        }
        var forms = whole
        if close(forms.best) { return 0 }
        let isLeft = forms.contract()
        // What was cut off is certified by no more than this.
        if !isLeft || forms.box != part.box { lowest = min(lowest, LinearForms.margin) }
        guard isLeft else { return 0 }
        let (bound, weights) = forms.combination()
        // The weights' sum is 1 up to rounding.
        if close(bound * (1 - 0x1p-20)) { return 0 }
        // Its bound says nothing of gains: only some boxes have one.
        if trials.isDue(nodes) {
            let found = ClauseAscent(layers, objectives, in: forms.box).run(from: weights)
            let hasClosed = found.bound > 0 && close(certified(found, layers, forms.box) * (1 - 0x1p-20))
            trials.note(hasClosed: hasClosed)
            if hasClosed { return 0 }
        }
        note(forms, weights)
        split(forms, weights, bound, layers.bounds.stages)
        return min(bound, 0)
    }

    /// The bound of the weighted sum over `box` with the slopes that were found, in rigorous arithmetic.
    private func certified(_ found: ClauseAscent.Result, _ layers: LayerwiseBounds, _ box: Box) -> Double {
        let objective = objectives.times(Matrix(rows: found.weights.count, columns: 1, elements: found.weights))
        let substitution = layers.substitution(over: InputRegion(box), layers.relaxations(found.slopes, column: 0))
        return substitution.lowerBounds(of: objective, at: network.outputStage)[0]
    }

    private mutating func close(_ bound: Double) -> Bool {
        guard bound > 0 else { return false }
        lowest = min(lowest, bound)
        return true
    }

    private func linearForms(over part: Part) -> (forms: LinearForms, layers: LayerwiseBounds)? {
        var layers = LayerwiseBounds(network, InputRegion(part.box), workspace: workspace)
        while layers.isUnfinished {
            let prior = part.known.isEmpty ? nil : part.known[layers.next]
            layers.append(layers.cheapBounds(stopsWhenStable: true, within: prior), lowerLine: .adaptive)
        }
        guard layers.isInRange else { return nil }
        let lower = layers.substitution.lowerForms(of: objectives, at: network.outputStage)
        guard lower.allSatisfy({ $0.bound.isFinite && $0.coefficients.allSatisfy(\.isFinite) }) else { return nil }
        let forms = LinearForms(bounds: lower.map(\.bound), slopes: lower.map(\.coefficients), box: part.box)
        return (forms, layers)
    }

    /// Tries the middle of what is left and the corner that the combination falls towards, now and then with a descent from there.
    mutating func note(_ forms: LinearForms, _ weights: [Double]) {
        let descends = nodes >= 16 && (nodes & (nodes - 1) == 0 || nodes % Self.descentPeriod == 0)
        guard nodes <= 16 || nodes % Self.pointPeriod == 0 || descends else { return }
        let box = forms.box
        let slope = Self.slope(forms, weights)
        let middle = box.lower.indices.map { box.lower[$0] / 2 + box.upper[$0] / 2 }
        let corner = box.lower.indices.map { slope[$0] < 0 ? box.upper[$0] : box.lower[$0] }
        for point in [middle, corner] { _ = note(point) }
        guard descends else { return }
        for (clause, start) in [(clause, corner)] + samples() {
            let descent = ClauseDescent(network, objectives(of: clause), in: root, workspace: workspace)
            guard let end = descent.run(from: start, isEnough: { witnesses.evaluate($0).margin <= 0 }) else { continue }
            if note(end.point) { return }
        }
    }

    /// Where descents begin besides: at the best of new points, of this clause and of one of those that come after it, in turn.
    private mutating func samples() -> [(clause: Int, start: [Double])] {
        var chosen = [clause]
        let later = clauses.count - 1 - clause
        if later > 0 { chosen.append(clause + 1 + descents % later) }
        descents += 1
        return Array(zip(chosen, sampling.starts(chosen.map { clauses[$0] }, &random)))
    }

    /// Whether the point is a witness.
    private mutating func note(_ point: [Double]) -> Bool {
        let found = witnesses.evaluate(point)
        if found.margin < best?.margin ?? .infinity { best = found }
        return found.margin <= 0
    }

    private static func slope(_ forms: LinearForms, _ weights: [Double]) -> [Double] {
        forms.box.lower.indices.map { input in
            weights.indices.reduce(0) { $0 + weights[$1] * forms.slopes[$1][input] }
        }
    }

    /// Halves the input that has gained most, or over which the forms vary most; the half that the combination falls towards is
    /// next.
    ///
    /// - Parameters:
    ///   - known: what holds of every stage on the box.
    ///   - place: where the split is taken down.
    ///   - patience: of the halves.
    mutating func split(
        _ forms: LinearForms, _ weights: [Double], _ bound: Double, _ known: [StageBounds] = [],
        at place: Int = ClauseTree.root, patience: Int = patience
    ) {
        let box = forms.box
        let slope = Self.slope(forms, weights)
        func score(_ input: Int) -> Double {
            let spread = weights.indices.reduce(0) { $0 + weights[$1] * abs(forms.slopes[$1][input]) }
            return (spread + 1e-9) * (box.upper[input] - box.lower[input])
        }
        let choice = gains.choice(
            among: box.lower.indices.filter { Self.middle(box, $0) != nil }, in: box, score: score)
        guard let input = choice, let middle = Self.middle(box, input) else {
            // No number lies between the ends of any input.
            isOutsideRange = true
            return
        }
        var (below, above) = (box, box)
        below.upper[input] = middle
        above.lower[input] = middle
        let parent = (bound: bound, input: input, level: gains.level(of: input, in: box))
        let places = record?.tree.split(place, .input(input, at: middle)) ?? (first: place, second: place)
        let halves = [
            Part(box: above, place: places.first, parent: parent, known: known, patience: patience),
            Part(box: below, place: places.second, parent: parent, known: known, patience: patience),
        ]
        open += slope[input] > 0 ? halves : halves.reversed()
    }

    /// A number strictly between the ends of an input.
    private static func middle(_ box: Box, _ input: Int) -> Double? {
        let (lower, upper) = (box.lower[input], box.upper[input])
        let middle = lower + (upper - lower) / 2
        return middle > lower && middle < upper ? middle : nil
    }
}
