import Networks
import Proofs
import Questions

/// An outcome of a question with what it rests on.
public struct ProvedAnswer: Sendable {
    public var outcome: Outcome
    /// Drafts of proofs, to be sealed by `ProofCheck`: one per part of the question. Empty unless the outcome is `robust` and all was
    /// recorded.
    public var drafts: [RobustnessProof]
    /// Why a robust outcome comes without a proof.
    public var reason: String?

    public init(_ outcome: Outcome, drafts: [RobustnessProof] = [], reason: String? = nil) {
        (self.outcome, self.drafts, self.reason) = (outcome, drafts, reason)
    }

    public init(_ proved: ProvedOutcome) {
        self.init(proved.outcome, drafts: proved.proof.map { [$0] } ?? [], reason: proved.reason)
    }
}

extension QuestionAsker {
    /// Answers a question of robustness as `answer` does, and records its proof on the way; `nil` where the method has no proofs but
    /// witnesses.
    public func prove(_ question: AskedQuestion, until deadline: Deadline) -> ProvedAnswer? {
        guard let prover = MethodRegistry.make(call) as? any ProvingVerifier, !(prover is any WitnessProver),
            let descriptor = MethodRegistry.catalog[call.name]?.resolved(for: call)
        else { return nil }
        var (drafts, reason) = ([RobustnessProof](), String?.none)
        let outcome = answerParts(question, until: deadline) { part, deadline in
            switch pose(part, to: descriptor) {
            case .answered(let outcome): return outcome
            case .asked(let posed):
                let proved = prover.prove(posed.query, on: posed.network, until: deadline)
                if let draft = proved.proof { drafts.append(draft) }
                reason = reason ?? proved.reason
                return proved.outcome
            }
        }
        let isWhole = outcome.verdict == .robust && drafts.count == question.parts.count
        return ProvedAnswer(outcome, drafts: isWhole ? drafts : [], reason: isWhole ? nil : reason)
    }
}
