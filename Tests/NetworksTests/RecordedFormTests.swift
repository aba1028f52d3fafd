import Foundation
import LinearAlgebra
import Networks
import Questions
import Testing

/// Forms that stores, outcome files and network files hold: what could be written once is written so for ever.
@Suite struct RecordedFormTests {
    /// Weight i is (5 i mod 9 − 4) / 8, bias i is (i − 1) / 4.
    private func weights(_ rows: Int, _ columns: Int) -> Matrix<Float> {
        Matrix(
            rows: rows, columns: columns, elements: (0..<rows * columns).map { Float($0 * 5 % 9 - 4) / 8 })
    }

    private func biases(_ count: Int) -> [Float] { (0..<count).map { Float($0 - 1) / 4 } }

    /// Every kind of layer of before windows were general. The digest is that of the program of then, of the same layers read
    /// from a file.
    @Test func `digests of square windows stay`() throws {
        var builder = NetworkBuilder(input: [2, 6, 5])
        try builder.normalise(mean: [0.25, 0.5], deviation: [0.5, 0.25])
        try builder.convolution(
            kernels: weights(3, 18), bias: biases(3), kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
        let skip = builder.relu()
        let branch = try builder.convolution(
            kernels: weights(3, 27), bias: biases(3), kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
        try builder.add(branch, skip)
        builder.relu()
        try builder.maxPool(kernel: 3, stride: 2, padding: 1)
        try builder.convolution(
            kernels: weights(4, 6), bias: biases(4),
            window: WindowSpec(kernelHeight: 2, kernelWidth: 1, strideHeight: 2, strideWidth: 2))
        builder.relu()
        try builder.averagePool(kernel: 2, stride: 1, padding: 1)
        try builder.scale(gain: weights(1, 4).elements, offset: biases(4))
        builder.flatten()
        try builder.linear(weight: weights(3, 24), bias: biases(3))
        #expect(
            try builder.build().digest.description
                == "97b701138aa0edd50f47e07fda1daa7643a64599c3e61a8a5a2ae4c96f89a427")
    }

    /// The text of that file; the program of then read it.
    private static let text =
        #"{"input":{"extents":[2,6,5]},"layers":[{"normalise":{"deviation":[0.5,0.25],"mean":[0.25,0.5]}},"#
        + #"{"conv2d":{"bias":"2.bias","padding":1,"stride":1,"weight":"2.weight"}},{"relu":{}},"#
        + #"{"conv2d":{"bias":"4.bias","layout":"hwio","padding":1,"stride":1,"weight":"4.weight"}},"#
        + #"{"add":{"from":3}},{"maxPool":{"kernel":3,"padding":1,"stride":2}},"#
        + #"{"averagePool":{"kernel":2,"padding":1,"stride":1}},{"scale":{"bias":"11.bias","weight":"11.weight"}},"#
        + #"{"batchNorm":{"epsilon":0.5,"mean":"m","variance":"v"}},{"flatten":{}},"#
        + #"{"linear":{"bias":"13.bias","flatten":"hwc","transposed":false,"weight":"13.weight"}}]}"#

    private static let layers: [ArchitectureSpec.Layer] = [
        .normalise(mean: [0.25, 0.5], deviation: [0.5, 0.25]),
        .conv2d(weight: "2.weight", bias: "2.bias", stride: 1, padding: 1), .relu,
        .conv2d(weight: "4.weight", bias: "4.bias", stride: 1, padding: 1, layout: .hwio), .add(from: 3),
        .maxPool(kernel: 3, stride: 2, padding: 1), .averagePool(kernel: 2, stride: 1, padding: 1),
        .scale(weight: "11.weight", bias: "11.bias"),
        .batchNorm(weight: nil, bias: nil, mean: "m", variance: "v", epsilon: 0.5), .flatten,
        .linear(weight: "13.weight", bias: "13.bias", transposed: false, flatten: .hwc),
    ]

    @Test func `architectures keep their text`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let spec = ArchitectureSpec(input: [2, 6, 5], layers: Self.layers)
        #expect(String(decoding: try encoder.encode(spec), as: UTF8.self) == Self.text)
        #expect(try JSONDecoder().decode(ArchitectureSpec.self, from: Data(Self.text.utf8)) == spec)
    }

    /// Every number of a window, the groups, every index, order and shape.
    @Test func `all that is new enters the digest`() throws {
        var digests = Set<Digest>()
        func insert(_ build: (inout NetworkBuilder) throws -> Void) throws {
            var builder = NetworkBuilder(input: [4, 6, 6])
            try build(&builder)
            #expect(digests.insert(try builder.build().digest).inserted)
        }
        let plain = WindowSpec(kernelHeight: 2, kernelWidth: 2)
        var windows = [plain]
        for field in [
            \WindowSpec.strideHeight, \.strideWidth, \.top, \.left, \.bottom, \.right, \.dilationHeight,
            \.dilationWidth,
        ] {
            windows.append(plain)
            windows[windows.count - 1][keyPath: field] += 1
        }
        for window in windows {
            try insert {
                try $0.convolution(kernels: Matrix(rows: 4, columns: 16), bias: [0, 0, 0, 0], window: window)
            }
            try insert { try $0.maxPool(window: window) }
            try insert { try $0.averagePool(window: window) }
        }
        for groups in [2, 4] {
            try insert {
                try $0.convolution(
                    kernels: Matrix(rows: 4, columns: 16 / groups), bias: [0, 0, 0, 0], window: plain, groups: groups)
            }
        }
        for indices in [[0, 1], [1, 0], [0, -1]] { try insert { try $0.select(indices, shape: [2]) } }
        try insert { try $0.select([0, 1], shape: [1, 2]) }
        try insert { try $0.reshape([144]) }
        try insert { try $0.reshape([12, 12]) }
        try insert { _ = $0.flatten() }
        for sources in [[0, 1], [1, 0], [0, 0]] {
            try insert {
                $0.relu()
                try $0.concatenate(sources, shape: [8, 6, 6])
            }
        }
        try insert { try $0.scale(gain: [1, 1, 1, 1], offset: [0, 0, 0, 0]) }
        let (ones, zeros) = ([Float](repeating: 1, count: 144), [Float](repeating: 0, count: 144))
        try insert { try $0.scale(gain: ones, offset: zeros) }
    }

    @Test func `new layers survive JSON`() throws {
        let window = WindowSpec(
            kernelHeight: 2, kernelWidth: 3, strideHeight: 2, strideWidth: 1, top: 1, left: 0, bottom: 2, right: 3,
            dilationHeight: 1, dilationWidth: 2)
        let spec = ArchitectureSpec(layers: [
            .convolution(weight: "w", bias: nil, steps: WindowSteps(window), groups: 2, layout: .hwio),
            .windowedMaxPool(window: window), .windowedAveragePool(window: window),
            .select(indices: [0, -1], shape: [2]), .concatenate(from: [0, 2], shape: nil),
            .concatenate(from: [1], shape: [3]), .reshape(shape: [1, 2, 3]),
            .reading(from: 2, layer: .reading(from: 1, layer: .relu)),
        ])
        let data = try JSONEncoder().encode(spec)
        #expect(try JSONDecoder().decode(ArchitectureSpec.self, from: data) == spec)
        #expect(spec.layers?[0].tensorNames == ["w"])
        #expect(WindowSteps(window).window(kernelHeight: 2, kernelWidth: 3) == window)
    }
}
