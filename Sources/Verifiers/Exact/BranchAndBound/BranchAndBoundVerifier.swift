import Networks
import Proofs
import Robustness

/// Complete verification by branch and bound on ReLUs: attack, LP-ALL bounds, then worst-first search with bounds by
/// batched dual ascent, class by class in the order of the LP margins.
///
/// Every closed domain is closed by a certified value, so `robust` is as checkable as LP-ALL's.
public struct BranchAndBoundVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "bab", title: "BAB",
        summary: "Branch and bound on ReLUs: LP-ALL bounds, batched dual ascent, certified leaves.",
        source: "Bunel et al. 2018; Wang et al. 2021 (β-CROWN); this project", claim: .exact, norms: [.infinity],
        layers: Set(LayerKind.allCases).subtracting([.maxPool]),
        options: [
            OptionDescriptor(
                "time-limit", .duration(0.001...1e6), default: .number(60), unit: "s",
                help: "Wall-clock seconds per query, bounds included."),
            OptionDescriptor(
                "branching", .choice(BranchingRule.allCases.map(\.rawValue)), default: .text("look-ahead"),
                help: "Which ReLU to split."),
            OptionDescriptor(
                "batch-size", .integer(1...65_536), default: .integer(256), help: "Domains split at a time."),
            OptionDescriptor(
                "candidates", .integer(1...64), default: .integer(4), help: "ReLUs tried per domain by look-ahead."),
            OptionDescriptor(
                "attack-steps", .integer(0...100_000), default: .integer(40),
                help: "Steps of the attack that comes first; 0 is none."),
        ],
        costRank: 80, dominates: ["lp-all"])

    private let timeLimit: Double
    private let attackSteps: Int
    private let settings: BranchAndBound.Settings

    public init(_ call: MethodCall) {
        timeLimit = call.number("time-limit")
        attackSteps = call.integer("attack-steps")
        var settings = BranchAndBound.Settings()
        settings.rule = BranchingRule(rawValue: call.text("branching")) ?? .lookAhead
        settings.batchSize = call.integer("batch-size")
        settings.candidates = call.integer("candidates")
        self.settings = settings
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        QueryLoop.run(queries, until: deadline) { query, deadline in
            answer(query, on: network, until: deadline.earlier(after: timeLimit))
        }
    }

    private func answer(
        _ query: Query, on network: Network, until deadline: Deadline, recorder: ProofRecorder? = nil
    ) -> Outcome {
        let stopwatch = Stopwatch()
        if let attacked = attack(query, on: network, until: deadline) { return attacked }
        let attackSeconds = stopwatch.seconds
        let region = InputRegion(query)
        var layers = LayerwiseBounds(network.lowered, region)
        let session = RelaxationSession(
            RelaxationModel(network.lowered, region, encoding: .relaxed), recorder: recorder)
        while layers.next < network.lowered.outputStage {
            let bounds = layers.programmedBounds(session, until: deadline)
            layers.append(bounds, lowerLine: .adaptive)
            session.append(bounds)
        }
        let margins = layers.programmedMargins(query, session, until: deadline)
        let boundSeconds = stopwatch.seconds - attackSeconds

        recorder?.finish(session.model.sites)
        var outcome = search(query, network, session.model, margins, until: deadline, recorder)
        outcome.measurements.unstableByLayer = layers.bounds.unstableByLayer(network.lowered)
        session.count(into: &outcome.measurements)
        outcome.measurements.phases = [
            "attack": attackSeconds, "bounds": boundSeconds,
            "search": stopwatch.seconds - attackSeconds - boundSeconds,
        ]
        return outcome
    }

    private func attack(_ query: Query, on network: Network, until deadline: Deadline) -> Outcome? {
        guard attackSteps > 0, query.perturbation.epsilon > 0 else { return nil }
        let step = query.perturbation.epsilon / 8
        let call = MethodCall(
            PGDAttack.descriptor,
            options: [
                "steps": .integer(attackSteps), "step-size": .number(step), "restarts": .integer(3),
                "loss": .text("margin"),
            ])
        var first = query
        first.measure = .verdict
        let outcome = PGDAttack(call).verify([first], on: network, until: deadline)[0]
        return outcome.verdict == .falsified ? outcome : nil
    }

    private func search(
        _ query: Query, _ network: Network, _ model: RelaxationModel, _ margins: [Double], until deadline: Deadline,
        _ recorder: ProofRecorder?
    ) -> Outcome {
        let classes = MarginObjectives.classes(network.lowered, label: query.label)
        let system = ReLUSystem(model)
        let witnesses = WitnessSearch(query, network)
        var lower = margins
        var outcome = Outcome(verdict: .robust, marginLower: margins.min())
        for position in margins.indices.sorted(by: { margins[$0] < margins[$1] }) where margins[position] <= 0 {
            let objective = system.objective(model, label: query.label, adversarial: classes[position])
            var tree = BranchAndBound(
                model, system, objective, witnesses: witnesses, settings: settings,
                record: recorder?.leaves(of: classes[position]))
            let end = tree.run(until: deadline)
            outcome.measurements.nodes += tree.nodes
            switch end {
            case .proved(let bound):
                lower[position] = bound
                continue
            case .witness(let witness, let margin):
                outcome.verdict = .falsified
                outcome.witness = witness
                outcome.marginUpper = margin
            case .stopped: outcome.verdict = .timeout
            case .unresolved:
                outcome.verdict = .unknown
                outcome.reason = .solverStopped
            }
            return outcome
        }
        // Every class is certified > 0: by its LP, or by certified leaves that cover the set.
        outcome.marginLower = lower.min()
        return outcome
    }
}

extension BranchAndBoundVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        ProofRecorder.prove(query, on: network, until: deadline.earlier(after: timeLimit), line: .adaptive) {
            answer($0, on: network, until: $1, recorder: $2)
        }
    }
}
