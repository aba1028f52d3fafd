import Networks
import Robustness

extension LPGreedyVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        ProofRecorder.prove(query, on: network, until: deadline, line: .parallel) { query, _, recorder in
            var layers = LayerwiseBounds(network.lowered, InputRegion(query))
            layers.substituteAll(.parallel, recorder: recorder)
            return MarginOutcome.make(
                layers.margins(label: query.label, recorder: recorder), layers.bounds, network.lowered)
        }
    }
}

extension CROWNVerifier: ProvingVerifier {
    public func prove(_ query: Query, on network: Network, until deadline: Deadline) -> ProvedOutcome {
        ProofRecorder.prove(query, on: network, until: deadline, line: .adaptive) { query, _, recorder in
            var layers = LayerwiseBounds(network.lowered, InputRegion(query))
            layers.substituteAll(.adaptive, recorder: recorder)
            return MarginOutcome.make(
                layers.margins(label: query.label, recorder: recorder), layers.bounds, network.lowered)
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
