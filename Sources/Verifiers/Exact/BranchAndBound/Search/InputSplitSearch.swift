import Networks
import Proofs
import Questions

/// Branch and bound on one margin by halving boxes of inputs: every box gets bounds of its own for every layer, so that the
/// relaxation tightens with the box. On l2 balls a part is what its box holds of the ball. For networks of few inputs.
struct InputSplitSearch {
    /// One open box.
    private struct Part {
        var box: Box
        /// Certified lower bound on the margin over it.
        var bound: Double
        /// The input to halve; `nil` where no number lies between the ends of any.
        var input: Int?
        /// The halves that lead to it.
        var path: [ProofHalf]
        /// Whether linear programs have bounded it.
        var isProgrammed: Bool
    }

    private let network: LoweredNetwork
    private let query: Query
    private let adversarial: Int
    private let witnesses: WitnessSearch
    private let settings: SearchSettings
    private let recorder: BoxRecorder?
    private var open: [Part] = []
    private(set) var nodes = 0
    private(set) var best: WitnessSearch.Found?
    private var lowest = Double.infinity
    /// Some box has bounds beyond what errors are bounded for.
    private var isOutsideRange = false
    private(set) var programCost = NodeProgram.Cost()

    init(
        _ network: LoweredNetwork, _ query: Query, adversarial: Int, witnesses: WitnessSearch, settings: SearchSettings,
        recorder: BoxRecorder?, best: WitnessSearch.Found?
    ) {
        self.best = best
        self.network = network
        self.query = query
        self.adversarial = adversarial
        self.witnesses = witnesses
        self.settings = settings
        self.recorder = recorder
    }

    /// Searches until the margin is proved, a witness is found, or the deadline passes.
    mutating func run(until deadline: Deadline) -> BranchAndBound.End {
        let root = query.perturbation.enclosingBox(around: query.sample.pixels)
        bound(root, [], parent: -.infinity, bounding: settings.bounding, until: deadline)
        while !open.isEmpty, !isOutsideRange {
            if settings.isDecisive(best), let best { return .witness(best.witness, margin: best.margin) }
            if deadline.hasPassed { return .stopped(lower: certifiedLowest) }
            if open.count * 16 * root.count > settings.memory { return .outOfMemory(lower: certifiedLowest) }
            let part = next()
            guard let input = part.input, let middle = Self.middle(part.box, input) else {
                // A box that cannot be halved any more is left to linear programs; where these do not decide it either,
                // the margin is 0 as far as numbers go.
                guard !part.isProgrammed else { return .unresolved }
                bound(part.box, part.path, parent: part.bound, bounding: .lp, until: deadline)
                continue
            }
            var halves = (part.box, part.box)
            halves.0.upper[input] = middle
            halves.1.lower[input] = middle
            let split = ProofSplit.input(input, at: middle)
            for (half, side) in [(halves.0, ProofHalf(split, .second)), (halves.1, ProofHalf(split, .first))] {
                bound(half, part.path + [side], parent: part.bound, bounding: settings.bounding, until: deadline)
            }
        }
        if settings.isDecisive(best), let best { return .witness(best.witness, margin: best.margin) }
        return isOutsideRange || lowest == .infinity ? .unresolved : .proved(lower: lowest)
    }

    /// The smallest certified bound over closed and open boxes.
    private var certifiedLowest: Double { open.reduce(lowest) { min($0, $1.bound) } }

    private mutating func next() -> Part {
        guard settings.order == .worstFirst else { return open.removeLast() }
        let index = open.indices.min { open[$0].bound < open[$1].bound } ?? 0
        open.swapAt(index, open.count - 1)
        return open.removeLast()
    }

    /// Bounds every layer over `box`, then the margin.
    private mutating func bound(
        _ box: Box, _ path: [ProofHalf], parent: Double, bounding: DomainBounding, until deadline: Deadline
    ) {
        nodes += 1
        let region = InputRegion(box, of: query)
        guard region.twoBall?.isEmpty != true else { return }
        var layers = LayerwiseBounds(network, region)
        let session = RelaxationSession(
            RelaxationModel(network, region, encoding: .relaxed), ball: region.twoBall)
        var substituted = [[Int]]()
        while layers.isUnfinished {
            if recorder != nil { substituted.append(layers.undecidedNeurons(layers.intervalBounds)) }
            let bounds =
                bounding == .lp ? layers.programmedBounds(session, until: deadline) : layers.cheapBounds
            // Sound bounds exclude each other where a box misses the ball.
            if region.twoBall != nil, zip(bounds.lower, bounds.upper).contains(where: { $0 > $1 }) { return }
            layers.append(bounds, lowerLine: .adaptive)
            if layers.isInRange { session.append(bounds) }
        }
        guard layers.isInRange else {
            isOutsideRange = true
            return
        }
        let position = MarginObjectives.classes(network, label: query.label).firstIndex(of: adversarial) ?? 0
        let relaxation = SearchRelaxation(session.model)
        let objective = relaxation.margin(label: query.label, adversarial: adversarial)
        let direct = layers.margins(label: query.label)[position]
        let ascended = ascend(relaxation, objective)
        var bound = max(parent, direct, ascended.bound)
        if bound <= settings.threshold(best), bounding == .lp {
            bound = max(bound, session.lowerBound(of: objective.exact, until: deadline))
            if session.lastStatus == .optimal { note(session.solver.columnValues(box.count)) }
        }
        programCost.add(session)
        let corner = box.lower.indices.map { ascended.slopes[$0] < 0 ? box.upper[$0] : box.lower[$0] }
        let nearest = region.twoBall?.minimiser(ascended.slopes.map(Double.init))
        if bound <= settings.threshold(best) { note(nearest ?? corner) }
        guard bound <= settings.threshold(best) else {
            recorder?.close(path, substituted: substituted, direct > 0 ? nil : ascended.multipliers, relaxation.network)
            lowest = min(lowest, bound)
            return
        }
        let reach = box.lower.indices.map { (abs(ascended.slopes[$0]) + 1e-9) * Float(box.upper[$0] - box.lower[$0]) }
        let input = reach.indices.filter { Self.middle(box, $0) != nil }.max { reach[$0] < reach[$1] }
        open.append(Part(box: box, bound: bound, input: input, path: path, isProgrammed: bounding == .lp))
    }

    /// A number strictly between the ends of an input.
    private static func middle(_ box: Box, _ input: Int) -> Double? {
        let (lower, upper) = (box.lower[input], box.upper[input])
        let middle = lower + (upper - lower) / 2
        return middle > lower && middle < upper ? middle : nil
    }

    /// A certified bound by a few steps of ascent, its multipliers, and the inputs' coefficients in it.
    private func ascend(
        _ relaxation: SearchRelaxation, _ objective: SystemObjective
    ) -> (bound: Double, multipliers: [Float], slopes: [Float]) {
        let system = relaxation.system
        let batch = DualBatch(system, capacity: 1)
        let whole = BranchDomain.root(system)
        batch.load([whole])
        let steps = system.count == 0 ? 1 : settings.childSteps
        _ = settings.ascent(steps: steps).run(batch, DualObjective(objective))
        batch.restoreBest()
        batch.evaluate(DualObjective(objective), cornered: false)
        let certificate = relaxation.certificate(objective.exact)
        let leaf = batch.leaf(0)
        return (certificate.bound(whole.splits, leaf), leaf.mu, (0..<system.inputCount).map { batch.nu[$0] })
    }

    private mutating func note(_ point: [Double]) {
        let found = witnesses.evaluate(point)
        if found.margin < best?.margin ?? .infinity { best = found }
    }
}
