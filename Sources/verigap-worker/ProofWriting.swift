import Foundation
import Networks
import ProofCheck
import Proofs
import Robustness
import Verifiers
import WorkerProtocol

/// Answers with proofs.
enum ProofWriting {
    /// The answer of a method that has proofs, and what seals and writes its proof.
    static func answer(
        _ call: MethodCall, _ query: Query, _ network: Network, _ deadline: Deadline
    ) -> (outcome: Outcome, write: QueryExecutor.ProofWriter)? {
        guard let prover = MethodRegistry.make(call) as? any ProvingVerifier else { return nil }
        let answered = prover.prove(query, on: network, until: deadline)
        return (
            answered.outcome,
            { path, networkFile in
                // The coordinator counts sealing and writing as the query's time; an answer must not be lost to them.
                guard answered.outcome.verdict.isDecided else { return nil }
                guard !deadline.hasPassed else { return "no time left to seal it" }
                let statement = ProofStatement(
                    query, network: network.digest, networkFile: networkFile, method: call.words)
                do {
                    guard
                        let proof = try ProofCheck.proof(
                            of: answered.outcome, draft: answered.proof, statement, on: network)
                    else { return answered.reason ?? "nothing was recorded" }
                    let file = path + "." + ProofFile.fileExtension
                    try FileManager.default.createDirectory(
                        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                    try ProofFile.write(proof, to: file)
                    return nil
                } catch { return "\(error)" }
            }
        )
    }
}
