import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks

/// A suite of generated points on a generated network, big enough that a run can be disturbed.
enum ToyProblem {
    static let inputs = 6
    static let classes = 3

    /// Writes network, points and labels, and a suite over them as `toy.yaml`.
    static func write(
        to workspace: Workspace, samples: Int = 40, epsilons: String = "[0.02, 0.05, 0.1]",
        methods: [String] = ["clean", "interval", "pgd", "lp-greedy", "crown", "simplex", "lp-last", "lp-all", "milp"],
        settings: String = ""
    ) throws {
        var generator = SeededGenerator(seed: 7)
        let network = try network(&generator)
        try FileManager.default.createDirectory(
            atPath: workspace.path("data"), withIntermediateDirectories: true)
        try NetworkFile.write(network, to: workspace.path("data/toy.safetensors"))
        let points = (0..<samples * inputs).map { _ in generator.unitFloat() }
        var labels = network.evaluator.predictions(
            Matrix(rows: samples, columns: inputs, elements: points))
        // Some are misclassified.
        for index in stride(from: 5, to: samples, by: 10) { labels[index] = (labels[index] + 1) % classes }
        try workspace.write(NumPyArray(shape: [samples, inputs], floats: points).fileBytes, to: "data/points.npy")
        try workspace.write(NumPyArray(shape: [samples], integers: labels).fileBytes, to: "data/labels.npy")
        try workspace.write(
            """
            suite: toy
            title: Generated points
            dataset: { name: toy, images: data/points.npy, labels: data/labels.npy }
            networks:
              - { id: TOY, file: data/toy.safetensors, epsilons: \(epsilons) }
            methods:
            \(methods.map { "  - \($0)" }.joined(separator: "\n"))
            question: robust-error
            perturbation: { norm: inf, input-domain: [0, 1] }
            \(settings)

            """, to: "toy.yaml")
    }

    /// A method that works until its time is up.
    static let endless = "pgd: { steps: 100000, restarts: 10000, start: uniform }"

    /// One more network of the same shape, another one for every number.
    static func writeNetwork(_ number: Int, to path: String) throws {
        var generator = SeededGenerator(seed: UInt64(100 + number))
        try NetworkFile.write(try network(&generator), to: path)
    }

    private static func network(_ generator: inout SeededGenerator) throws -> Network {
        var builder = NetworkBuilder(input: TensorShape([inputs]))
        var width = inputs
        for next in [16, 16, classes] {
            if width != inputs { builder.relu() }
            let scale = 1.4 / Double(width).squareRoot()
            try builder.linear(
                weight: Matrix(
                    rows: next, columns: width,
                    elements: (0..<next * width).map { _ in Float(generator.normal() * scale) }),
                bias: (0..<next).map { _ in Float(generator.normal() * 0.2) })
            width = next
        }
        return try builder.build()
    }
}
