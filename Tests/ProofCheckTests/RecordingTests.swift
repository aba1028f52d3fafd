import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// What recording may cost an answer: nothing.
@Suite struct RecordingTests {
    /// A recorder that runs out of room gives the proof up, not the search: bounds that it cannot take down count all the same.
    @Test func `without room for the proof the answer is the same`() throws {
        var (full, empty) = (0, 0)
        for example in ProofCase.all(40, methods: ["bab"]) where example.seed % 2 == 1 {
            let network = try example.network()
            let query = example.query(on: network)
            let options: [String: OptionValue] = [
                "batch-size": .integer(2), "refine": .integer(1), "attack-steps": .integer(0),
            ]
            let verifier = BranchAndBoundVerifier(
                MethodCall(BranchAndBoundVerifier.descriptor, options: options))
            let plain = verifier.verify([query], on: network, until: .never)[0]
            for limit in [0, 200, 1 << 30] {
                let proved = verifier.prove(query, on: network, until: .never, byteLimit: limit)
                #expect(proved.outcome.verdict == plain.verdict, "\(example), \(limit) bytes")
                guard plain.verdict == .robust else { continue }
                if let draft = proved.proof {
                    full += 1
                    #expect(ProofCheck.examine(draft, query, network).isAccepted, "\(example), \(limit) bytes")
                } else {
                    empty += 1
                    #expect(proved.reason?.contains("MiB") == true && limit < 1 << 30, "\(proved.reason ?? "")")
                }
            }
        }
        #expect(full > 40 && empty > 40, "\(full) with, \(empty) without a proof")
    }
}
