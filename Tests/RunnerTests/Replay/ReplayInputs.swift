import Datasets
import Foundation
import LinearAlgebra
import Networks
import Questions
import ResultStore
import WorkerProtocol

/// Stands in for the networks and images of a suite whose outcomes are at hand: networks of the right layers with
/// weights of 0, and images that nobody looks at.
struct ReplayInputs: InputLoader {
    /// The recorded run.
    let snapshot: RunSnapshot

    func network(file: String, architecture: ArchitectureSpec) throws -> Network {
        let name = (file as NSString).lastPathComponent.lowercased()
        if name.contains("cnn-small") { return try Self.convolutional() }
        if name.contains("fc1") { return try Self.dense([784, 1024, 10], named: name) }
        return try Self.dense(name.contains("rsl18a") ? [784, 500, 10] : [784, 100, 100, 10], named: name)
    }

    func dataset(_ reference: DatasetReferenceV1) throws -> Dataset {
        let count = (snapshot.samples.map(\.id.index).max() ?? -1) + 1
        var labels = [Int](repeating: 0, count: count)
        for sample in snapshot.samples { labels[sample.id.index] = sample.label }
        var pixels = [Float](repeating: 0, count: count * 784)
        // No two alike: the plan tells images by their content.
        for index in 0..<count { pixels[784 * index] = Float(index) / 1024 }
        let name = snapshot.samples.first?.id
        return Dataset(
            name: name?.dataset ?? "", split: name?.split ?? "", shape: [1, 28, 28], labels: labels, pixels: pixels)
    }

    private static func dense(_ widths: [Int], named name: String) throws -> Network {
        var builder = NetworkBuilder(input: [1, 28, 28])
        // The plan tells networks by their content as well.
        let mark = Float(name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 65_521 })
        for (index, (input, output)) in zip(widths, widths.dropFirst()).enumerated() {
            if index > 0 { builder.relu() }
            try builder.linear(
                weight: Matrix(rows: output, columns: input, elements: Array(repeating: 0, count: output * input)),
                bias: Array(repeating: index == 0 ? mark : 0, count: output))
        }
        return try builder.build()
    }

    /// Two convolutions with 16 and 32 kernels, 4×4, stride 2, then 100 and 10 neurons.
    private static func convolutional() throws -> Network {
        var builder = NetworkBuilder(input: [1, 28, 28])
        for (input, output) in [(1, 16), (16, 32)] {
            try builder.convolution(
                kernels: Matrix(
                    rows: output, columns: 16 * input, elements: Array(repeating: 0, count: output * 16 * input)),
                bias: Array(repeating: 0, count: output), kernelHeight: 4, kernelWidth: 4, stride: 2, padding: 1)
            builder.relu()
        }
        for (input, output) in [(1568, 100), (100, 10)] {
            try builder.linear(
                weight: Matrix(rows: output, columns: input, elements: Array(repeating: 0, count: output * input)),
                bias: Array(repeating: 0, count: output))
            if output == 100 { builder.relu() }
        }
        return try builder.build()
    }
}
