import Networks
import Proofs
import Questions

/// LP-LAST: intermediate bounds of LP-GREEDY, the exact linear program for the margins.
public struct LPLastVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "lp-last", title: "LP-LAST",
        summary: "The triangle relaxation (l2: over the enclosing box), exact for the margins; layers by LP-GREEDY.",
        source: "Salman et al., NeurIPS 2019, section 4", claim: .lowerBound, norms: Set(Norm.allCases),
        options: [Arithmetic.option, EngineOption.option()], costRank: 40, dominates: ["lp-greedy"])

    private let arithmetic: Arithmetic
    private let engine: any LinearProgramEngine

    public init(_ call: MethodCall) {
        arithmetic = Arithmetic(call)
        engine = EngineOption.engine(call)
    }

    init(_ arithmetic: Arithmetic, _ engine: any LinearProgramEngine) {
        (self.arithmetic, self.engine) = (arithmetic, engine)
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        QueryLoop.run(queries, until: deadline) { answer($0, on: network, until: $1) }
    }

    func answer(
        _ query: Query, on network: Network, until deadline: Deadline, recorder: ProofRecorder? = nil
    ) -> Outcome {
        LPQuery.answer(query, on: network, arithmetic, engine, until: deadline, recorder: recorder) {
            layers, session, _ in
            session.recorder?.begin(layers.next, substituted: layers.substitutedNeurons, keepsIntervals: false)
            let bounds = layers.substitutedBounds
            layers.append(bounds, lowerLine: .parallel)
            return bounds
        }
    }
}

extension LPLastVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        ProofRecorder.prove(query, on: network, until: deadline, line: .parallel) {
            answer($0, on: network, until: $1, recorder: $2)
        }
    }
}

/// LP-ALL: the exact linear program for every pre-activation bound as well, layer by layer.
public struct LPAllVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "lp-all", title: "LP-ALL",
        summary: "The triangle relaxation (l2: over the enclosing box), exact for every neuron and the margins.",
        source: "Salman et al., NeurIPS 2019, sections 3 and 4", claim: .lowerBound, norms: Set(Norm.allCases),
        options: [Arithmetic.option, EngineOption.option()], costRank: 50, dominates: ["lp-last", "crown"],
        exceptOnTwoBalls: ["crown"])

    private let arithmetic: Arithmetic
    private let engine: any LinearProgramEngine

    public init(_ call: MethodCall) {
        arithmetic = Arithmetic(call)
        engine = EngineOption.engine(call)
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        QueryLoop.run(queries, until: deadline) { query, deadline in
            let outcome = answer(query, on: network, until: deadline)
            guard last.mayProveMore(than: outcome, on: network, until: deadline) else { return outcome }
            return outcome.heldAgainst(last.answer(query, on: network, until: deadline))
        }
    }

    /// LP-LAST in the same arithmetic, by the same engine.
    private var last: LPLastVerifier { LPLastVerifier(arithmetic, engine) }

    private func answer(
        _ query: Query, on network: Network, until deadline: Deadline, recorder: ProofRecorder? = nil
    ) -> Outcome {
        LPQuery.answer(
            query, on: network, arithmetic, engine, until: deadline, recorder: recorder, isHeldAgainstGreedy: true
        ) { layers, session, greedy in
            let bounds = layers.programmedBounds(session, besides: greedy, until: deadline)
            layers.append(bounds, lowerLine: .adaptive)
            return bounds
        }
    }
}

extension LPAllVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        var proved = ProofRecorder.prove(query, on: network, until: deadline, line: .adaptive) {
            answer($0, on: network, until: $1, recorder: $2)
        }
        guard last.mayProveMore(than: proved.outcome, on: network, until: deadline) else { return proved }
        let other = last.prove(query, on: network, until: deadline)
        // What LP-LAST alone proves is its proof.
        if proved.outcome.verdict != .robust { (proved.proof, proved.reason) = (other.proof, other.reason) }
        proved.outcome = proved.outcome.heldAgainst(other.outcome)
        return proved
    }
}

/// What LP-LAST and LP-ALL share: build the relaxation stage by stage, then ask for the margins; where only the verdict
/// counts, up to the first that cannot be proved.
enum LPQuery {
    /// - Parameters:
    ///   - isHeldAgainstGreedy: on l2 balls, take over what LP-GREEDY bounds more tightly: programs see the box around
    ///     the ball only, so that they do not dominate substitution with other lines. Proofs go without.
    ///   - boundNext: bounds the next stage, appends them to the layers and returns them; LP-GREEDY's bounds come last.
    static func answer(
        _ query: Query, on network: Network, _ arithmetic: Arithmetic, _ engine: any LinearProgramEngine,
        until deadline: Deadline, recorder: ProofRecorder? = nil, isHeldAgainstGreedy: Bool = false,
        boundNext: (inout LayerwiseBounds, RelaxationSession, StageBounds?) -> StageBounds
    ) -> Outcome {
        let stopwatch = Stopwatch()
        let region = InputRegion(query)
        var layers = LayerwiseBounds(network.lowered, region, arithmetic: arithmetic)
        let session = RelaxationSession(
            RelaxationModel(network.lowered, region, encoding: .relaxed), engine: engine, recorder: recorder)
        var greedy =
            isHeldAgainstGreedy && region.ball is BoxedTwoBall && recorder == nil
            ? LayerwiseBounds(network.lowered, region, arithmetic: arithmetic) : nil
        while layers.isUnfinished {
            let other = greedy?.substitutedBounds
            if let other { greedy?.append(other, lowerLine: .parallel) }
            let bounds = boundNext(&layers, session, other)
            if layers.isInRange { session.append(bounds) }
        }
        let boundSeconds = stopwatch.seconds
        var outcome = MarginOutcome.make(layers) {
            $0.programmedMargins(
                query, session, besides: greedy?.margins(label: query.label), until: deadline,
                stopsAtUnproved: query.measure == .verdict)
        }
        if outcome.verdict == .unknown, layers.isInRange, deadline.hasPassed {
            outcome.verdict = .timeout
            outcome.reason = nil
        }
        recorder?.finish(session.model.sites)
        session.count(into: &outcome.measurements)
        outcome.measurements.phases = ["bounds": boundSeconds, "margins": stopwatch.seconds - boundSeconds]
        return outcome
    }
}
