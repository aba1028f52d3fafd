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
        let confirmed =
            takesBranchAndBound(query)
            ? confirmingVerifier.prove(query, on: network, until: deadline)
            : searched(query, network, until: deadline)
        return ProvedOutcome(outcome: outcome, proof: confirmed.proof, reason: confirmed.reason)
    }

    private func searched(_ query: Query, _ network: Network, until deadline: Deadline) -> ProvedOutcome {
        ProofRecorder.prove(query, on: network, until: deadline, line: .adaptive) { query, deadline, recorder in
            recorder.writesPoolsAsReLUs = network.lowered.hasMaxPools
            let incumbent = Incumbent(query, network, stopsAtWitness: !wantsWorstMargin)
            incumbent.consider(query.sample.pixels.map(Double.init))
            var search = confirmingSearch(query, network, incumbent, recorder: recorder)
            return search.run(until: deadline)
        }
    }
}
