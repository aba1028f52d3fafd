import Networks
import Questions

/// What `milp` calls robust is proved by the search that confirms it; without `certify` there is nothing to re-verify.
extension MILPVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        let outcome = verify([query], on: network, until: deadline).first ?? Outcome(verdict: .timeout)
        guard outcome.verdict == .robust else { return ProvedOutcome(outcome: outcome) }
        guard certifies else {
            return ProvedOutcome(outcome: outcome, reason: "without certify, milp rests on its solver's tolerances")
        }
        let confirmed = confirmingVerifier.prove(query, on: network, until: deadline)
        return ProvedOutcome(outcome: outcome, proof: confirmed.proof, reason: confirmed.reason)
    }
}
