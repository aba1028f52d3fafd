import LinearAlgebra
import Networks
import Questions

/// Tiny random networks on two inputs, so that their activation regions can be enumerated as polygons.
public enum RandomNetworks {
    /// What a random network is made of.
    public enum Family: String, CaseIterable, Sendable {
        case fullyConnected, convolutional, residual, pooling, normalised
        /// Windows with strides and dilations by axis, padding by side, groups of channels.
        case windowed
        /// Selections, concatenations and other shapes, scales per entry.
        case rearranged

        /// Those of recorded answers; what is recorded of them stays.
        public static let recorded: [Family] = [.fullyConnected, .convolutional, .residual, .pooling, .normalised]
    }

    /// A network of the family with two input values and three classes; the same seed gives the same network.
    public static func make(_ family: Family, seed: UInt64) throws -> Network {
        var generator = SeededGenerator(seed: seed &* 0x1000 &+ UInt64(Family.allCases.firstIndex(of: family) ?? 0))
        switch family {
        case .fullyConnected: return try fullyConnected(&generator)
        case .convolutional: return try convolutional(&generator)
        case .residual: return try residual(&generator)
        case .pooling: return try pooling(&generator)
        case .normalised: return try normalised(&generator)
        case .windowed: return try windowed(&generator)
        case .rearranged: return try rearranged(&generator)
        }
    }

    /// A random point of [0, 1]² with the class that the network gives it.
    public static func sample(for network: Network, seed: UInt64) -> Sample {
        var generator = SeededGenerator(seed: seed)
        let pixels = [generator.unitFloat(), generator.unitFloat()]
        let label = network.evaluator.predictions(Matrix(rows: 1, columns: 2, elements: pixels))[0]
        return Sample(id: SampleID(dataset: "random", split: "test", index: Int(seed)), label: label, pixels: pixels)
    }

    private static func fullyConnected(_ generator: inout SeededGenerator) throws -> Network {
        var builder = NetworkBuilder(input: [2])
        let depth = Int.random(in: 1...3, using: &generator)
        for _ in 0..<depth {
            try linear(&builder, Int.random(in: 2...5, using: &generator), &generator)
            builder.relu()
        }
        try linear(&builder, 3, &generator)
        return try builder.build()
    }

    private static func convolutional(_ generator: inout SeededGenerator) throws -> Network {
        var builder = NetworkBuilder(input: [1, 1, 2])
        try convolution(&builder, channels: 2, kernel: 2, stride: 1, padding: 1, &generator)
        builder.relu()
        try convolution(&builder, channels: 1, kernel: 2, stride: 2, padding: 1, &generator)
        builder.relu()
        try linear(&builder, 3, &generator)
        return try builder.build()
    }

    private static func residual(_ generator: inout SeededGenerator) throws -> Network {
        var builder = NetworkBuilder(input: [2])
        try linear(&builder, 3, &generator)
        let skip = builder.relu()
        try linear(&builder, 3, &generator)
        builder.relu()
        let branch = try linear(&builder, 3, &generator)
        try builder.add(skip, branch)
        builder.relu()
        try linear(&builder, 3, &generator)
        return try builder.build()
    }

    private static func pooling(_ generator: inout SeededGenerator) throws -> Network {
        var builder = NetworkBuilder(input: [1, 1, 2])
        try convolution(&builder, channels: 2, kernel: 2, stride: 1, padding: 1, &generator)
        if Bool.random(using: &generator) { builder.relu() }
        try builder.maxPool(kernel: 2, stride: 1)
        try linear(&builder, 3, &generator)
        builder.relu()
        try linear(&builder, 3, &generator)
        return try builder.build()
    }

    private static func normalised(_ generator: inout SeededGenerator) throws -> Network {
        var builder = NetworkBuilder(input: [2, 1, 1])
        try builder.normalise(mean: [0.4, 0.6], deviation: [0.3, 0.7])
        try convolution(&builder, channels: 2, kernel: 3, stride: 1, padding: 2, &generator)
        builder.relu()
        try builder.averagePool(kernel: 2, stride: 1)
        try linear(&builder, 3, &generator)
        return try builder.build()
    }

    @discardableResult
    static func linear(
        _ builder: inout NetworkBuilder, _ width: Int, _ generator: inout SeededGenerator
    ) throws -> Int {
        let inputs = builder.shape(of: builder.last).count
        let scale = 1.6 / Double(inputs).squareRoot()
        return try builder.linear(
            weight: Matrix(
                rows: width, columns: inputs,
                elements: (0..<width * inputs).map { _ in Float(generator.normal() * scale) }),
            bias: (0..<width).map { _ in Float(generator.normal() * 0.4) })
    }

    private static func convolution(
        _ builder: inout NetworkBuilder, channels: Int, kernel: Int, stride: Int, padding: Int,
        _ generator: inout SeededGenerator
    ) throws {
        let inputs = (builder.shape(of: builder.last).image?.channels ?? 1) * kernel * kernel
        try builder.convolution(
            kernels: Matrix(
                rows: channels, columns: inputs,
                elements: (0..<channels * inputs).map { _ in Float(generator.normal() * 0.9) }),
            bias: (0..<channels).map { _ in Float(generator.normal() * 0.4) }, kernelHeight: kernel,
            kernelWidth: kernel, stride: stride, padding: padding)
    }
}
