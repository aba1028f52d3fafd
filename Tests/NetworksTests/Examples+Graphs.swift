import LinearAlgebra
import Networks

extension Examples {
    /// General windows, groups, a depthwise convolution, both poolings with rectangular windows, channels taken apart and put
    /// together, an image turned to channels last and back, zero padding by a selection, other shapes and scales per entry, on a
    /// 4 × 7 × 6 image.
    static func everyMove(seed: UInt64) throws -> Network {
        var generator = SeededGenerator(seed: seed &+ 900)
        var builder = NetworkBuilder(input: [4, 7, 6])
        let pixels = 4 * 7 * 6
        try builder.scale(gain: vector(pixels, &generator), offset: vector(pixels, &generator))
        let last = try builder.select(
            (0..<pixels).map { ($0 % 4) * 42 + $0 / 4 }, shape: [7, 6, 4], name: "channels last")
        let first = try builder.select(
            (0..<pixels).map { ($0 % 42) * 4 + $0 / 42 }, shape: [4, 7, 6], after: last)
        let wide = try builder.convolution(
            kernels: matrix(6, 2 * 6, 0.4, &generator), bias: vector(6, &generator),
            window: WindowSpec(
                kernelHeight: 3, kernelWidth: 2, strideHeight: 2, strideWidth: 1, top: 1, left: 2, bottom: 2, right: 0,
                dilationHeight: 1, dilationWidth: 3), groups: 2, after: first)
        let active = builder.relu()
        let depthwise = try builder.convolution(
            kernels: matrix(4, 4, 0.4, &generator), bias: vector(4, &generator),
            window: WindowSpec(kernelHeight: 2, kernelWidth: 2, strideHeight: 2, strideWidth: 2, top: 1, bottom: 1),
            groups: 4, after: first)
        let row = WindowSpec(kernelHeight: 1, kernelWidth: 3, strideWidth: 2, left: 1)
        try builder.maxPool(window: row, after: depthwise)
        let pooled = builder.shape(of: builder.last).count
        let flat = try builder.reshape([pooled])
        let averaged = try builder.averagePool(
            window: WindowSpec(kernelHeight: 2, kernelWidth: 1, strideHeight: 3, bottom: 1), after: active)
        let entries = builder.shape(of: averaged).count
        let upper = Array(entries / 2..<entries) + [-1, 0, 0, -1]
        let half = try builder.select(upper, shape: [upper.count])
        let count = builder.shape(of: half).count + pooled + builder.shape(of: wide).count
        try builder.concatenate([half, flat, wide], shape: [1, count, 1])
        builder.relu()
        try builder.linear(weight: matrix(6, count, 0.3, &generator), bias: vector(6, &generator))
        let scores = builder.last
        let parts = try [[0, 2, 4], [1, 3, 5]].map { try builder.select($0, shape: [3], after: scores) }
        let rectified = builder.relu(after: parts[1])
        try builder.concatenate([rectified, parts[0]], shape: [6])
        try builder.linear(weight: matrix(4, 6, 0.5, &generator), bias: vector(4, &generator))
        return try builder.build()
    }
}
