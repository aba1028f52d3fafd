import Foundation
import Networks
import ProofCheck
import Proofs
import Questions
import Verifiers
import WitnessCheck
import WorkerProtocol

/// Answers with proofs.
enum ProofWriting {
    /// The answer of a method that has proofs, and what seals and writes its proof; `nil` where it has none but witnesses, for
    /// which queries need not be asked one by one.
    static func answer(
        _ call: MethodCall, _ query: Query, _ network: Network, _ deadline: Deadline
    ) -> (outcome: Outcome, write: QueryExecutor.ProofWriter)? {
        guard let answered = prove(call, query, network, deadline) else { return nil }
        return (
            answered.outcome,
            { path, networkFile in
                // The coordinator counts sealing and writing as the query's time; an answer must not be lost to them.
                guard answered.outcome.verdict.isDecided else { return .done }
                guard !deadline.hasPassed else { return .absent("no time left to seal it") }
                return write(answered, call, query, network, path, networkFile)
            }
        )
    }

    private static func prove(
        _ call: MethodCall, _ query: Query, _ network: Network, _ deadline: Deadline
    ) -> ProvedAnswer? {
        if query.sample.given != nil {
            let question = AskedQuestion(query, .given, shape: network.inputShape.extents)
            return QuestionAsker(call, on: network) { .independent($0, on: network) }
                .prove(question, until: deadline)
        }
        guard let prover = MethodRegistry.make(call) as? any ProvingVerifier, !(prover is any WitnessProver) else {
            return nil
        }
        return ProvedAnswer(prover.prove(query, on: network, until: deadline))
    }

    /// What writes the witness of an outcome of a method without other proofs.
    static func witnessWriter(
        _ call: MethodCall, _ query: Query, _ network: Network, _ outcome: Outcome
    ) -> QueryExecutor.ProofWriter {
        { path, networkFile in
            guard outcome.verdict == .falsified else { return .done }
            return write(ProvedAnswer(outcome), call, query, network, path, networkFile)
        }
    }

    /// Seals and writes a proof.
    private static func write(
        _ answered: ProvedAnswer, _ call: MethodCall, _ query: Query, _ network: Network, _ path: String,
        _ networkFile: String
    ) -> ProofEnding {
        let statement = ProofStatement(query, network: network.digest, networkFile: networkFile, method: call.words)
        let proof: Proof
        do throws(ProofFault) {
            guard
                let made = try ProofCheck.proof(
                    of: answered.outcome, drafts: answered.drafts, statement, on: network)
            else { return .absent(answered.reason ?? "nothing was recorded") }
            proof = made
        } catch { return .refused("\(error)") }
        do {
            let file = path + "." + ProofFile.fileExtension
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try ProofFile.write(proof, to: file)
            return .done
        } catch { return .absent("\(error)") }
    }
}
