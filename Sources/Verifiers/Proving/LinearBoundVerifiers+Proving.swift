import Networks
import Questions

extension LPGreedyVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        ProofRecorder.prove(query, on: network, until: deadline, line: .parallel) { query, _, recorder in
            answer(query, on: network, recorder: recorder)
        }
    }
}

extension CROWNVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        ProofRecorder.prove(query, on: network, until: deadline, line: .adaptive) { query, _, recorder in
            answer(query, on: network, recorder: recorder)
        }
    }
}

/// Its proof states no bound but those of the margins: a check propagates intervals by itself.
extension IntervalVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        ProofRecorder.prove(query, on: network, until: deadline, line: .parallel) { query, deadline, _ in
            verify([query], on: network, until: deadline)[0]
        }
    }
}
