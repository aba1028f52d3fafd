import LinearAlgebra
import Networks

/// Networks of general windows, and of entries that are moved about.
extension RandomNetworks {
    /// A convolution of two groups on a 2 × 1 × 2 image, or of one on a row of two pixels, then a pooling with a window of its own.
    static func windowed(_ generator: inout SeededGenerator) throws -> Network {
        let isGrouped = Bool.random(using: &generator)
        var builder = NetworkBuilder(input: isGrouped ? [2, 1, 1] : [1, 1, 2])
        let window = WindowSpec(
            kernelHeight: 2, kernelWidth: 2, strideHeight: pick(1...2, &generator),
            strideWidth: pick(1...2, &generator), top: pick(1...2, &generator), left: pick(1...2, &generator),
            bottom: pick(0...1, &generator), right: 1,
            dilationHeight: 1, dilationWidth: pick(1...2, &generator))
        try convolution(&builder, channels: 2, window, groups: isGrouped ? 2 : 1, &generator)
        if Bool.random(using: &generator) { builder.relu() }
        let shape = builder.shape(of: builder.last).extents
        let pool = WindowSpec(
            kernelHeight: min(shape[1], pick(1...2, &generator)), kernelWidth: min(shape[2], pick(1...2, &generator)),
            strideHeight: 1, strideWidth: pick(1...2, &generator))
        if Bool.random(using: &generator) {
            try builder.maxPool(window: pool)
        } else {
            try builder.averagePool(window: pool)
        }
        builder.relu()
        try linear(&builder, 3, &generator)
        return try builder.build()
    }

    /// A hidden layer of six, taken apart, scaled, put together in another order with the image and with zeros.
    static func rearranged(_ generator: inout SeededGenerator) throws -> Network {
        var builder = NetworkBuilder(input: [1, 1, 2])
        try linear(&builder, 6, &generator)
        let hidden = Bool.random(using: &generator) ? builder.relu() : builder.last
        let image = try builder.reshape([2], after: 0)
        let left = try builder.select((0..<3).map { _ in pick(-1...5, &generator) }, shape: [3], after: hidden)
        let right = try builder.select([4, 1, 0, 5], shape: [2, 1, 2], after: hidden)
        try builder.scale(
            gain: (0..<4).map { _ in Float(generator.normal()) },
            offset: (0..<4).map { _ in Float(generator.normal() * 0.3) }, after: right)
        let active = builder.relu()
        var sources = [left, active, image, left]
        sources.shuffle(using: &generator)
        let joined = try builder.concatenate(sources, shape: [3, 2, 2])
        let turned = try builder.select((0..<12).map { ($0 % 3) * 4 + $0 / 3 }, shape: [12], after: joined)
        if Bool.random(using: &generator) { builder.relu() }
        try linear(&builder, 4, &generator)
        builder.relu()
        let last = try linear(&builder, 2, &generator)
        let single = try builder.select([pick(0...11, &generator)], shape: [1], after: turned)
        try builder.concatenate([last, single], shape: [3])
        // The logits are those of a linear layer, as in every family.
        try linear(&builder, 3, &generator)
        return try builder.build()
    }

    private static func pick(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> Int {
        Int.random(in: range, using: &generator)
    }

    private static func convolution(
        _ builder: inout NetworkBuilder, channels: Int, _ window: WindowSpec, groups: Int,
        _ generator: inout SeededGenerator
    ) throws {
        let inputs = (builder.shape(of: builder.last).image?.channels ?? 1) / groups
        let columns = inputs * window.kernelHeight * window.kernelWidth
        try builder.convolution(
            kernels: Matrix(
                rows: channels, columns: columns,
                elements: (0..<channels * columns).map { _ in Float(generator.normal() * 0.9) }),
            bias: (0..<channels).map { _ in Float(generator.normal() * 0.4) }, window: window, groups: groups)
    }
}
