import Networks
import Proofs
import Questions

/// Confirms by certified values what an engine calls robust, on sets that `bab` does not take: bounds of every layer
/// by linear programs, then a depth-first search over splits of ReLUs, every part bounded by its own program.
///
/// Plain and slow beside `bab`: it asks for one program per part, and keeps no more than the parts on the way to the
/// present one.
struct ConfirmingSearch {
    private let query: Query
    private let network: LoweredNetwork
    private let incumbent: Incumbent
    private let wantsWorstMargin: Bool
    private let engine: any LinearProgramEngine
    /// Takes down what the bounds rest on.
    private let recorder: ProofRecorder?
    private(set) var nodes = 0

    /// - Parameters:
    ///   - network: poolings are written as ReLUs, also in what `recorder` takes down.
    ///   - incumbent: the best point known; a search for a verdict ends with it.
    init(
        _ query: Query, _ network: LoweredNetwork, _ incumbent: Incumbent, wantsWorstMargin: Bool,
        engine: any LinearProgramEngine, recorder: ProofRecorder? = nil
    ) {
        self.query = query
        self.network = network.withPoolsAsReLUs
        self.incumbent = incumbent
        self.wantsWorstMargin = wantsWorstMargin
        self.engine = engine
        self.recorder = recorder
    }

    /// What can be certified until the deadline: `robust` with a certified margin, `falsified` by the incumbent, or
    /// else the best certified margin.
    mutating func run(until deadline: Deadline) -> Outcome {
        let region = InputRegion(query)
        var layers = LayerwiseBounds(network, region)
        let session = RelaxationSession(
            RelaxationModel(network, region, encoding: .relaxed), engine: engine, recorder: recorder)
        while layers.isUnfinished {
            let bounds = layers.programmedBounds(session, until: deadline)
            layers.append(bounds, lowerLine: .adaptive)
            if layers.isInRange { session.append(bounds) }
        }
        guard layers.isInRange else { return outcome([], isInRange: false, deadline) }
        var margins = layers.programmedMargins(query, session, until: deadline)
        recorder?.finish(session.model.sites)
        let classes = MarginObjectives.classes(network, label: query.label)
        let programs = SplitPrograms(session.model, engine: engine)
        for position in margins.indices.sorted(by: { margins[$0] < margins[$1] }) where isOpen(margins[position]) {
            guard !deadline.hasPassed, !incumbent.isDecisive else { break }
            let found = decide(classes[position], programs, until: deadline)
            margins[position] = max(margins[position], found)
        }
        return outcome(margins, isInRange: true, deadline)
    }

    /// Whether a part with this certified bound may hold what is looked for.
    private func isOpen(_ bound: Double) -> Bool { !(bound > threshold) }

    /// Bounds beyond this settle a part. Points are floats: the worst margin is not asked for beyond their precision.
    private var threshold: Double {
        guard wantsWorstMargin else { return 0 }
        return incumbent.margin.isFinite ? incumbent.margin - 1e-7 * (1 + abs(incumbent.margin)) : .infinity
    }

    /// A certified lower bound on the margin to class `adversarial`; −∞ where some part could not be settled.
    private mutating func decide(_ adversarial: Int, _ programs: SplitPrograms, until deadline: Deadline) -> Double {
        let model = programs.model
        let objective = model.objective([(query.label, 1), (adversarial, -1)], of: network.outputStage)
        let record = recorder?.leaves(of: adversarial, in: model.reduced)
        var lower = Double.infinity
        var open = [[Int8](repeating: 0, count: model.placements.count)]
        while let splits = open.popLast() {
            guard !deadline.hasPassed else { return -.infinity }
            nodes += 1
            let part = programs.minimise(objective, splits, until: deadline)
            if part.status == .optimal, isOpen(part.bound) {
                incumbent.consider(programs.point)
                if incumbent.isDecisive { return -.infinity }
            }
            let next = programs.branching(splits, part.multipliers)
            if !isOpen(part.bound) || (wantsWorstMargin && next == nil && part.status == .optimal) {
                record?(splits, .multipliers(Multipliers(rounding: model.atSites(part.multipliers))))
                lower = min(lower, part.bound)
            } else if part.status == .infeasible, let empty = programs.contradiction(splits, until: deadline) {
                record?(splits, .empty(Multipliers(rounding: model.atSites(empty))))
            } else if let next {
                for side in [-1, 1] as [Int8] {
                    var half = splits
                    half[next] = side
                    open.append(half)
                }
            } else {
                return -.infinity
            }
        }
        return lower
    }

    private func outcome(_ margins: [Double], isInRange: Bool, _ deadline: Deadline) -> Outcome {
        let lower = margins.min().map { min($0, incumbent.margin) } ?? -.infinity
        var outcome = Outcome(
            verdict: .unknown, marginLower: lower.isFinite ? lower : nil, marginUpper: incumbent.best?.margin)
        if let best = incumbent.best, best.margin <= 0 {
            outcome.verdict = .falsified
            outcome.witness = best.witness
        } else if !isInRange {
            outcome.reason = .outsideRange
        } else if lower > 0 {
            outcome.verdict = .robust
        } else if deadline.hasPassed {
            outcome.verdict = .timeout
        } else {
            outcome.reason = .solverStopped
        }
        return outcome
    }
}
