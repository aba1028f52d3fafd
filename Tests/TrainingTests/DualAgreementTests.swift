import LinearAlgebra
import Networks
import Questions
import Testing
import Training
import Verifiers

/// The lp-dual loss's margins are those of the LP-GREEDY verifier, as long as that has no use for interval arithmetic (at
/// larger ε it takes the better of the two).
@Suite struct DualAgreementTests {
    @Test(arguments: [[12], [12, 10], [12, 10, 8], [9, 9, 9, 9]], [0.02, 0.05, 0.1])
    func margins(hidden: [Int], epsilon: Double) throws {
        try agree(hidden, PerturbationSet(epsilon: epsilon))
    }

    /// Training knows nothing of [0, 1] there.
    @Test(arguments: [[12], [12, 10], [12, 10, 8], [9, 9, 9, 9]], [0.05, 0.1, 0.3])
    func marginsOverBalls(hidden: [Int], epsilon: Double) throws {
        try agree(hidden, PerturbationSet(norm: .two, epsilon: epsilon, domain: nil))
    }

    private func agree(_ hidden: [Int], _ set: PerturbationSet) throws {
        let architecture = TrainableArchitecture(pixels: 20, hidden: hidden, classes: 5)
        var generator = SeededGenerator(seed: 11)
        let parameters = architecture.initialParameters(&generator)
        let network = try architecture.network(parameters)
        let pixels = (0..<8 * 20).map { _ in generator.unitFloat() }
        let labels = (0..<8).map { $0 % 5 }
        let images = Matrix(rows: 8, columns: 20, elements: pixels)
        let margins = DualLoss<Float>(architecture, norm: set.norm).margins(
            Batch(images: images, labels: labels), at: parameters, epsilon: set.epsilon)
        let verifier = LPGreedyVerifier(MethodCall(LPGreedyVerifier.descriptor))
        let queries = labels.enumerated().map { row, label in
            Query(
                sample: Sample(
                    id: SampleID(dataset: "random", split: "test", index: row), label: label, pixels: images.row(row)),
                label: label, perturbation: set)
        }
        let outcomes = verifier.verify(queries, on: network, until: .never)
        for (own, outcome) in zip(margins, outcomes) {
            let expected = try #require(outcome.marginLower)
            let least = Double(try #require(own.min()))
            #expect(abs(least - expected) <= 1e-4 * max(1, abs(expected)), "\(least) for \(expected)")
        }
    }
}
