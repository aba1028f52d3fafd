import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing

/// Where ReLUs are dead around the sample, the gradient says nothing and the smoothed one points at the witness.
@Suite struct SmoothedAttackTests {
    /// Margin 0.25 − max(x − 0.6, 0) at x = 0.5: constant up to 0.6, negative beyond 0.85.
    private func deadNetwork() throws -> (Network, Query) {
        var builder = NetworkBuilder(input: [1])
        try builder.linear(weight: Matrix(rows: 1, columns: 1, elements: [1]), bias: [-0.6])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [0, 1]), bias: [0.25, 0])
        let sample = Sample(id: SampleID(dataset: "made", split: "test", index: 0), label: 0, pixels: [0.5])
        let set = PerturbationSet(epsilon: 0.45, domain: nil)
        return (try builder.build(), Query(sample: sample, label: 0, perturbation: set, measure: .verdict))
    }

    @Test func `a smoothed gradient leads out of a plateau`() throws {
        let (network, query) = try deadNetwork()
        #expect(try answer("pgd", query, on: network).verdict == .unknown)
        let smoothed = try answer("pgd", query, on: network, options: ["smoothing": .number(0.3)])
        #expect(smoothed.verdict == .falsified)
        #expect(try #require(smoothed.marginUpper) <= 0)
        #expect(try #require(smoothed.witness).pixels[0] > 0.849)
    }

    /// Whatever the smoothing, what is reported is the network's own margin at a point of the set.
    @Test(arguments: RandomCase.all(3), [0.1, 1, 30])
    func `margins are those of the network itself`(_ example: RandomCase, _ smoothing: Double) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let outcome = try answer("pgd", query, on: network, options: ["smoothing": .number(smoothing)])
        let exact = try answer("bab", query, on: network, options: ["objective": .text("worst-margin")])
        let (margin, least) = (try #require(outcome.marginUpper), try #require(exact.marginLower))
        #expect(margin >= least - 1e-6 * (1 + abs(least)))
    }
}
