import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// Proofs of `falsified`.
@Suite struct WitnessTests {
    private func statement(_ network: Network, _ pixels: [Float], _ set: PerturbationSet) -> ProofStatement {
        let sample = Sample(id: SampleID(dataset: "x", split: "test", index: 0), label: 0, pixels: pixels)
        let query = Query(sample: sample, label: 0, perturbation: set)
        return ProofStatement(query, network: network.digest, networkFile: "x", method: "none")
    }

    /// Margin f₀ − f₁ = Σ weights · x + bias.
    private func linear(_ weights: [Float], bias: Float) throws -> Network {
        var builder = NetworkBuilder(input: [weights.count])
        try builder.linear(
            weight: Matrix(
                rows: 2, columns: weights.count, elements: weights + Array(repeating: 0, count: weights.count)),
            bias: [bias, 0])
        return try builder.build()
    }

    private func isAccepted(_ witness: [Float], _ statement: ProofStatement, _ network: Network) -> Bool {
        let answers = [false, true].map { isExact in
            let proof = Proof(statement: statement, content: .falsified(witness: witness))
            return ProofCheck.examine(proof, on: network, ProofCheckOptions(isExact: isExact)).isAccepted
        }
        #expect(answers[0] == answers[1])
        return answers[0]
    }

    @Test func `a tie counts, an ulp above does not`() throws {
        let network = try linear([1], bias: -0.5)
        let query = statement(network, [0.75], PerturbationSet(epsilon: 0.25))
        #expect(isAccepted([0.5], query, network))
        #expect(!isAccepted([Float(0.5).nextUp], query, network))
        let report = try ProofCheck.check(witness: [0.5], of: query, on: network)
        #expect(report.isExact && report.marginLower == 0 && report.marginUpper == 0 && report.adversarial == 1)
    }

    /// 2⁶⁰ − 2⁶⁰ + 1 is 0 in doubles where the small term comes first.
    @Test func `a margin that cancels is evaluated exactly`() throws {
        for (third, isFalse) in [(Float(0x1p-10), false), (-0x1p-10, true), (0, true)] {
            let network = try linear([0x1p60, third, -0x1p60], bias: 0)
            let query = statement(network, [1, 1, 1], PerturbationSet(epsilon: 0.5))
            #expect(isAccepted([1, 1, 1], query, network) == isFalse)
        }
    }

    @Test func `values beyond the range are evaluated exactly`() throws {
        var builder = NetworkBuilder(input: [1])
        for _ in 0..<9 { try builder.linear(weight: Matrix(rows: 1, columns: 1, elements: [3e38]), bias: [0]) }
        try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [-1, 0]), bias: [0, 0])
        let network = try builder.build()
        let query = statement(network, [0], PerturbationSet(epsilon: 0.5, domain: InputDomain(lower: -1, upper: 1)))
        #expect(isAccepted([0.5], query, network))
        #expect(!isAccepted([-0.5], query, network))
    }

    @Test(arguments: Norm.allCases) func `not a hair outside`(_ norm: Norm) throws {
        let network = try linear([0, 0], bias: -1)
        let query = statement(network, [0.5, 0.5], PerturbationSet(norm: norm, epsilon: 0.25))
        let inside: [Float] =
            switch norm {
            case .infinity: [0.25, 0.75]
            case .one: [0.375, 0.625]
            case .two: [0.5, 0.25]
            }
        #expect(isAccepted(inside, query, network))
        #expect(!isAccepted([inside[0], inside[1].nextDown], query, network) || inside[1] > 0.5)
        #expect(!isAccepted([inside[0], inside[1].nextUp], query, network) || inside[1] < 0.5)
        #expect(!isAccepted([1.25, 0.5], query, network))
        #expect(!isAccepted([.nan, 0.5], query, network))
        #expect(!isAccepted([0.5], query, network))
    }

    @Test func `the domain bounds it too`() throws {
        let network = try linear([0], bias: -1)
        let query = statement(network, [0.9], PerturbationSet(epsilon: 0.25))
        #expect(isAccepted([1], query, network))
        #expect(!isAccepted([Float(1).nextUp], query, network))
    }

    @Test(arguments: ProofCase.all(20, methods: ["pgd", "bab"]))
    func `what methods find passes, and no other point does`(_ example: ProofCase) throws {
        let network = try example.network()
        var query = example.query(on: network)
        query.perturbation.epsilon *= 4
        let outcome = try example.proved(query, on: network).outcome
        guard let witness = outcome.witness, outcome.verdict == .falsified else { return }
        let statement = ProofStatement(query, network: network.digest, networkFile: "random", method: example.method)
        let proof = try #require(try ProofCheck.proof(of: outcome, draft: nil, statement, on: network))
        #expect(ProofCheck.examine(proof, on: network).isAccepted)
        #expect(try ProofFile.proof(from: ProofFile.bytes(of: proof)) == proof)
        // The image itself is classified as its label.
        #expect(!isAccepted(query.sample.pixels, statement, network))
        #expect(!isAccepted(witness.pixels.map { $0 + 3 }, statement, network))
        var other = statement
        other.label = try #require((0..<3).first { $0 != query.label && $0 != witness.adversarialClass })
        other.perturbation.epsilon = 0
        #expect(!isAccepted(witness.pixels, other, network))
    }
}
