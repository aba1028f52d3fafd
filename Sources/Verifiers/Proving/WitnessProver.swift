import Networks
import Questions

/// A method of whose answers only the witnesses can be re-verified.
public protocol WitnessProver: ProvingVerifier {}

extension WitnessProver {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        let outcome = verify([query], on: network, until: deadline).first ?? Outcome(verdict: .timeout)
        return ProvedOutcome(
            outcome: outcome, reason: "\(Self.descriptor.name) leaves nothing to re-verify but its witnesses")
    }
}

extension CleanClassifier: WitnessProver {}
extension PGDAttack: WitnessProver {}
