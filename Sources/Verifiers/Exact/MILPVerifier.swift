import Networks
import Robustness

/// Mixed-integer programming as Tjeng et al. published it: progressive tightening of the bounds, one binary variable per
/// ReLU that stays unstable, one model per class in the order of the LP margins.
///
/// `robust` is proved rigorously for the classes whose LP margin is > 0 and rests on GLPK's tolerances for the others.
public struct MILPVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "milp", title: "MILP",
        summary: "Mixed-integer program per class after progressive bounds tightening, solved by GLPK.",
        source: "Tjeng, Xiao & Tedrake, ICLR 2019", claim: .exact, norms: [.infinity],
        options: [
            OptionDescriptor(
                "time-limit", .duration(0.001...1e6), default: .number(30), unit: "s",
                help: "Wall-clock seconds per query, bounds included."),
            OptionDescriptor(
                "tightening", .choice(["interval", "lp-greedy", "lp"]), default: .text("lp"),
                help: "The last step of progressive tightening."),
            OptionDescriptor(
                "objective", .choice(["feasibility", "worst-margin"]), default: .text("feasibility"),
                help: "Stop at the first proof or witness, or go on to the worst margin itself."),
        ],
        costRank: 90, dominates: ["lp-all"], isRigorous: false)

    /// The last step of progressive tightening.
    enum Tightening: String { case interval, lpGreedy = "lp-greedy", lp }

    private let timeLimit: Double
    private let tightening: Tightening
    private let wantsWorstMargin: Bool

    public init(_ call: MethodCall) {
        timeLimit = call.number("time-limit")
        tightening = Tightening(rawValue: call.text("tightening")) ?? .lp
        wantsWorstMargin = call.text("objective") == "worst-margin"
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        QueryLoop.run(queries, until: deadline) { query, deadline in
            answer(query, on: network, until: deadline.earlier(after: timeLimit))
        }
    }

    private func answer(_ query: Query, on network: Network, until deadline: Deadline) -> Outcome {
        let stopwatch = Stopwatch()
        let region = InputRegion(query)
        var layers = LayerwiseBounds(network.lowered, region)
        let session = RelaxationSession(RelaxationModel(network.lowered, region, encoding: .relaxed))
        tighten(&layers, session, until: deadline)
        let boundSeconds = stopwatch.seconds
        let margins = layers.programmedMargins(query, session, until: deadline)
        let lpSeconds = stopwatch.seconds - boundSeconds

        var search = MILPSearch(query, network, layers.bounds, wantsWorstMargin: wantsWorstMargin)
        let result = search.decide(margins, until: deadline)
        var outcome = verdict(result, deadline)
        outcome.measurements.unstableByLayer = layers.bounds.unstableByLayer(network.lowered)
        session.count(into: &outcome.measurements)
        outcome.measurements.nodes = search.nodes
        outcome.measurements.simplexIterations += search.iterations
        outcome.measurements.phases = [
            "bounds": boundSeconds, "margins": lpSeconds, "search": stopwatch.seconds - boundSeconds - lpSeconds,
        ]
        return outcome
    }

    private func tighten(_ layers: inout LayerwiseBounds, _ session: RelaxationSession, until deadline: Deadline) {
        while layers.next < layers.network.outputStage {
            let bounds =
                switch tightening {
                case .interval: layers.intervalBounds
                case .lpGreedy: layers.cheapBounds
                case .lp: layers.programmedBounds(session, until: deadline)
                }
            layers.append(bounds, lowerLine: .adaptive)
            session.append(bounds)
        }
    }

    private func verdict(_ result: MILPSearch.Result, _ deadline: Deadline) -> Outcome {
        var outcome = Outcome(
            verdict: .unknown, marginLower: result.marginLower.isFinite ? result.marginLower : nil,
            marginUpper: result.marginUpper)
        if let witness = result.witness {
            outcome.verdict = .falsified
            outcome.witness = witness
        } else if result.marginLower > 0 {
            outcome.verdict = .robust
        } else if deadline.hasPassed {
            outcome.verdict = .timeout
        } else {
            outcome.reason = .solverStopped
        }
        return outcome
    }
}
