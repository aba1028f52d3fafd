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
    private let state = Mutex(MinimumDistortion.Result())

    var now: MinimumDistortion.Result { state.withLock { $0 } }
    func note(_ result: MinimumDistortion.Result) { state.withLock { $0 = result } }
}

extension VerifyCommand {
    /// Asks how far the set can grow, prints the bracket.
    ///
    /// - Parameter question: of the largest size.
    func answerRadius(
        _ question: VerifyQuestion, _ verifier: any Verifier<Network>, since start: ContinuousClock.Instant
    ) throws {
        guard let descriptor = MethodRegistry.catalog[question.call.name], descriptor.claim != .classification else {
            throw CommandFault("\(question.call.name) says nothing of distances")
        }
        let posed = try question.posed()
        let search = RadiusSearch(
            claim: descriptor.claim, largest: question.query.perturbation.epsilon, tolerance: tolerance)
        let left = question.limitSeconds - (.now - start) / .seconds(1)
        let deadline = Deadline(after: left)
        let before = shims_process_cpu_seconds()
        let progress = RadiusProgress()
        @Sendable func answer(_ ending: RadiusAnswer.Ending) -> RadiusAnswer {
            let now = progress.now
            return RadiusAnswer(
                question, reference, search, now.bracket, questions: now.questions, ending: ending,
                wallSeconds: (.now - start) / .seconds(1), cpuSeconds: shims_process_cpu_seconds() - before)
        }
        let limit = TimeLimit(seconds: left) { _ in
            do {
                try say(answer(.timeout))
                return Console.close(ExitStatus.success.rawValue)
            } catch { return Console.close(Failure.say(error)) }
        }
        let distortion = MinimumDistortion(
            verifier, descriptor, tolerance: tolerance, judge: .independent(question.asked, on: question.network),
            guides: RadiusGuides(for: question.call, descriptor))
        let found = distortion.search(posed.query, on: posed.network, until: deadline, note: progress.note)
        progress.note(found)
        var result = answer(found.isFinished ? .finished : .timeout)
        limit.end()
        let isSealed = try prove(&result, question, verifier, progress.now.bracket)
        try say(result)
        if !isSealed { throw ExitStatus.proofRefused }
    }

    private func say(_ answer: RadiusAnswer) throws {
        Console.print(json ? try JSONText.text(answer) : answer.text)
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
            part.query = question.query.ofSize(size)
            part.epsilonText = "\(size)"
            var outcome = WitnessCheck.settle(answered.outcome, for: part.query, on: question.network)
            answer.proofs?.append(try folder.write(&outcome, ProvedAnswer(answered), part, networkFile: network))
            if outcome.reason == .proofRefused { isSealed = false }
            return outcome
        }
        if bracket.lower > 0 {
            let answered = prover.prove(question.query.ofSize(bracket.lower), on: question.network, until: .never)
            if try write(bracket.lower, answered).verdict != .robust { answer.radius.lower = 0 }
        }
        if let upper = bracket.upper, let witness = bracket.witness {
            let outcome = Outcome(verdict: .falsified, marginUpper: 0, witness: witness)
            if try write(upper, ProvedOutcome(outcome: outcome)).verdict != .falsified { answer.radius.upper = nil }
        }
        return isSealed
    }
}
