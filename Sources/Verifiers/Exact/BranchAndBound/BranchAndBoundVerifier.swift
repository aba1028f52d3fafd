import Networks
import Proofs
import Questions

/// Complete verification by branch and bound: attack, bounds of every layer by linear programs or by dual ascent, then a
/// search class by class in the order of the margins, with bounds by batched dual ascent or by linear programs.
///
/// Every closed domain is closed by a certified value, so `robust` is as checkable as LP-ALL's. On l1 balls, which linear
/// programs describe and dual ascent does not, bounds are those of linear programs throughout. On l2 balls dual ascent
/// and certified values minimise over what the domain leaves of the ball, and linear programs see it by cuts
/// (`BallCuts`); without them, as bounds of layers (`intermediate: lp`), by certified values alone.
public struct BranchAndBoundVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "bab", title: "BAB",
        summary: "Branch and bound on ReLUs: bounds by batched dual ascent, certified leaves.",
        source: "Bunel et al. 2018; Wang et al. 2021 (β-CROWN); this project", claim: .exact, norms: Set(Norm.allCases),
        options: SearchOptions.descriptors, revision: 2,
        ballRevision: 1, givenRevision: 1, costRank: 80, dominates: ["lp-all", "lp-greedy"],
        exceptOnTwoBalls: ["lp-all"])

    private var options: SearchOptions
    private let arithmetic: Arithmetic
    private var settings: SearchSettings { options.settings }

    public init(_ call: MethodCall) {
        options = SearchOptions(call)
        arithmetic = Arithmetic(call)
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        QueryLoop.run(queries, until: deadline) { query, deadline in
            var evaluations = 0
            return answer(query, on: network, until: deadline.earlier(after: options.timeLimit), &evaluations)
        }
    }

    /// One query's outcome with the number of bound evaluations (one pass back and one forth over one domain) that the
    /// search took: for benchmarks.
    package func measure(
        _ query: Query, on network: Network, until deadline: Deadline
    ) -> (outcome: Outcome, evaluations: Int) {
        var evaluations = 0
        let outcomes = QueryLoop.run([query], until: deadline) { query, deadline in
            answer(query, on: network, until: deadline.earlier(after: options.timeLimit), &evaluations)
        }
        return (outcomes[0], evaluations)
    }

    private func suited(to query: Query, isRecorded: Bool = false) -> BranchAndBoundVerifier {
        if let box = query.perturbation.box { return with(options.suited(toGiven: box)) }
        switch query.perturbation.norm {
        case .one: return byPrograms
        case .infinity: return self
        case .two: return with(options.onTwoBalls(isRecorded: isRecorded))
        }
    }

    /// The same with linear programs in place of dual ascent.
    private var byPrograms: BranchAndBoundVerifier { with(options.byPrograms) }

    private func with(_ options: SearchOptions) -> BranchAndBoundVerifier {
        var verifier = self
        verifier.options = options
        return verifier
    }

    /// Whether the search ended without a word where linear programs may have one: ascent is guided by single precision, which
    /// weights of very different scales exhaust.
    private func isWorthPrograms(_ outcome: Outcome, until deadline: Deadline) -> Bool {
        outcome.verdict == .unknown && outcome.reason == .solverStopped && !options.isByPrograms && !deadline.hasPassed
    }

    private func answer(
        _ query: Query, on network: Network, until deadline: Deadline, _ evaluations: inout Int
    ) -> Outcome {
        let suited = suited(to: query)
        let outcome = suited.search(query, on: network, until: deadline, &evaluations)
        guard suited.isWorthPrograms(outcome, until: deadline) else { return outcome }
        return byPrograms.search(query, on: network, until: deadline, &evaluations)
    }

    private func search(
        _ query: Query, on network: Network, until deadline: Deadline, _ evaluations: inout Int,
        recorder: ProofRecorder? = nil
    ) -> Outcome {
        let stopwatch = Stopwatch()
        let attacked = attack(query, on: network, until: deadline)
        if let attacked, !settings.seeksWorstMargin { return attacked }
        let attackSeconds = stopwatch.seconds
        if settings.halvesBoxes, arithmetic == .real, let place = query.clauses {
            return halveBoxes(query, network, place, until: deadline, since: stopwatch, recorder)
        }
        let lowered = network.lowered.withPoolsAsReLUs
        // A proof holds multipliers: which line substitution took, rounding may decide anew.
        if query.measure == .verdict, !settings.seeksWorstMargin, recorder == nil,
            let proved = proveCheaply(query, lowered)
        {
            return proved
        }
        let region = InputRegion(query)
        var layers = LayerwiseBounds(lowered, region, arithmetic: arithmetic)
        let session = RelaxationSession(
            RelaxationModel(lowered, region, encoding: .relaxed), recorder: recorder, ball: region.twoBall)
        while layers.isUnfinished {
            let bounds = boundNext(layers, session, until: deadline)
            layers.append(bounds, lowerLine: .adaptive)
            if layers.isInRange { session.append(bounds) }
        }
        guard layers.isInRange else {
            return attacked?.verdict == .falsified ? attacked ?? MarginOutcome.outsideRange : MarginOutcome.outsideRange
        }
        let margins = marginBounds(layers, query, session, until: deadline)
        let boundSeconds = stopwatch.seconds - attackSeconds

        recorder?.finish(session.model.sites)
        let found = attacked.flatMap { outcome in outcome.witness.map { (outcome.marginUpper ?? .infinity, $0) } }
        var settings = settings
        settings.witnessThreshold = layers.allowances(label: query.label).min() ?? 0
        var search = ClassSearch(query, network, session.model, settings, best: found, recorder)
        var outcome = decide(&search, layers, margins, query.label, until: deadline)
        evaluations = Int(search.evaluations)
        outcome.measurements = search.measurements
        outcome.measurements.unstableByLayer = layers.bounds.unstableByLayer(lowered)
        session.count(into: &outcome.measurements)
        outcome.measurements.phases = [
            "attack": attackSeconds, "bounds": boundSeconds,
            "search": stopwatch.seconds - attackSeconds - boundSeconds,
        ]
        return outcome
    }

    /// Backward substitution alone, where the verdict is all that is asked for.
    private func proveCheaply(_ query: Query, _ network: LoweredNetwork) -> Outcome? {
        var layers = LayerwiseBounds(network, InputRegion(query), arithmetic: arithmetic)
        while layers.isUnfinished { layers.append(layers.cheapBounds, lowerLine: .adaptive) }
        let outcome = MarginOutcome.make(layers) { $0.margins(label: query.label) }
        return outcome.verdict == .robust ? outcome : nil
    }

    private func boundNext(
        _ layers: LayerwiseBounds, _ session: RelaxationSession, until deadline: Deadline
    ) -> StageBounds {
        switch options.intermediate {
        case .ascent: layers.ascendedBounds(session.model, settings, session.recorder, until: deadline)
        case .lp: layers.programmedBounds(session, until: deadline)
        }
    }

    private func marginBounds(
        _ layers: LayerwiseBounds, _ query: Query, _ session: RelaxationSession, until deadline: Deadline
    ) -> [Double] {
        switch options.intermediate {
        // What is written down is searched, if only at the root.
        case .ascent where session.recorder != nil:
            MarginObjectives.classes(layers.network, label: query.label).map { _ in -.infinity }
        case .ascent: layers.margins(label: query.label)
        case .lp: layers.programmedMargins(query, session, until: deadline)
        }
    }

    /// How far the gradient of later runs of the attack is smoothed.
    private static let smoothing = 0.2

    /// Gradient steps on the margin, first along the gradient itself, then along one that sees past dead ReLUs.
    private func attack(_ query: Query, on network: Network, until deadline: Deadline) -> Outcome? {
        guard options.attackSteps > 0, query.perturbation.epsilon > 0 else { return nil }
        let found = attack(query, on: network, runs: 1, smoothing: 0, until: deadline)
        guard found == nil, options.attackRestarts > 1 else { return found }
        return attack(
            query, on: network, runs: options.attackRestarts - 1, smoothing: Self.smoothing, until: deadline)
    }

    private func attack(
        _ query: Query, on network: Network, runs: Int, smoothing: Double, until deadline: Deadline
    ) -> Outcome? {
        let call = MethodCall(
            PGDAttack.descriptor,
            options: [
                "steps": .integer(options.attackSteps), "step-size": .number(query.perturbation.epsilon / 8),
                "restarts": .integer(runs), "loss": .text("margin"), "smoothing": .number(smoothing),
            ])
        var first = query
        first.measure = .verdict
        let outcome = PGDAttack(call).verify([first], on: network, until: deadline)[0]
        return outcome.verdict == .falsified ? outcome : nil
    }

    private func decide(
        _ search: inout ClassSearch, _ layers: LayerwiseBounds, _ margins: [Double], _ label: Int,
        until deadline: Deadline
    ) -> Outcome {
        let classes = MarginObjectives.classes(layers.network, label: label)
        let allowances = layers.allowances(label: label)
        var lower = margins
        var outcome = Outcome(verdict: .robust)
        classes: for position in margins.indices.sorted(by: { margins[$0] < margins[$1] })
        where margins[position] <= settings.threshold(search.best) {
            // Searches bound the margin in real numbers.
            let allowance = allowances[position]
            func left(_ bound: Double) -> Double { allowance == 0 ? bound : (bound - allowance).nextDown }
            switch search.decide(classes[position], allowance: allowance, until: deadline) {
            case .proved(let bound):
                // Leaves that are certified one by one may lose to the whole what rounding takes.
                lower[position] = max(lower[position], left(bound))
                continue
            case .witness(let witness, let margin):
                outcome.marginUpper = margin
                guard margin <= 0 else {
                    outcome.verdict = .unknown
                    outcome.reason = .boundTooLoose
                    break classes
                }
                outcome.verdict = .falsified
                outcome.witness = witness
            case .stopped(let bound):
                lower[position] = max(lower[position], left(bound))
                outcome.verdict = .timeout
            case .outOfMemory(let bound):
                lower[position] = max(lower[position], left(bound))
                outcome.verdict = .outOfMemory
            case .unresolved, .exhausted:
                outcome.verdict = .unknown
                outcome.reason = .solverStopped
            }
            break classes
        }
        if settings.seeksWorstMargin, let best = search.best {
            outcome.marginUpper = best.margin
            if best.margin <= 0 {
                outcome.verdict = .falsified
                outcome.witness = best.witness
            }
        }
        // Whatever ended the searches: robust is only what every margin is certified for.
        if outcome.verdict == .robust, !lower.allSatisfy({ $0 > 0 }) {
            outcome.verdict = .unknown
            outcome.reason = .boundTooLoose
        }
        // The other way round: a worst margin that was not found says nothing against bounds that are all > 0.
        if !outcome.verdict.isDecided, !lower.isEmpty, lower.allSatisfy({ $0 > 0 }) {
            if outcome.verdict != .unknown { outcome.endedBy = outcome.ending }
            outcome.verdict = .robust
            outcome.reason = nil
        }
        // Every class is certified > 0, by its margin's bound or by certified leaves that cover the set, or has the best
        // bound that is certified.
        let smallest = lower.min().map { min($0, outcome.marginUpper ?? .infinity) }
        outcome.marginLower = smallest.flatMap { $0.isFinite ? $0 : nil }
        return outcome
    }
}

extension BranchAndBoundVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        prove(query, on: network, until: deadline, byteLimit: max(ProofRecorder.byteLimit, settings.memory / 2))
    }

    /// The same with room for so many bytes of multipliers.
    package func prove(
        _ query: Query, on network: Network, until deadline: Deadline, byteLimit: Int
    ) -> ProvedOutcome {
        let deadline = deadline.earlier(after: options.timeLimit)
        let suited = suited(to: query, isRecorded: true)
        let proved = suited.record(query, on: network, until: deadline, byteLimit: byteLimit)
        guard suited.isWorthPrograms(proved.outcome, until: deadline) else { return proved }
        return byPrograms.record(query, on: network, until: deadline, byteLimit: byteLimit)
    }

    private func record(
        _ query: Query, on network: Network, until deadline: Deadline, byteLimit: Int
    ) -> ProvedOutcome {
        ProofRecorder.prove(query, on: network, until: deadline, line: .adaptive, byteLimit: byteLimit) {
            var evaluations = 0
            $2.writesPoolsAsReLUs = network.lowered.hasMaxPools
            return search($0, on: network, until: $1, &evaluations, recorder: $2)
        }
    }
}
