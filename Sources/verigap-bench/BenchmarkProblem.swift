import LinearAlgebra
import Networks
import Questions

/// A network with random weights from a seed, and queries about it.
struct BenchmarkProblem: Sendable {
    let name: String
    let epsilon: Double
    let makeNetwork: @Sendable () throws -> Network

    /// Sizes of the published networks: an MLP 784-100-100-10 and a small convolutional network.
    static let all = [
        BenchmarkProblem(name: "mlp-784-100-100-10", epsilon: 0.02) { try multilayerPerceptron() },
        BenchmarkProblem(name: "mlp-784-100-100-10", epsilon: 0.05) { try multilayerPerceptron() },
        BenchmarkProblem(name: "cnn-small", epsilon: 0.01) { try convolutional() },
    ]

    /// `count` random images with the class that the network predicts.
    func queries(_ count: Int, on network: Network) -> [Query] {
        var generator = SeededGenerator(seed: 7)
        return (0..<count).map { index in
            let pixels = (0..<network.inputShape.count).map { _ in generator.unitFloat() }
            let label = network.evaluator.predictions(Matrix(rows: 1, columns: pixels.count, elements: pixels))[0]
            let sample = Sample(
                id: SampleID(dataset: "seeded", split: "bench", index: index), label: label, pixels: pixels)
            return Query(
                sample: sample, label: label, perturbation: PerturbationSet(epsilon: epsilon), measure: .margin)
        }
    }

    private static func multilayerPerceptron() throws -> Network {
        var generator = SeededGenerator(seed: 1)
        var builder = NetworkBuilder(input: [784])
        for (index, width) in [100, 100, 10].enumerated() {
            if index > 0 { builder.relu() }
            let inputs = builder.shape(of: builder.last).count
            try builder.linear(
                weight: random(width, inputs, &generator), bias: Array(repeating: 0.05, count: width))
        }
        return try builder.build()
    }

    private static func convolutional() throws -> Network {
        var generator = SeededGenerator(seed: 2)
        var builder = NetworkBuilder(input: [1, 28, 28])
        for (channels, inputs) in [(16, 16), (32, 256)] {
            try builder.convolution(
                kernels: random(channels, inputs, &generator), bias: Array(repeating: 0.05, count: channels),
                kernelHeight: 4, kernelWidth: 4, stride: 2, padding: 1)
            builder.relu()
        }
        for width in [100, 10] {
            let inputs = builder.shape(of: builder.last).count
            if width == 10 { builder.relu() }
            try builder.linear(
                weight: random(width, inputs, &generator), bias: Array(repeating: 0.05, count: width))
        }
        return try builder.build()
    }

    /// Weights of a layer with `columns` inputs, at which activations keep their size.
    static func random(_ rows: Int, _ columns: Int, _ generator: inout SeededGenerator) -> Matrix<Float> {
        let scale = (2 / Double(columns)).squareRoot()
        return Matrix(
            rows: rows, columns: columns,
            elements: (0..<rows * columns).map { _ in Float(generator.normal() * scale) })
    }
}
