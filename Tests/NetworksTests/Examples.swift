import LinearAlgebra
import Networks
import TestSupport

/// Networks and images that several tests share.
enum Examples {
    struct Named: Sendable, CustomStringConvertible {
        var name: String
        var network: Network
        var description: String { name }
    }

    /// Several networks of every family on two inputs, and larger ones with every kind of layer.
    static let networks: [Named] = {
        let small = RandomNetworks.Family.allCases.flatMap { family in
            (1...6 as ClosedRange<UInt64>).compactMap { seed in
                (try? RandomNetworks.make(family, seed: seed)).map { Named(name: "\(family) \(seed)", network: $0) }
            }
        }
        let large = (1...3 as ClosedRange<UInt64>).compactMap { seed in
            (try? everyLayer(seed: seed)).map { Named(name: "every layer \(seed)", network: $0) }
        }
        let moved = (1...3 as ClosedRange<UInt64>).compactMap { seed in
            (try? everyMove(seed: seed)).map { Named(name: "every move \(seed)", network: $0) }
        }
        return small + large + moved
    }()

    /// Normalise, convolutions with stride and padding, both poolings with overlap and padding, a residual addition,
    /// a node used twice, and linear layers on a 2 × 6 × 5 image.
    static func everyLayer(seed: UInt64) throws -> Network {
        var generator = SeededGenerator(seed: seed)
        var builder = NetworkBuilder(input: [2, 6, 5])
        try builder.normalise(mean: [0.3, 0.6], deviation: [0.25, 0.4])
        try builder.convolution(
            kernels: matrix(3, 18, 0.4, &generator), bias: vector(3, &generator), kernelHeight: 3, kernelWidth: 3,
            stride: 1, padding: 1)
        let skip = builder.relu()
        try builder.convolution(
            kernels: matrix(3, 27, 0.3, &generator), bias: vector(3, &generator), kernelHeight: 3, kernelWidth: 3,
            stride: 1, padding: 1)
        try builder.add(builder.last, skip)
        builder.relu()
        try builder.maxPool(kernel: 3, stride: 2, padding: 1)
        try builder.convolution(
            kernels: matrix(4, 12, 0.4, &generator), bias: vector(4, &generator), kernelHeight: 2, kernelWidth: 2,
            stride: 1, padding: 1)
        builder.relu()
        try builder.averagePool(kernel: 2, stride: 2, padding: 1)
        let flat = builder.flatten()
        let width = builder.shape(of: flat).count
        try builder.linear(weight: matrix(7, width, 0.4, &generator), bias: vector(7, &generator))
        let doubled = builder.relu()
        try builder.add(doubled, doubled)
        try builder.linear(weight: matrix(4, 7, 0.4, &generator), bias: vector(4, &generator))
        return try builder.build()
    }

    /// `count` random images of [0, 1], one per row.
    static func images(for network: Network, count: Int, seed: UInt64) -> Matrix<Float> {
        var generator = SeededGenerator(seed: seed)
        let pixels = network.inputShape.count
        return Matrix(
            rows: count, columns: pixels, elements: (0..<count * pixels).map { _ in generator.unitFloat() })
    }

    static func matrix(
        _ rows: Int, _ columns: Int, _ scale: Double, _ generator: inout SeededGenerator
    ) -> Matrix<Float> {
        Matrix(
            rows: rows, columns: columns,
            elements: (0..<rows * columns).map { _ in Float(generator.normal() * scale) })
    }

    static func vector(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
        (0..<count).map { _ in Float(generator.normal() * 0.3) }
    }

    /// A network of one linear layer.
    static func linear(_ rows: [[Float]], bias: [Float]) throws -> Network {
        var builder = NetworkBuilder(input: [rows[0].count])
        try builder.linear(
            weight: Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap { $0 }), bias: bias)
        return try builder.build()
    }
}

/// Whether all entries agree within `tolerance` times the larger of 1 and their size.
func agree(_ a: [Double], _ b: [Double], within tolerance: Double) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($0), abs($1)) }
}
