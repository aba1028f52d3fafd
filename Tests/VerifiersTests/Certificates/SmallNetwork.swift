import LinearAlgebra
import Networks
import Questions
import TestSupport

/// Networks written down as numbers.
enum SmallNetwork {
    /// One linear layer after the other with ReLUs between them, weights row by row.
    static func make(_ layers: [(weights: [[Float]], bias: [Float])]) throws -> Network {
        var builder = NetworkBuilder(input: [layers[0].weights[0].count])
        for (index, layer) in layers.enumerated() {
            if index > 0 { builder.relu() }
            try builder.linear(
                weight: Matrix(
                    rows: layer.weights.count, columns: layer.weights[0].count, elements: Array(layer.weights.joined())),
                bias: layer.bias)
        }
        return try builder.build()
    }

    /// Random layers of the given widths.
    static func random(_ widths: [Int], seed: UInt64) throws -> (
        network: Network, layers: [(weights: [[Float]], bias: [Float])]
    ) {
        var generator = SeededGenerator(seed: seed)
        func number(_ scale: Double) -> Float { Float(scale * generator.normal()) }
        let layers = zip(widths, widths.dropFirst()).map { inputs, outputs in
            (
                weights: (0..<outputs).map { _ in (0..<inputs).map { _ in number(1) } },
                bias: (0..<outputs).map { _ in number(0.5) }
            )
        }
        return (try make(layers), layers)
    }

    /// A query about the class that the network gives to `pixels`, or about `label`.
    static func query(
        _ pixels: [Float], on network: Network, label: Int? = nil, norm: Norm = .infinity, epsilon: Double = 0.1,
        domain: InputDomain? = nil
    ) -> Query {
        let matrix = Matrix(rows: 1, columns: pixels.count, elements: pixels)
        let label = label ?? network.evaluator.predictions(matrix)[0]
        let sample = Sample(id: SampleID(dataset: "small", split: "test", index: 0), label: label, pixels: pixels)
        return Query(
            sample: sample, label: label, perturbation: PerturbationSet(norm: norm, epsilon: epsilon, domain: domain),
            measure: .margin)
    }
}
