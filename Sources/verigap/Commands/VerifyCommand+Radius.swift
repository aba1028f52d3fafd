import ArgumentParser
import CShims
import Networks
import Questions
import Runner
import Synchronization
import Verifiers
import WitnessCheck

/// What `verigap verify` asks.
enum VerifyKind: String, Encodable, CaseIterable, ExpressibleByArgument {
    /// Is every point of the set classified as y?
    case robustness
    /// How near is the nearest point that is not?
    case minimumDistortion = "minimum-distortion"
}

/// A search for a radius, as far as it has come: read by the thread that keeps the time limit.
private final class RadiusProgress: Sendable {
    private let state = Mutex((bracket: RadiusBracket(), questions: 0))

    var now: (bracket: RadiusBracket, questions: Int) { state.withLock { $0 } }
    func ask() { state.withLock { $0.questions += 1 } }
    func note(_ bracket: RadiusBracket) { state.withLock { $0.bracket = bracket } }
}

extension VerifyCommand {
    /// Sizes are told apart to a thousandth.
    static let defaultTolerance = 1e-3

    /// Asks how far the set can grow, prints the bracket.
    ///
    /// - Parameter question: of the largest size.
    func answerRadius(
        _ question: VerifyQuestion, _ verifier: any Verifier<Network>, since start: ContinuousClock.Instant
    ) throws {
        guard let descriptor = MethodRegistry.catalog[question.call.name], descriptor.claim != .classification else {
            throw CommandFault("\(question.call.name) says nothing of distances")
        }
        let search = RadiusSearch(
            claim: descriptor.claim, largest: question.query.perturbation.epsilon, tolerance: tolerance)
        let left = timeLimit.seconds - (.now - start) / .seconds(1)
        let deadline = Deadline(after: left)
        let before = shims_process_cpu_seconds()
        let progress = RadiusProgress()
        @Sendable func answer(_ ending: RadiusAnswer.Ending) -> RadiusAnswer {
            let (bracket, questions) = progress.now
            return RadiusAnswer(
                question, reference, search, bracket, questions: questions, ending: ending,
                wallSeconds: (.now - start) / .seconds(1), cpuSeconds: shims_process_cpu_seconds() - before)
        }
        let limit = TimeLimit(seconds: left) { _ in
            do {
                try say(answer(.timeout))
                return Console.close(ExitStatus.success.rawValue)
            } catch { return Console.close(Failure.say(error)) }
        }
        let isFinished = run(search, question, verifier, descriptor, progress, until: deadline)
        var result = answer(isFinished ? .finished : .timeout)
        limit.end()
        let isSealed = try prove(&result, question, verifier, progress.now.bracket)
        try say(result)
        if !isSealed { throw ExitStatus.proofRefused }
    }

    private func say(_ answer: RadiusAnswer) throws {
        Console.print(json ? try JSONText.text(answer) : answer.text)
    }

    /// Whether the search came to its end before the deadline.
    private func run(
        _ search: RadiusSearch, _ question: VerifyQuestion, _ verifier: any Verifier<Network>,
        _ descriptor: MethodDescriptor, _ progress: RadiusProgress, until deadline: Deadline
    ) -> Bool {
        let point = question.query(ofSize: 0)
        let sample = Witness(pixels: point.sample.pixels, adversarialClass: question.predicted)
        let here = WitnessCheck.settle(Outcome(verdict: .falsified, witness: sample), for: point, on: question.network)
        if here.verdict == .falsified, let witness = here.witness {
            progress.note(.misclassified(witness))
            return true
        }
        func settle(_ outcome: Outcome, _ query: Query) -> Outcome {
            WitnessCheck.settle(outcome, for: query, on: question.network)
        }
        func settled(_ size: Double, _ deadline: Deadline) -> Outcome? {
            progress.ask()
            let query = question.query(ofSize: size)
            return verifier.verify([query], on: question.network, until: deadline).first.map { settle($0, query) }
        }
        /// The witness of an outcome at `size`, brought nearer.
        func nearer(_ witness: Witness, _ size: Double) -> Witness {
            WitnessWalk.nearer(witness, to: question.query.sample.pixels) { pixels in
                let point = Outcome(verdict: .falsified, witness: Witness(pixels: pixels, adversarialClass: 0))
                let outcome = settle(point, question.query(ofSize: size))
                return outcome.verdict == .falsified ? outcome.witness : nil
            }
        }
        if descriptor.claim == .distance {
            guard let outcome = settled(search.largest, deadline) else { return false }
            progress.note(RadiusBracket(lower: max(0, outcome.distanceLower ?? 0)))
            return outcome.verdict != .timeout
        }
        var isFinished = true
        let bracket = search.run(
            { size in
                guard !deadline.hasPassed else {
                    isFinished = false
                    return nil
                }
                // One hard size must not take the time of all others.
                guard var outcome = settled(size, deadline.earlier(after: deadline.remaining / 3)) else { return nil }
                if outcome.verdict == .timeout { isFinished = false }
                outcome.witness = outcome.witness.map { nearer($0, size) }
                return (outcome, outcome.witness.map { WitnessCheck.distance(of: $0, for: question.query) })
            }, note: progress.note)
        progress.note(bracket)
        return isFinished
    }

    /// Writes proofs of both ends. An end whose proof is refused is none.
    ///
    /// - Returns: whether no proof was refused.
    private func prove(
        _ answer: inout RadiusAnswer, _ question: VerifyQuestion, _ verifier: any Verifier<Network>,
        _ bracket: RadiusBracket
    ) throws -> Bool {
        guard let proof else { return true }
        guard let prover = verifier as? any ProvingVerifier else {
            throw CommandFault("\(question.call.name) is listed to write proofs, but cannot", status: .internalError)
        }
        let folder = ProofFolder(path: proof)
        answer.proofs = []
        var isSealed = true
        func write(_ size: Double, _ answered: ProvedOutcome) throws -> Outcome {
            var part = question
            part.query = question.query(ofSize: size)
            part.epsilonText = "\(size)"
            var outcome = WitnessCheck.settle(answered.outcome, for: part.query, on: question.network)
            answer.proofs?.append(try folder.write(&outcome, answered, part, networkFile: network))
            if outcome.reason == .proofRefused { isSealed = false }
            return outcome
        }
        if bracket.lower > 0 {
            let answered = prover.prove(question.query(ofSize: bracket.lower), on: question.network, until: .never)
            if try write(bracket.lower, answered).verdict != .robust { answer.radius.lower = 0 }
        }
        if let upper = bracket.upper, let witness = bracket.witness {
            let outcome = Outcome(verdict: .falsified, marginUpper: 0, witness: witness)
            if try write(upper, ProvedOutcome(outcome: outcome)).verdict != .falsified { answer.radius.upper = nil }
        }
        return isSealed
    }
}

extension VerifyQuestion {
    /// The same sample on the set of another size; a verdict is all that is wanted of it.
    func query(ofSize size: Double) -> Query {
        var query = query
        query.perturbation.epsilon = size
        query.measure = .verdict
        return query
    }
}
