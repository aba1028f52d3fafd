import Networks
import Questions

/// Mixed-integer programming as Tjeng et al. published it: progressive tightening of the bounds, one binary variable per
/// ReLU that stays unstable and per open input of a pooling window; one model per class in the order of the LP margins, or
/// one for all. Every ingredient has a switch, so that the paper's ablations can be run.
///
/// The engine's `robust` is a proof for the classes whose LP margin is > 0 over certified bounds and rests on
/// tolerances for the others. With `certify`, `bab` confirms it within what is left of the limit, and only what is
/// certified is said; without, the lower bound of an outcome at the time limit is that of the best open node. `nodes`
/// counts those of the main models; programs of bounds tightening count as LP solves.
public struct MILPVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "milp", title: "MILP",
        summary: "Mixed-integer program per class after progressive bounds tightening, solved by GLPK or HiGHS.",
        source: "Tjeng, Xiao & Tedrake, ICLR 2019", claim: .exact, norms: [.one, .infinity], options: options,
        revision: 2, ballRevision: 1, costRank: 90, dominates: ["lp-all"], isRigorous: false,
        certifyingOption: "certify",
        provesRobust: false)

    private let timeLimit: Double
    let tightening: BoundsTightening.Settings
    private let boundsWholeDomain: Bool
    private let search: MILPSearch.Settings
    private let attacksFirst: Bool
    let engine: any LinearProgramEngine
    let certifies: Bool
    /// Whether the size is the objective where a minimum distortion is asked for.
    let minimises: Bool
    var wantsWorstMargin: Bool { search.wantsWorstMargin }

    public init(_ call: MethodCall) {
        timeLimit = call.number("time-limit")
        tightening = BoundsTightening.Settings(
            last: BoundsTightening.Step(rawValue: call.text("tightening")) ?? .lp,
            isProgressive: call.boolean("progressive"), limit: call.number("tightening-limit"),
            isLoose: call.text("formulation") == "loose")
        boundsWholeDomain = call.text("bounding-domain") == "whole"
        search = MILPSearch.Settings(
            wantsWorstMargin: call.text("objective") == "worst-margin", asksOneModel: call.text("question") == "max")
        attacksFirst = call.text("warm-start") == "pgd"
        engine = EngineOption.engine(call)
        certifies = call.booleanIfPresent("certify") ?? false
        minimises = call.textIfPresent("distance") == "objective"
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        QueryLoop.run(queries, until: deadline) { query, deadline in
            answer(query, on: network, until: deadline.earlier(after: timeLimit))
        }
    }

    /// Bounds on the pre-activations of every stage below the logits as tightening leaves them; `nil` where the domain to
    /// bound over is unbounded.
    package func preActivationBounds(
        _ query: Query, on network: Network, until deadline: Deadline = .never
    ) -> [(lower: [Double], upper: [Double])]? {
        guard let region = boundingRegion(of: query) else { return nil }
        var bounding = BoundsTightening(network.lowered, region, tightening, engine: engine)
        bounding.run(until: deadline)
        return bounding.layers.bounds.stages.dropFirst().map { ($0.lower, $0.upper) }
    }

    private func answer(_ query: Query, on network: Network, until deadline: Deadline) -> Outcome {
        guard let region = boundingRegion(of: query) else {
            return Outcome(verdict: .unsupported, note: "bounding-domain: whole needs a bounded input domain")
        }
        let clock = PhaseClock()
        let incumbent = Incumbent(query, network, stopsAtWitness: !search.wantsWorstMargin)
        incumbent.consider(query.sample.pixels.map(Double.init))
        guard !incumbent.isDecisive else { return outcome([-.infinity], incumbent, deadline, clock) }
        if attacksFirst {
            incumbent.attack(query, on: network, until: deadline)
            clock.end("attack")
            guard !incumbent.isDecisive else { return outcome([-.infinity], incumbent, deadline, clock) }
        }
        var bounding = BoundsTightening(network.lowered, region, tightening, engine: engine)
        bounding.run(until: deadline)
        clock.end("bounds")
        guard bounding.isInRange, certifies || bounding.suitsSolver else {
            return outcome([-.infinity], incumbent, deadline, clock, isInRange: false)
        }
        if boundsWholeDomain { bounding.restrict(to: InputRegion(query)) }
        let margins = StageBounds(
            lower: bounding.margins(query, until: deadline), upper: bounding.layers.upperMargins(label: query.label))
        clock.end("margins")
        var models = MILPSearch(query, bounding.integerModel, search, incumbent, engine: engine)
        let lower = models.decide(margins, until: deadline)
        clock.end("search")

        var outcome = outcome(lower, incumbent, deadline, clock)
        if certifies {
            let isCertified = tightening.last != .milp
            certify(&outcome, isCertified ? margins.lower : nil, query, network, until: deadline)
            clock.end("certify")
            outcome.measurements.phases = clock.seconds
        }
        let cost = bounding.cost
        outcome.measurements.unstableByLayer = bounding.layers.bounds.unstableByLayer(network.lowered)
        outcome.measurements.lpSolves = cost.lpSolves
        outcome.measurements.lpFallbacks = cost.lpFallbacks
        outcome.measurements.simplexIterations = cost.simplexIterations + models.iterations
        outcome.measurements.nodes = models.nodes
        return outcome
    }

    /// What intermediate bounds hold on; `nil` for a whole domain without bounds.
    private func boundingRegion(of query: Query) -> InputRegion? {
        guard boundsWholeDomain else { return InputRegion(query) }
        guard let domain = query.perturbation.domain else { return nil }
        var whole = query
        // The domain is a box, whatever the set is.
        whole.perturbation.norm = .infinity
        whole.perturbation.epsilon = max(domain.upper - domain.lower, query.perturbation.epsilon)
        return InputRegion(whole)
    }

    private func outcome(
        _ lower: [Double], _ incumbent: Incumbent, _ deadline: Deadline, _ clock: PhaseClock, isInRange: Bool = true
    ) -> Outcome {
        // An engine's bound may exceed a point that exists by its tolerance; the point is the truth.
        let bound = min(lower.min() ?? .infinity, incumbent.margin)
        var outcome = Outcome(
            verdict: .unknown, marginLower: bound.isFinite ? bound : nil, marginUpper: incumbent.best?.margin)
        if let best = incumbent.best, best.margin <= 0 {
            outcome.verdict = .falsified
            outcome.witness = best.witness
        } else if !isInRange {
            outcome.reason = .outsideRange
        } else if bound > 0 {
            outcome.verdict = .robust
        } else if deadline.hasPassed {
            outcome.verdict = .timeout
        } else {
            outcome.reason = .solverStopped
        }
        outcome.measurements.phases = clock.seconds
        return outcome
    }
}

/// Wall-clock seconds per phase.
private final class PhaseClock {
    private let stopwatch = Stopwatch()
    private var last = 0.0
    private(set) var seconds = [String: Double]()

    /// What passed since the last phase's end is this phase's.
    func end(_ phase: String) {
        let now = stopwatch.seconds
        seconds[phase] = now - last
        last = now
    }
}
