import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// A small random network on images of 1 × 3 × 3 with four classes, and an image of it.
struct FormCase: Sendable, CustomTestStringConvertible {
    let seed: UInt64

    static let all = (0..<8).map { FormCase(seed: UInt64($0)) }
    static let shape = [1, 3, 3]

    var testDescription: String { "seed \(seed)" }

    func network() throws -> Network {
        var generator = SeededGenerator(seed: 77 &+ seed)
        var builder = NetworkBuilder(input: [1, 3, 3])
        for (width, inputs) in [(6, 9), (5, 6), (4, 5)] {
            if inputs != 9 { builder.relu() }
            try builder.linear(
                weight: Matrix(
                    rows: width, columns: inputs,
                    elements: (0..<width * inputs).map { _ in Float(generator.normal() * 0.7) }),
                bias: (0..<width).map { _ in Float(generator.normal() * 0.2) })
        }
        return try builder.build()
    }

    func question(
        _ form: QuestionForm, size: Double, on network: Network, measure: Measure = .margin
    ) -> AskedQuestion {
        var generator = SeededGenerator(seed: 1_000 &+ seed)
        let pixels = (0..<9).map { _ in generator.unitFloat() }
        let label = network.evaluator.predictions(Matrix(rows: 1, columns: 9, elements: pixels))[0]
        let sample = Sample(
            id: SampleID(dataset: "random", split: "test", index: Int(seed)), label: label, pixels: pixels)
        return AskedQuestion(
            Query(
                sample: sample, label: label, perturbation: PerturbationSet(epsilon: size, domain: .unit),
                measure: measure), form, shape: Self.shape)
    }

    /// The answer of a method with the standard registries, its witness decided.
    static func answer(
        _ method: String, _ question: AskedQuestion, on network: Network, _ options: [String: OptionValue] = [:]
    ) throws -> Outcome {
        let descriptor = try #require(MethodRegistry.catalog[method])
        let asker = QuestionAsker(MethodCall(descriptor, options: options), on: network) {
            .independent($0, on: network)
        }
        let outcome = try #require(asker.answer([question], until: .never)?.first)
        return WitnessCheck.settle(outcome, for: question, on: network)
    }
}

/// A margin in double precision with plain loops, of fully-connected networks alone.
enum PlainMargin {
    static func logits(_ network: Network, _ image: [Double]) -> [Double] {
        network.nodes.reduce(image) { values, node in
            switch node.operation {
            case .linear(let layer):
                layer.bias.indices.map { row in
                    (0..<layer.weight.columns).reduce(Double(layer.bias[row])) {
                        $0 + Double(layer.weight[row, $1]) * values[$1]
                    }
                }
            case .relu: values.map { max($0, 0) }
            default: values
            }
        }
    }

    static func worst(_ network: Network, _ image: [Double], label: Int, classes: [Int]) -> Double {
        let logits = logits(network, image)
        return classes.filter { $0 != label }.map { logits[label] - logits[$0] }.min() ?? .infinity
    }
}
