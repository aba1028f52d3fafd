import Networks
import Questions

/// Answers how far the set around a sample can grow, with any method that can say whether the sample is robust on a set.
///
/// Evaluations are shared where that is sound: a cheap bound that the method dominates certifies sizes for it, and the
/// witness of an attack rules sizes out, so that a costly method is asked only about what lies between.
public struct MinimumDistortion {
    let verifier: any Verifier<Network>
    let descriptor: MethodDescriptor
    let tolerance: Double
    let judge: WitnessJudge
    let guides: RadiusGuides

    /// - Parameter guides: cheaper methods that are asked first.
    public init(
        _ verifier: any Verifier<Network>, _ descriptor: MethodDescriptor, tolerance: Double, judge: WitnessJudge,
        guides: RadiusGuides = .none
    ) {
        self.verifier = verifier
        self.descriptor = descriptor
        self.tolerance = tolerance
        self.judge = judge
        self.guides = guides
    }

    /// What a search over sizes has found.
    public struct Result: Sendable {
        public var bracket = RadiusBracket()
        public var isFinished = true
        /// Sizes asked.
        public var questions = 0
        /// Summed over them.
        public var measurements = Measurements()

        public init() {}
    }

    /// - Parameters:
    ///   - query: on the largest set to be asked about.
    ///   - note: told of every bracket on the way, and of every question.
    public func search(
        _ query: Query, on network: Network, until deadline: Deadline, note: (Result) -> Void = { _ in }
    ) -> Result {
        search(query, on: network, from: RadiusBracket(), until: deadline, note: note)
    }

    func search(
        _ query: Query, on network: Network, from known: RadiusBracket, guess given: RadiusSearch.Guess? = nil,
        until deadline: Deadline, note: (Result) -> Void = { _ in }
    ) -> Result {
        var result = Result()
        if let witness = misclassified(query) {
            result.bracket = .misclassified(witness)
            note(result)
            return result
        }
        result.bracket = known
        guard descriptor.claim != .distance else {
            askOnce(query, on: network, until: deadline, &result)
            minimiseSize(&result, query, on: network, until: deadline)
            note(result)
            return result
        }
        if let attack = verifier as? any DistanceAttack {
            askForNearest(attack, query, on: network, until: deadline, &result)
            note(result)
            return result
        }
        guide(&result, query, on: network, until: deadline)
        note(result)
        minimiseSize(&result, query, on: network, until: deadline)
        note(result)
        let search = RadiusSearch(
            claim: descriptor.claim, largest: query.perturbation.epsilon, tolerance: tolerance)
        let centre = descriptor.claim == .lowerBound ? centreMargin(query, network) : nil
        let guess = given ?? guess(query, on: network, until: deadline, &result)
        note(result)
        var pace = Pace(descriptor.claim)
        result.bracket = search.run(
            from: RadiusSearch.Start(result.bracket, centreMargin: centre, guess: guess),
            { size in
                guard pace.mayAsk(within: deadline.remaining) else {
                    result.isFinished = false
                    return nil
                }
                let part = query.ofSize(size, measuring: descriptor.claim == .lowerBound ? .margin : .verdict)
                let before = deadline.remaining
                let portion = pace.share(of: before)
                let share = deadline.part(portion)
                guard var outcome = ask(part, on: network, until: share, &result, note) else { return nil }
                pace.note(before - deadline.remaining, of: before * portion, isLate: outcome.verdict == .timeout)
                if outcome.verdict == .timeout { result.isFinished = false }
                outcome.witness = outcome.witness.map { nearer($0, part) }
                return (outcome, outcome.witness.map { judge.distance($0, query) })
            },
            note: {
                result.bracket = $0
                note(result)
            })
        return result
    }

    private func ask(
        _ part: Query, on network: Network, until deadline: Deadline, _ result: inout Result, _ note: (Result) -> Void
    ) -> Outcome? {
        result.questions += 1
        note(result)
        guard let outcome = verifier.verify([part], on: network, until: deadline).first else { return nil }
        result.measurements.add(outcome.measurements)
        return judge.settle(outcome, part)
    }

    /// A method that certifies distances, whatever size it is told.
    private func askOnce(_ query: Query, on network: Network, until deadline: Deadline, _ result: inout Result) {
        let largest = query.perturbation.epsilon
        let part = query.ofSize(largest, measuring: .verdict)
        guard let outcome = ask(part, on: network, until: deadline, &result, { _ in }) else { return }
        // Beyond the largest size nothing was asked.
        result.bracket = RadiusBracket(lower: min(max(0, outcome.distanceLower ?? 0), largest))
        result.isFinished = outcome.verdict != .timeout
    }

    /// An attack that looks for the nearest witness by itself.
    private func askForNearest(
        _ attack: any DistanceAttack, _ query: Query, on network: Network, until deadline: Deadline,
        _ result: inout Result
    ) {
        result.questions += 1
        let part = query.ofSize(query.perturbation.epsilon)
        guard let answer = attack.nearest([part], on: network, until: deadline).first else { return }
        result.measurements.add(answer.measurements)
        let outcome = judge.settle(answer, part)
        result.isFinished = !deadline.hasPassed && outcome.verdict != .timeout
        guard outcome.verdict == .falsified, let witness = outcome.witness else { return }
        let near = nearer(witness, part)
        (result.bracket.upper, result.bracket.witness) = (judge.distance(near, query), near)
    }

    private func centreMargin(_ query: Query, _ network: Network) -> Double {
        PointMargins(network).worst([(query.sample.pixels, query.label)])[0].margin
    }

    /// One outcome per query, with the bracket in its distances. Its verdict is about the largest set.
    ///
    /// - Parameter soFar: told the outcome of a search that ends too early whenever its bracket has become narrower.
    public func answer(
        _ query: Query, on network: Network, until deadline: Deadline, soFar: (Outcome) -> Void = { _ in }
    ) -> Outcome {
        let stopwatch = Stopwatch()
        var told = RadiusBracket()
        let result = search(query, on: network, until: deadline) { result in
            guard result.bracket != told else { return }
            told = result.bracket
            var unfinished = result
            unfinished.isFinished = false
            soFar(self.outcome(of: unfinished, query))
        }
        var outcome = self.outcome(of: result, query)
        stopwatch.stop(&outcome.measurements)
        return outcome
    }

    private func outcome(of result: Result, _ query: Query) -> Outcome {
        let bracket = result.bracket
        var outcome = Outcome(verdict: .unknown, distanceLower: descriptor.claim == .attack ? nil : bracket.lower)
        outcome.distanceUpper = bracket.upper
        outcome.distanceUncertified = descriptor.claim == .attack ? nil : bracket.uncertified
        outcome.measurements = result.measurements
        if let witness = bracket.witness {
            outcome.verdict = .falsified
            outcome.witness = witness
        } else if bracket.lower >= query.perturbation.epsilon {
            outcome.verdict = .robust
        } else if result.isFinished {
            outcome.reason = descriptor.claim == .attack ? .noWitnessFound : .boundTooLoose
        } else {
            outcome.verdict = .timeout
        }
        if !result.isFinished { outcome.endedBy = .timeout }
        return outcome
    }

    /// The sample itself, if it is classified wrongly.
    private func misclassified(_ query: Query) -> Witness? {
        let sample = Outcome(
            verdict: .falsified, witness: Witness(pixels: query.sample.pixels, adversarialClass: query.label))
        let here = judge.settle(sample, query.ofSize(0))
        return here.verdict == .falsified ? here.witness : nil
    }

    /// The witness of a set, brought nearer.
    private func nearer(_ witness: Witness, _ query: Query) -> Witness {
        WitnessWalk.nearer(witness, to: query.sample.pixels) { pixels in
            let point = Outcome(verdict: .falsified, witness: Witness(pixels: pixels, adversarialClass: 0))
            let outcome = judge.settle(point, query)
            return outcome.verdict == .falsified ? outcome.witness : nil
        }
    }
}

extension Query {
    /// The same sample on the set of another size.
    public func ofSize(_ size: Double, measuring measure: Measure = .verdict) -> Query {
        var query = self
        query.perturbation.epsilon = size
        query.measure = measure
        return query
    }
}

extension Measurements {
    /// Adds the counts of one of several questions; ReLUs that are unstable are those of the last.
    mutating func add(_ part: Measurements, keepsUnstable: Bool = false) {
        lpSolves += part.lpSolves
        lpFallbacks += part.lpFallbacks
        simplexIterations += part.simplexIterations
        nodes += part.nodes
        if !keepsUnstable { unstableByLayer = part.unstableByLayer }
        phases.merge(part.phases, uniquingKeysWith: +)
    }
}
