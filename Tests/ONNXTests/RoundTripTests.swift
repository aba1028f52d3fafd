import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import ONNX
import TestSupport
import Testing

/// Networks written as ONNX and read again.
@Suite struct RoundTripTests {
    private static func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in generator.unitFloat() - 0.5 }
    }

    private static func kernels(_ rows: Int, _ columns: Int) -> Matrix<Float> {
        Matrix(rows: rows, columns: columns, elements: numbers(rows * columns, UInt64(rows + 31 * columns)))
    }

    /// Layers that ONNX has as they are.
    static func plain() throws -> Network {
        var builder = NetworkBuilder(input: [4, 8, 8])
        try builder.normalise(mean: [0.5, 0.25, 0.125, 0], deviation: [0.75, 0.375, 3, 1.5])
        let first = try builder.convolution(
            kernels: kernels(6, 24), bias: numbers(6, 1),
            window: WindowSpec(
                kernelHeight: 3, kernelWidth: 4, strideHeight: 2, strideWidth: 1, top: 1, left: 2, bottom: 0, right: 1,
                dilationHeight: 2), groups: 2)
        let active = builder.relu()
        try builder.scale(gain: numbers(6, 2), offset: numbers(6, 3))
        try builder.add(builder.last, active)
        try builder.maxPool(
            window: WindowSpec(kernelHeight: 2, kernelWidth: 1, strideHeight: 1, strideWidth: 2, bottom: 1))
        try builder.averagePool(window: WindowSpec(kernelHeight: 1, kernelWidth: 2, strideHeight: 2))
        let width = builder.shape(of: builder.last).count
        try builder.linear(weight: kernels(5, width), bias: numbers(5, 4))
        _ = first
        return try builder.build()
    }

    /// Every other operation.
    static func places() throws -> Network {
        var builder = NetworkBuilder(input: [2, 3, 3])
        let turned = try builder.select((0..<18).map { $0 % 5 == 0 ? -1 : 17 - $0 }, shape: [2, 3, 3])
        let picked = try builder.select([0, 4, 4, 7], shape: [4], after: 0)
        let joined = try builder.concatenate([turned, picked, 0], shape: [1, 5, 8])
        try builder.reshape([2, 5, 4], after: joined)
        try builder.scale(gain: numbers(40, 5), offset: numbers(40, 6))
        builder.relu()
        try builder.linear(weight: kernels(3, 40), bias: numbers(3, 7))
        try builder.scale(gain: [1, 1, 1], offset: [0.5, 0.25, 1])
        try builder.scale(gain: [2, 3, 4], offset: [0, 0, 0])
        return try builder.build()
    }

    private static func read(_ network: Network, as path: String = "n.onnx") throws -> (Network, [String]) {
        let (bytes, notes) = try NetworkFile.fileBytes(network, for: path)
        return (try NetworkFile.read(bytes, path: path), notes)
    }

    @Test func digests() throws {
        let network = try Self.plain()
        let (back, notes) = try Self.read(network)
        #expect(back.digest == network.digest && notes.isEmpty)
        #expect(try Self.read(network, as: "n.onnx.gz").0.digest == network.digest)
    }

    @Test func outputs() throws {
        for network in [try Self.plain(), try Self.places()] {
            let (back, notes) = try Self.read(network)
            let images = Self.numbers(10 * network.inputShape.count, 9)
            #expect(Oracle.outputs(of: back, on: images) == Oracle.outputs(of: network, on: images) && notes.isEmpty)
            // Once more it is the same network.
            #expect(try Self.read(back).0.digest == back.digest)
        }
    }

    /// The same network gives the same bytes; texts stay with it.
    @Test func bytes() throws {
        let network = try Self.plain()
        let (bytes, _) = try NetworkFile.fileBytes(network, for: "n.onnx", metadata: ["recipe": "r", "a": "b"])
        #expect(try NetworkFile.fileBytes(network, for: "n.onnx", metadata: ["a": "b", "recipe": "r"]).bytes == bytes)
        let model = try ONNXModel(parsing: bytes)
        #expect(model.metadata == ["recipe": "r", "a": "b"] && model.opset == 13 && model.irVersion == 7)
        #expect(throws: NetworkFileFault.self) { try NetworkFile.fileBytes(network, for: "n.onnx", precision: .half) }
    }

    /// Doubles that are no floats are rounded and said.
    @Test func roundedNormalisation() throws {
        var builder = NetworkBuilder(input: [3, 2, 2])
        try builder.normalise(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
        try builder.linear(weight: Self.kernels(2, 12), bias: [0, 0])
        let network = try builder.build()
        let (back, notes) = try Self.read(network)
        #expect(notes == ["normalise (node 1): means and deviations are written as the nearest floats"])
        #expect(back.digest != network.digest)
        let images = Self.numbers(60, 3)
        let pairs = zip(Oracle.outputs(of: back, on: images).elements, Oracle.outputs(of: network, on: images).elements)
        #expect(pairs.allSatisfy { abs($0 - $1) < 1e-5 })
    }

    /// Padding as large as the kernel is written as a rounded number of windows, which other programs read.
    @Test func longTails() throws {
        var builder = NetworkBuilder(input: [1, 7, 4])
        try builder.maxPool(
            window: WindowSpec(
                kernelHeight: 2, kernelWidth: 2, strideHeight: 3, strideWidth: 2, bottom: 2, dilationHeight: 2))
        let network = try builder.build()
        let (bytes, _) = try NetworkFile.fileBytes(network, for: "n.onnx")
        let pool = try #require(try ONNXModel(parsing: bytes).graph.nodes.first)
        #expect(pool.attributes["ceil_mode"] == .integer(1) && pool.attributes["pads"] == .integers([0, 0, 0, 0]))
        let back = try NetworkFile.read(bytes, path: "n.onnx")
        let images = Self.numbers(28, 4)
        #expect(Oracle.outputs(of: back, on: images) == Oracle.outputs(of: network, on: images))
    }

    /// The model in memory is the model in the file.
    @Test func models() throws {
        let attributes: [String: ONNXAttribute] = [
            "f": .float(-0.5), "i": .integer(-3), "t": .text("é"),
            "v": .tensor(ONNXTensor(name: "v", shape: [0], floats: [])),
            "fs": .floats([1, .infinity]), "is": .integers([.min, .max, 0]), "ts": .texts(["", "b"]),
        ]
        let node = ONNXNode(
            "Foo", name: "n", domain: "d", inputs: ["x", "", "w"], outputs: ["y"], attributes: attributes)
        let model = ModelText.model(
            [node],
            tensors: [
                "w": ONNXTensor(name: "w", shape: [2], integers: [.min, .max]),
                "d": ONNXTensor(name: "d", shape: [], values: .doubles([-0.0])),
            ], input: [.symbolic("N"), .fixed(3)])
        #expect(try ONNXModel(parsing: try model.fileBytes()) == model)
    }
}
