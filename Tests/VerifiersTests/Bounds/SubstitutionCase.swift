import LinearAlgebra
import Networks
import Questions
import Testing

/// A random network of some size with a query about it.
struct SubstitutionCase: CustomTestStringConvertible, Sendable {
    enum Shape: String, CaseIterable {
        case dense, wide, convolution, strided, residual, pooled, averaged, normalised
    }

    let shape: Shape
    let norm: Norm
    let seed: UInt64

    var testDescription: String { "\(shape) l\(norm.rawValue) seed \(seed)" }

    static let all = Shape.allCases.flatMap { shape in
        Norm.allCases.flatMap { norm in
            (0..<2).map { SubstitutionCase(shape: shape, norm: norm, seed: UInt64($0)) }
        }
    }

    func query(on network: Network) -> Query {
        var generator = SeededGenerator(seed: seed &+ 99)
        let pixels = (0..<network.inputShape.count).map { _ in generator.unitFloat() }
        let label = network.evaluator.predictions(Matrix(rows: 1, columns: pixels.count, elements: pixels))[0]
        let sample = Sample(id: SampleID(dataset: "random", split: "test", index: 0), label: label, pixels: pixels)
        let epsilon = norm == .infinity ? 0.04 : norm == .two ? 0.15 : 0.4
        return Query(sample: sample, label: label, perturbation: PerturbationSet(norm: norm, epsilon: epsilon))
    }

    func network() throws -> Network {
        var weights = RandomLayers(seed: seed)
        switch shape {
        case .dense: try weights.start([7], widths: [12, 9, 11])
        case .wide: try weights.start([3], widths: [300, 140])
        case .convolution, .strided, .residual, .pooled, .averaged, .normalised:
            weights.builder = NetworkBuilder(input: [2, 7, 6])
            try convolutional(&weights)
            try weights.linear(9)
            weights.builder.relu()
        }
        try weights.linear(3)
        return try weights.builder.build()
    }

    private func convolutional(_ weights: inout RandomLayers) throws {
        if shape == .normalised { try weights.builder.normalise(mean: [0.4, 0.6], deviation: [0.3, 0.7]) }
        try weights.convolution(shape == .convolution ? 11 : 5, kernel: 3, stride: 1, padding: 1)
        let first = weights.builder.relu()
        switch shape {
        case .strided: try weights.convolution(4, kernel: 4, stride: 2, padding: 1)
        case .residual:
            try weights.convolution(5, kernel: 3, stride: 1, padding: 1)
            weights.builder.relu()
            let branch = try weights.convolution(5, kernel: 3, stride: 1, padding: 1)
            try weights.builder.add(first, branch)
        case .pooled:
            try weights.convolution(3, kernel: 2, stride: 1, padding: 0)
            try weights.builder.maxPool(kernel: 2, stride: 2)
            return
        case .averaged: try weights.builder.averagePool(kernel: 2, stride: 2)
        default: try weights.convolution(3, kernel: 2, stride: 1, padding: 0)
        }
        weights.builder.relu()
    }
}

/// Appends layers with random weights, some of them 0.
struct RandomLayers {
    var builder = NetworkBuilder(input: [1])
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed &* 77 &+ 5) }

    mutating func start(_ input: [Int], widths: [Int]) throws {
        builder = NetworkBuilder(input: TensorShape(input))
        for width in widths {
            try linear(width)
            builder.relu()
        }
    }

    @discardableResult
    mutating func linear(_ width: Int) throws -> Int {
        let inputs = builder.shape(of: builder.last).count
        return try builder.linear(weight: matrix(width, inputs), bias: biases(width))
    }

    @discardableResult
    mutating func convolution(_ channels: Int, kernel: Int, stride: Int, padding: Int) throws -> Int {
        let inputs = (builder.shape(of: builder.last).image?.channels ?? 1) * kernel * kernel
        return try builder.convolution(
            kernels: matrix(channels, inputs), bias: biases(channels), kernelHeight: kernel, kernelWidth: kernel,
            stride: stride, padding: padding)
    }

    private mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix<Float> {
        let scale = 1.5 / Double(columns).squareRoot()
        return Matrix(
            rows: rows, columns: columns,
            elements: (0..<rows * columns).map { _ in
                generator.unitFloat() < 0.1 ? 0 : Float(generator.normal() * scale)
            })
    }

    private mutating func biases(_ count: Int) -> [Float] { (0..<count).map { _ in Float(generator.normal() * 0.1) } }
}
