import LinearAlgebra
import Networks
import Testing

/// Gain and offset per channel: the second half of a batch normalisation.
@Suite struct ScalingTests {
    /// 2 × 2 × 2 image, scaled per channel; then a vector of two, scaled per entry.
    private func network(gain: Float = -0.75) throws -> Network {
        var builder = NetworkBuilder(input: [2, 2, 2])
        try builder.normalise(mean: [0.25, 0.5], deviation: [0.3, 0.7])
        try builder.scale(gain: [gain, 1.5], offset: [0.1, -0.2])
        builder.relu()
        let weights = (0..<24).map { Float($0 % 7) / 8 - 0.4 }
        try builder.linear(weight: Matrix(rows: 3, columns: 8, elements: weights), bias: [0.1, 0.2, -0.3])
        try builder.normalise(mean: [0.1, 0.2, 0.3], deviation: [1.1, 0.9, 0.7])
        try builder.scale(gain: [2, -1, 0.5], offset: [0, 1, 0.25])
        return try builder.build()
    }

    private let image: [Float] = [0.1, 0.9, 0.4, 0.6, 0.2, 0.8, 0.3, 0.7]

    @Test func valuesAndGradients() throws {
        let network = try network()
        let evaluator = Evaluator<Double>(network)
        let batch = Matrix<Double>(rows: 1, columns: 8, elements: image.map(Double.init))
        let trace = evaluator.trace(batch)
        #expect(trace.values[2][0, 0] == (Double(Float(0.1)) - 0.25) * (1 / 0.3) * -0.75 + Double(Float(0.1)))
        #expect(trace.values[2][0, 7] == (Double(Float(0.7)) - 0.5) * (1 / 0.7) * 1.5 + Double(Float(-0.2)))
        let cotangent = Matrix<Double>(rows: 1, columns: 3, elements: [1, -2, 0.5])
        let gradient = evaluator.pullback(cotangent, through: trace)
        for pixel in 0..<8 {
            var moved = batch
            moved[0, pixel] += 1e-6
            let change = zip(evaluator.logits(moved).elements, trace.logits.elements).map { $0 - $1 }
            let slope = zip(change, cotangent.elements).reduce(0) { $0 + $1.0 * $1.1 } / 1e-6
            #expect(abs(slope - gradient[0, pixel]) < 1e-5)
        }
    }

    /// Stages of diagonals, in which every stored number stands as it is.
    @Test func loweringMultipliesNothingOut() throws {
        let network = try network()
        let lowered = LoweredNetwork(network)
        let expected = Evaluator<Double>(network).logits(
            Matrix(rows: 1, columns: 8, elements: image.map(Double.init)))
        #expect(Self.evaluate(lowered, image.map(Double.init)) == expected.elements)
        let constants = lowered.stages.flatMap { stage in
            stage.terms.flatMap { term in (0..<term.matrix.rows).flatMap { term.matrix.entries(ofRow: $0).map(\.value) }
            }
        }
        for number in [-0.75, 1.5, 1 / 0.3, 1 / 0.7, 2, -1, 0.5, 1 / 1.1] { #expect(constants.contains(number)) }
        #expect(lowered.reluStages.count == 1)
    }

    private static func evaluate(_ network: LoweredNetwork, _ image: [Double]) -> [Double] {
        var values = [image]
        for stage in network.stages.dropFirst() {
            var sums = [Double](repeating: 0, count: stage.preActivations)
            for term in stage.terms {
                for row in sums.indices {
                    for entry in term.matrix.entries(ofRow: row) {
                        sums[row] += entry.value * values[term.source][entry.column]
                    }
                }
            }
            for row in sums.indices { sums[row] += stage.bias[row] }
            values.append(stage.isReLU ? sums.map { max($0, 0) } : sums)
        }
        return values[values.count - 1]
    }

    @Test func digestAndCount() throws {
        #expect(try network().digest != network(gain: -0.5).digest)
        #expect(try network().parameterCount == 24 + 3 + 4 + 6)
        #expect(try network().layerKinds == [.normalise, .relu, .flatten, .linear])
    }

    @Test func faults() {
        func message(_ gain: [Float], _ offset: [Float], _ shape: TensorShape) -> String {
            var builder = NetworkBuilder(input: shape)
            do throws(NetworkFault) {
                try builder.scale(gain: gain, offset: offset, name: "bn")
                return "no fault"
            } catch { return error.description }
        }
        #expect(message([1, 1], [0, 0], [2, 3, 3]) == "no fault")
        #expect(message([1, 1], [0, 0], [2]) == "no fault")
        #expect(message([1], [0], [5]) == "no fault")
        #expect(message([1, 1], [0, 0], [5]) == "bn: expected shape 1 channel, found 2 gains and 2 offsets")
        #expect(message([1], [0], [2, 3, 3]) == "bn: expected shape 2 channels, found 1 gains and 1 offsets")
        #expect(
            message([.nan, 1], [0, 0], [2])
                == "bn: 1 weight is NaN, infinite or beyond single precision (3.4e38)")
    }

    @Test func theImageBeforeAVector() throws {
        var builder = NetworkBuilder(input: [2, 2, 2])
        builder.flatten()
        builder.relu()
        #expect(builder.image(before: builder.last) == [2, 2, 2])
        try builder.linear(
            weight: Matrix(rows: 8, columns: 8, elements: [Float](repeating: 1, count: 64)),
            bias: [Float](repeating: 0, count: 8))
        #expect(builder.image(before: builder.last) == nil)
    }
}
