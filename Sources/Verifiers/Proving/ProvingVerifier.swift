import Networks
import Proofs
import Questions

/// An outcome with what it rests on.
public struct ProvedOutcome: Sendable {
    public var outcome: Outcome
    /// The draft of a proof, to be sealed by `ProofCheck`; `nil` unless the outcome is `robust`.
    public var proof: RobustnessProof?
    /// Why a robust outcome comes without a proof.
    public var reason: String?

    public init(outcome: Outcome, proof: RobustnessProof? = nil, reason: String? = nil) {
        self.outcome = outcome
        self.proof = proof
        self.reason = reason
    }
}

/// A verifier that can say what its `robust` rests on.
public protocol ProvingVerifier: Verifier<Network> {
    /// Answers one query as `verify` does, and records its proof on the way.
    func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome
}
