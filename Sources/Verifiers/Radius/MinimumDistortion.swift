import Networks
import Questions

/// Answers how far the set around a sample can grow, with any method that can say whether the sample is robust on a set.
public struct MinimumDistortion {
    private let verifier: any Verifier<Network>
    private let descriptor: MethodDescriptor
    private let tolerance: Double
    private let judge: WitnessJudge

    public init(
        _ verifier: any Verifier<Network>, _ descriptor: MethodDescriptor, tolerance: Double, judge: WitnessJudge
    ) {
        self.verifier = verifier
        self.descriptor = descriptor
        self.tolerance = tolerance
        self.judge = judge
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
        var result = Result()
        let search = RadiusSearch(
            claim: descriptor.claim, largest: query.perturbation.epsilon, tolerance: tolerance)
        if let witness = misclassified(query) {
            result.bracket = .misclassified(witness)
            note(result)
            return result
        }
        func ask(_ size: Double, until deadline: Deadline) -> Outcome? {
            result.questions += 1
            note(result)
            let part = query.ofSize(size)
            guard let outcome = verifier.verify([part], on: network, until: deadline).first else { return nil }
            result.measurements.add(outcome.measurements)
            return judge.settle(outcome, part)
        }
        if descriptor.claim == .distance {
            guard let outcome = ask(search.largest, until: deadline) else { return result }
            // Beyond the largest size nothing was asked.
            result.bracket = RadiusBracket(lower: min(max(0, outcome.distanceLower ?? 0), search.largest))
            result.isFinished = outcome.verdict != .timeout
            note(result)
            return result
        }
        var isFinished = true
        // A size that takes longer than what is left would run past the limit: not every method looks at the clock.
        var longest = 0.0
        result.bracket = search.run(
            { size in
                guard deadline.remaining > longest else {
                    isFinished = false
                    return nil
                }
                let before = deadline.remaining
                defer { longest = max(longest, before.isFinite ? before - deadline.remaining : 0) }
                // One hard size must not take the time of all others.
                guard var outcome = ask(size, until: deadline.earlier(after: deadline.remaining / 3)) else {
                    return nil
                }
                if outcome.verdict == .timeout { isFinished = false }
                outcome.witness = outcome.witness.map { nearer($0, query.ofSize(size)) }
                return (outcome, outcome.witness.map { judge.distance($0, query) })
            },
            note: {
                result.bracket = $0
                note(result)
            })
        result.isFinished = isFinished
        return result
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
    /// The same sample on the set of another size; a verdict is all that is wanted of it.
    public func ofSize(_ size: Double) -> Query {
        var query = self
        query.perturbation.epsilon = size
        query.measure = .verdict
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
