import Networks
import Proofs
import Questions

/// What a check makes of a proof.
public enum Examination: Sendable, Hashable {
    case robust(ProofReport)
    case falsified(WitnessReport)
    case refused(ProofFault)

    /// Whether the proof holds.
    public var isAccepted: Bool { if case .refused = self { false } else { true } }
}

extension ProofCheck {
    /// What a check makes of `proof` on `network`.
    public static func examine(
        _ proof: Proof, on network: Network, _ options: ProofCheckOptions = .fast
    ) -> Examination {
        do throws(ProofFault) {
            switch proof.content {
            case .robust(let evidence):
                return .robust(try check(evidence, of: proof.statement, on: network, options))
            case .holds(let parts):
                return .robust(try check(parts, of: proof.statement, on: network, options))
            case .falsified(let witness):
                return .falsified(try check(witness: witness, of: proof.statement, on: network, options))
            }
        } catch { return .refused(error) }
    }

    /// What a check makes of what a verifier recorded of its `robust`, right after the answer: nothing is written, and no bound
    /// needs to be stated.
    public static func examine(_ draft: RobustnessProof, _ query: Query, _ network: Network) -> Examination {
        let statement = ProofStatement(query, network: network.digest, networkFile: "", method: "")
        do throws(ProofFault) {
            return .robust(try seal(draft, of: statement, on: network).report)
        } catch { return .refused(error) }
    }
}
