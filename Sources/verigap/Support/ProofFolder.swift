import DataFormats
import Foundation
import Networks
import ProofCheck
import Proofs
import Questions
import Verifiers

/// Where `verigap verify --proof` puts its file.
struct ProofFolder {
    let path: String

    /// Writes the proof of a settled outcome, which becomes `unknown` where the check refuses its proof.
    ///
    /// - Returns: the file, or in brackets why there is none.
    /// - Throws: `FileFault` where it cannot be written.
    func write(
        _ outcome: inout Outcome, _ answered: ProvedAnswer, _ question: VerifyQuestion, networkFile: String
    ) throws -> String {
        let statement = ProofStatement(
            question.query, network: question.network.digest, networkFile: networkFile, method: question.call.words)
        let proof: Proof
        do throws(ProofFault) {
            guard
                let made = try ProofCheck.proof(
                    of: outcome, drafts: answered.drafts, statement, on: question.network)
            else { return "(none: \(answered.reason ?? "the verdict is \(ProgressText.name(outcome.verdict))"))" }
            proof = made
        } catch {
            outcome = outcome.contradicted(by: "\(error)")
            return "(none: what was recorded does not pass the check: \(error))"
        }
        try OutputFolder.make(path)
        let file = (path as NSString).appendingPathComponent(name(question))
        try ProofFile.write(proof, to: file)
        return file
    }

    private func name(_ question: VerifyQuestion) -> String {
        let set = question.query.perturbation
        let id = question.query.sample.id
        let parts = [
            id.dataset, id.split, "\(id.index)", "l\(set.norm.rawValue)", "\(set.epsilon)",
            question.network.digest.short, question.call.name,
        ]
        let text = parts.joined(separator: "-").map { $0 == "/" || $0.isWhitespace ? "_" : $0 }
        return String(text) + "." + ProofFile.fileExtension
    }
}
