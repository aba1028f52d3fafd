import Networks
import Questions

/// Answers how far the set around a sample can grow, with any method that can say whether the sample is robust on a set.
///
/// Evaluations are shared where that is sound: a cheap bound that the method dominates certifies sizes for it, and the
/// witness of an attack rules sizes out, so that a costly method is asked only about what lies between.
public struct MinimumDistortion {
    private let verifier: any Verifier<Network>
    private let descriptor: MethodDescriptor
    private let tolerance: Double
    private let judge: WitnessJudge
    private let guides: RadiusGuides

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

    private func search(
        _ query: Query, on network: Network, from known: RadiusBracket, until deadline: Deadline,
        note: (Result) -> Void = { _ in }
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
        let guess = guess(query, on: network, until: deadline, &result)
        var pace = Pace()
        result.bracket = search.run(
            from: RadiusSearch.Start(result.bracket, centreMargin: centre, guess: guess),
            { size in
                guard pace.mayAsk(within: deadline.remaining) else {
                    result.isFinished = false
                    return nil
                }
                let part = query.ofSize(size, measuring: descriptor.claim == .lowerBound ? .margin : .verdict)
                // One hard size must not take the time of all others.
                let (before, share) = (deadline.remaining, deadline.earlier(after: deadline.remaining / 3))
                guard var outcome = ask(part, on: network, until: share, &result, note) else { return nil }
                pace.note(before - deadline.remaining, of: before / 3, isLate: outcome.verdict == .timeout)
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

    /// What cheaper methods know, as far as it holds for this one.
    private func guide(
        _ result: inout Result, _ query: Query, on network: Network, until deadline: Deadline
    ) {
        for (guide, descriptor) in guides.methods {
            let cheap = MinimumDistortion(guide, descriptor, tolerance: guides.tolerance, judge: judge)
            // Sizes that are certified need no attack.
            let known = RadiusBracket(lower: result.bracket.lower)
            let found = cheap.search(
                query, on: network, from: known, until: deadline.earlier(after: deadline.remaining / guides.parts))
            result.measurements.add(found.measurements)
            result.bracket.lower = max(result.bracket.lower, found.bracket.lower)
            guard let upper = found.bracket.upper, descriptor.claim == .attack else { continue }
            if self.descriptor.claim == .exact {
                (result.bracket.upper, result.bracket.witness) = (upper, found.bracket.witness)
            } else {
                // What holds a witness, no bound certifies.
                result.bracket.uncertified = upper
            }
        }
    }

    /// Where the method takes the size as its objective, as far as half of the time goes.
    private func minimiseSize(
        _ result: inout Result, _ query: Query, on network: Network, until deadline: Deadline
    ) {
        guard let minimiser = verifier as? any SizeMinimiser, minimiser.minimisesSize else { return }
        let largest = min(query.perturbation.epsilon, result.bracket.upper ?? .infinity)
        guard largest > 0, result.bracket.lower < largest * (1 - tolerance) else { return }
        result.questions += 1
        let answer = minimiser.minimiseSize(
            query.ofSize(largest), on: network, judge: judge, until: deadline.earlier(after: deadline.remaining / 2))
        result.measurements.add(answer.measurements)
        if let nearest = answer.nearest, nearest.distance < result.bracket.upper ?? .infinity {
            (result.bracket.upper, result.bracket.witness) = (nearest.distance, nearest.witness)
        }
        // As near to the claim, or to the witness, as sizes are told apart.
        let part = query.ofSize(min(answer.claimed, result.bracket.upper ?? .infinity) * (1 - tolerance / 4))
        guard part.perturbation.epsilon > result.bracket.lower else { return }
        guard let confirmer = minimiser.claimConfirmer else {
            result.bracket.lower = part.perturbation.epsilon
            return
        }
        let share = deadline.earlier(after: deadline.remaining / 2)
        guard let confirmed = confirmer.verify([part], on: network, until: share).first else { return }
        result.measurements.add(confirmed.measurements)
        if judge.settle(confirmed, part).verdict == .robust { result.bracket.lower = part.perturbation.epsilon }
    }

    /// Where the answer probably lies.
    private func guess(
        _ query: Query, on network: Network, until deadline: Deadline, _ result: inout Result
    ) -> Double? {
        guard let (verifier, descriptor) = guides.guess else { return nil }
        let found = MinimumDistortion(verifier, descriptor, tolerance: guides.tolerance, judge: judge)
            .search(query, on: network, until: deadline.earlier(after: deadline.remaining / guides.parts))
        result.measurements.add(found.measurements)
        return found.bracket.lower
    }

    private func centreMargin(_ query: Query, _ network: Network) -> Double {
        PointMargins(network).worst([(query.sample.pixels, query.label)])[0].margin
    }

    /// One outcome per query, with the bracket in its distances. Its verdict is about the largest set.
    public func answer(_ query: Query, on network: Network, until deadline: Deadline) -> Outcome {
        let stopwatch = Stopwatch()
        let result = search(query, on: network, until: deadline)
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
        stopwatch.stop(&outcome.measurements)
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
    fileprivate mutating func add(_ part: Measurements) {
        lpSolves += part.lpSolves
        lpFallbacks += part.lpFallbacks
        simplexIterations += part.simplexIterations
        nodes += part.nodes
        unstableByLayer = part.unstableByLayer
        phases.merge(part.phases, uniquingKeysWith: +)
    }
}

/// Whether another size may be asked about: not every method looks at the clock, and none should run past the limit by much.
private struct Pace {
    /// The longest that a question took beyond its share of the time.
    private var overrun = 0.0
    /// The longest that an answer took.
    private var longest = 0.0

    func mayAsk(within seconds: Double) -> Bool { seconds > max(overrun, longest / 2) }

    mutating func note(_ seconds: Double, of share: Double, isLate: Bool) {
        guard seconds.isFinite, share.isFinite else { return }
        overrun = max(overrun, seconds - share)
        if !isLate { longest = max(longest, seconds) }
    }
}
