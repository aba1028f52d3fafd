import Datasets
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import Questions

/// A published network with the size at which bounds on it are timed. Where its file is not found, a network of the same
/// architecture with random weights stands in for it.
struct BoundsProblem {
    /// Layers between the image and the logits: convolutions, each as channels, kernel and stride, padded by 1; then widths.
    struct Architecture {
        var input: [Int]
        var convolutions: [(channels: Int, kernel: Int, stride: Int)] = []
        var widths: [Int]
    }

    let name: String
    let folder: String
    let epsilon: Double
    let images: Int
    let architecture: Architecture

    private var isCIFAR: Bool { architecture.input.count == 3 && architecture.input[0] == 3 }

    /// A network and queries about it; the name says whether it is the published one.
    ///
    /// - Throws: where a file that is there cannot be read.
    func make(dataDirectory: String) throws -> (name: String, network: Network, queries: [Query]) {
        let path = "\(dataDirectory)/salman2019/\(folder)/\(name).pth"
        guard FileManager.default.fileExists(atPath: path) else {
            let network = try seeded()
            let problem = BenchmarkProblem(name: name, epsilon: epsilon) { network }
            return ("seeded \(name)", network, problem.queries(images, on: network))
        }
        let locator = DatasetLocator(
            dataDirectory: dataDirectory, environment: [:],
            workingDirectory: FileManager.default.currentDirectoryPath)
        let images = try locator.load(DatasetReference(name: isCIFAR ? "cifar10" : "mnist"))
        let queries = (0..<self.images).map { index in
            let sample = images.sample(index)
            return Query(
                sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: epsilon), measure: .margin)
        }
        return (name, try NetworkFile.read(path: path, architecture: specification), queries)
    }

    /// The published CIFAR-10 networks read normalised images.
    private var specification: ArchitectureSpec {
        guard isCIFAR else { return ArchitectureSpec() }
        return ArchitectureSpec(
            normalise: NormalisationLayer(mean: [0.485, 0.456, 0.406], deviation: [0.225, 0.225, 0.225]))
    }

    private func seeded() throws -> Network {
        var generator = SeededGenerator(seed: 11)
        var builder = NetworkBuilder(input: TensorShape(architecture.input))
        for layer in architecture.convolutions {
            let inputs = (builder.shape(of: builder.last).image?.channels ?? 1) * layer.kernel * layer.kernel
            try builder.convolution(
                kernels: BenchmarkProblem.random(layer.channels, inputs, &generator),
                bias: Array(repeating: 0.05, count: layer.channels), kernelHeight: layer.kernel,
                kernelWidth: layer.kernel, stride: layer.stride, padding: 1)
            builder.relu()
        }
        for (index, width) in (architecture.widths + [10]).enumerated() {
            if index > 0 { builder.relu() }
            let inputs = builder.shape(of: builder.last).count
            try builder.linear(
                weight: BenchmarkProblem.random(width, inputs, &generator),
                bias: Array(repeating: 0.05, count: width))
        }
        return try builder.build()
    }
}

extension BoundsProblem {
    /// Those whose times other programs are known for, and one narrower and one shallower for comparison.
    static let all = [
        mlp("ADV_MLP_B_0.1", "experiment_1", 0.1, depth: 2), mlp("NOR_MLP_B", "experiment_1", 0.03, depth: 2),
        mlp("mnist_MLP_2_100_ADV", "experiment_2", 0.02, depth: 2),
        mlp("mnist_MLP_9_100_ADV", "experiment_2", 0.02, depth: 9),
        strided("mnist_cnn_small_LPD", [1, 28, 28], 0.1, channels: 16, width: 100),
        strided("mnist_cnn_wide_1_LPD", [1, 28, 28], 0.1, channels: 4, width: 128),
        strided("mnist_cnn_wide_4_LPD", [1, 28, 28], 0.1, channels: 16, width: 512),
        BoundsProblem(
            name: "mnist_cnn_deep_2_ADV", folder: "experiment_2", epsilon: 0.05, images: 10,
            architecture: Architecture(
                input: [1, 28, 28], convolutions: [(8, 3, 1), (8, 4, 2), (16, 3, 1), (16, 4, 2)], widths: [100])),
        strided("cifar_cnn_small_LPD", [3, 32, 32], 2 / 255, channels: 16, width: 100),
    ]

    /// Pairs of names: from the first to the second a network grows in one way.
    static let growths = [
        (way: "width", from: "mnist_cnn_wide_1_LPD", to: "mnist_cnn_wide_4_LPD"),
        (way: "depth", from: "mnist_MLP_2_100_ADV", to: "mnist_MLP_9_100_ADV"),
    ]

    private static func mlp(_ name: String, _ folder: String, _ epsilon: Double, depth: Int) -> BoundsProblem {
        BoundsProblem(
            name: name, folder: folder, epsilon: epsilon, images: 100,
            architecture: Architecture(input: [784], widths: Array(repeating: 100, count: depth)))
    }

    private static func strided(
        _ name: String, _ input: [Int], _ epsilon: Double, channels: Int, width: Int
    ) -> BoundsProblem {
        BoundsProblem(
            name: name, folder: "experiment_2", epsilon: epsilon, images: 10,
            architecture: Architecture(
                input: input, convolutions: [(channels, 4, 2), (2 * channels, 4, 2)], widths: [width]))
    }
}
