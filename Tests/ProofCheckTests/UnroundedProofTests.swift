import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import Testing

/// Proofs whose margins are smaller than what error bounds of doubles take.
@Suite struct UnroundedProofTests {
    /// f₀ − f₁ is `margin` everywhere, as the difference of two values of about 2⁵¹.
    private static func network(margin: Float) throws -> Network {
        var builder = NetworkBuilder(input: [1])
        try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [0x1p50, 0x1p50]), bias: [margin, 0])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]), bias: [0, 0])
        return try builder.build()
    }

    private static func statement(_ network: Network) -> ProofStatement {
        let sample = Sample(id: SampleID(dataset: "x", split: "test", index: 0), label: 0, pixels: [1.5])
        let query = Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 0.5, domain: nil))
        return ProofStatement(query, network: network.digest, networkFile: "x", method: "none")
    }

    private static let draft = RobustnessProof(
        units: [], stages: [StageEvidence(stage: 1, line: .adaptive)],
        classes: [ClassProof(adversarial: 1, tree: ProofTree(ProofLeaf(.substitution(.adaptive))))])

    @Test func `what doubles cannot see is sealed without rounding`() throws {
        let network = try Self.network(margin: 1)
        let statement = Self.statement(network)
        let (proof, report) = try ProofCheck.seal(Self.draft, of: statement, on: network)
        #expect(proof.isUnrounded && report.smallestBound == 1)
        for isExact in [false, true] {
            let options = ProofCheckOptions(isExact: isExact)
            #expect(try ProofCheck.check(proof, of: statement, on: network, options) == report)
            // Nobody calls it rounded.
            var rounded = proof
            rounded.isUnrounded = false
            #expect(throws: ProofFault.self) {
                try ProofCheck.check(rounded, of: statement, on: network, options)
            }
        }
        let file = Proof(statement: statement, content: .robust(proof))
        #expect(try ProofFile.proof(from: ProofFile.bytes(of: file)) == file)
        #expect(ProofFile.bytes(of: file)[8] == 4)
    }

    @Test func `a claim that the evidence does not give is refused`() throws {
        let network = try Self.network(margin: 1)
        let statement = Self.statement(network)
        var proof = try ProofCheck.seal(Self.draft, of: statement, on: network).proof
        proof.classes[0].tree = ProofTree(ProofLeaf(.substitution(.adaptive), claim: 1.001))
        let fault = #expect(throws: ProofFault.self) { try ProofCheck.check(proof, of: statement, on: network) }
        guard case .claim = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    @Test(arguments: [0, -1] as [Float])
    func `what is not so is not sealed`(_ margin: Float) throws {
        let network = try Self.network(margin: margin)
        #expect(throws: ProofFault.self) {
            try ProofCheck.seal(Self.draft, of: Self.statement(network), on: network)
        }
    }

    @Test func `ordinary proofs stay rounded`() throws {
        let network = try Self.network(margin: 0x1p40)
        #expect(try !ProofCheck.seal(Self.draft, of: Self.statement(network), on: network).proof.isUnrounded)
    }
}
