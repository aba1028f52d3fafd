import LinearAlgebra
import Networks
import Testing

@Suite struct BiasedAdditionTests {
    private let weight = Matrix<Float>(rows: 2, columns: 2, elements: [1, 2, 3, -4])

    /// Two biases are never rounded into one: one of the maps is closed first.
    @Test func additionOfTwoBiasedMapsKeepsBothBiases() throws {
        var builder = NetworkBuilder(input: [2])
        let image = builder.last
        let first = try builder.linear(weight: weight, bias: [0.1, 0.2], after: image)
        let second = try builder.linear(weight: weight, bias: [0.3, 0.4], after: image)
        try builder.add(first, second)
        let lowered = try builder.build().lowered
        #expect(lowered.stages.count == 3)
        #expect(lowered.stages[1].bias == [0.3, 0.4].map { Double(Float($0)) })
        #expect(lowered.stages[2].bias == [0.1, 0.2].map { Double(Float($0)) })
        #expect(lowered.stages[2].terms.map(\.source) == [0, 1])
    }

    @Test func additionOfTwoBiasedMapsEvaluatesLikeTheNetwork() throws {
        var builder = NetworkBuilder(input: [2])
        let image = builder.last
        let first = try builder.linear(weight: weight, bias: [0.1, 0.2], after: image)
        let second = try builder.linear(weight: weight, bias: [0.3, 0.4], after: image)
        let sum = try builder.add(first, second)
        builder.relu()
        try builder.add(sum, sum)
        let network = try builder.build()
        let images = Examples.images(for: network, count: 5, seed: 1)
        let logits = Evaluator<Double>(network).logits(images.doubles)
        for row in 0..<5 {
            let lowered = LoweredEvaluation.logits(of: network.lowered, at: images.row(row).map(Double.init))
            #expect(agree(lowered, logits.row(row), within: 1e-14))
        }
    }
}
