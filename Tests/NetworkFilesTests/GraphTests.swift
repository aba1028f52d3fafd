import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import Testing

/// Graphs of every kind of layer: written and read, and put together from tensors and a list.
@Suite struct GraphTests {
    private static func matrix(_ rows: Int, _ columns: Int) -> Matrix<Float> { RoundTripTests.kernels(rows, columns) }

    static func graph() throws -> Network {
        var builder = NetworkBuilder(input: [4, 5, 6])
        try builder.scale(gain: Fixture.numbers(120), offset: Fixture.numbers(120, seed: 2))
        let first = try builder.convolution(
            kernels: matrix(4, 12), bias: Fixture.numbers(4),
            window: WindowSpec(
                kernelHeight: 2, kernelWidth: 3, strideHeight: 2, top: 1, left: 2, dilationHeight: 3, dilationWidth: 2),
            groups: 2)
        // Wider padding than the kernel.
        let second = try builder.convolution(
            kernels: matrix(4, 4), bias: Fixture.numbers(4),
            window: WindowSpec(kernelHeight: 1, kernelWidth: 1, stride: 3, padding: 1), after: 0)
        try builder.maxPool(
            window: WindowSpec(kernelHeight: 2, kernelWidth: 1, strideHeight: 2, bottom: 1), after: second)
        let pooled = try builder.averagePool(
            window: WindowSpec(kernelHeight: 1, kernelWidth: 2, strideWidth: 2, right: 1))
        let flat = try builder.reshape([builder.shape(of: pooled).count])
        let picked = try builder.select([5, -1, 0, 0], shape: [2, 2], after: first)
        let count = builder.shape(of: flat).count + 4
        try builder.concatenate([picked, flat], shape: [count])
        try builder.linear(weight: matrix(3, count), bias: [0, 1, 2])
        return try builder.build()
    }

    /// A chain but for a concatenation that names what it reads.
    static func chain() throws -> Network {
        var builder = NetworkBuilder(input: [3])
        builder.relu()
        try builder.concatenate([0, 1], shape: [6])
        try builder.linear(weight: matrix(2, 6), bias: [0, 0])
        return try builder.build()
    }

    @Test func `files of the house hold every graph`() throws {
        for network in [try Self.graph(), try Self.chain()] {
            try Fixture.withFolder { folder in
                let path = folder + "/net.safetensors"
                try NetworkFile.write(network, to: path)
                let read = try NetworkFile.read(path: path)
                #expect(read.digest == network.digest)
                #expect(read.nodes == network.nodes)
                let bytes = try FileBytes.read(path)
                try NetworkFile.write(read, to: path)
                #expect(try FileBytes.read(path) == bytes)
            }
        }
    }

    /// Random damage gives a fault or a network, never a crash.
    @Test func `damaged descriptions`() throws {
        try Fixture.withFolder { folder in
            let path = folder + "/net.safetensors"
            try NetworkFile.write(try Self.graph(), to: path)
            let bytes = try FileBytes.read(path)
            var generator = SeededGenerator(seed: 5)
            for round in 0..<3000 {
                var copy = bytes
                // Half of the damage is done to the description.
                let end = round % 2 == 0 ? copy.count : 1600
                let place = Int.random(in: 8..<end, using: &generator)
                copy[place] = Array("0123456789-{}[],x".utf8).randomElement(using: &generator) ?? 0
                _ = try? NetworkFile.read(copy, path: path)
            }
        }
    }

    /// A list of layers over plain tensors is the network that the builder makes.
    @Test func `lists of layers are graphs`() throws {
        let tensors = [
            Fixture.tensor("a.weight", [4, 2, 2, 3]), Fixture.tensor("a.bias", [4]),
            Fixture.tensor("fc.weight", [3, 70]), Fixture.tensor("fc.bias", [3]),
        ]
        let window = WindowSpec(kernelHeight: 2, kernelWidth: 3, strideHeight: 2, top: 1, left: 2, dilationHeight: 3)
        let spec = ArchitectureSpec(
            input: [4, 5, 6],
            layers: [
                .convolution(weight: "a.weight", bias: "a.bias", steps: WindowSteps(window), groups: 2), .relu,
                .windowedMaxPool(window: WindowSpec(kernelHeight: 1, kernelWidth: 2, strideWidth: 2)),
                .reading(
                    from: 2,
                    layer: .windowedMaxPool(window: WindowSpec(kernelHeight: 1, kernelWidth: 2, strideWidth: 2))),
                .concatenate(from: [3, 4], shape: nil),
                .reading(from: 1, layer: .select(indices: [3, -1], shape: [2])),
                .concatenate(from: [5, 6], shape: [50]), .reshape(shape: [5, 10]), .flatten,
                .reading(from: 5, layer: .flatten), .linear(weight: "fc.weight", bias: "fc.bias", transposed: false),
            ])
        var builder = NetworkBuilder(input: [4, 5, 6])
        let convolution = try builder.convolution(
            kernels: Matrix(rows: 4, columns: 12, elements: tensors[0].values), bias: tensors[1].values, window: window,
            groups: 2)
        let rectified = builder.relu()
        let pool = WindowSpec(kernelHeight: 1, kernelWidth: 2, strideWidth: 2)
        let pools = [
            try builder.maxPool(window: pool, after: rectified), try builder.maxPool(window: pool, after: rectified),
        ]
        let channels = builder.shape(of: pools[0]).extents
        let joined = try builder.concatenate(pools, shape: [8, channels[1], channels[2]])
        #expect(builder.shape(of: joined).count == 48, "\(channels)")
        let picked = try builder.select([3, -1], shape: [2], after: convolution)
        try builder.concatenate([joined, picked], shape: [50])
        try builder.reshape([5, 10])
        builder.flatten()
        builder.flatten(after: joined)
        let width = builder.shape(of: builder.last).count
        let weights = NamedTensor(
            name: "fc.weight", shape: [3, width], values: Array(tensors[2].values.prefix(3 * width)))
        try builder.linear(
            weight: Matrix(rows: 3, columns: width, elements: weights.values), bias: tensors[3].values)
        let file = AssemblerTests.file([tensors[0], tensors[1], weights, tensors[3]])
        #expect(try NetworkAssembler.assemble(file, spec) == builder.build())
    }

    @Test func `what does not fit is said with its place`() {
        let kernels = [Fixture.tensor("a.weight", [4, 2, 3, 3]), Fixture.tensor("a.bias", [4])]
        func message(_ layers: [ArchitectureSpec.Layer], input: TensorShape? = [4, 5, 6]) -> String {
            AssemblerTests.message(AssemblerTests.file(kernels), ArchitectureSpec(input: input, layers: layers))
        }
        func convolution(_ groups: Int, _ window: WindowSpec) -> ArchitectureSpec.Layer {
            .convolution(weight: "a.weight", bias: "a.bias", steps: WindowSteps(window), groups: groups)
        }
        let plain = WindowSpec(kernelHeight: 1, kernelWidth: 1)
        #expect(message([convolution(2, plain)]) == "no fault")
        #expect(message([convolution(1, plain)]).contains("a.weight"))
        #expect(message([convolution(0, plain)]).contains("0 equal groups"))
        #expect(message([convolution(-1, plain)]).contains("-1 equal groups"))
        #expect(
            message([convolution(2, WindowSpec(kernelHeight: 1, kernelWidth: 1, strideHeight: -3))]).contains(
                "a window that fits"))
        #expect(message([convolution(2, plain)], input: nil).contains("no layer tells the image's shape"))
        #expect(message([convolution(2, plain), .reading(from: 7, layer: .relu)]).contains("layer 2 reads layer 7"))
        #expect(
            message([convolution(2, plain), .concatenate(from: [0, 2], shape: nil)]).contains("layer 2 reads layer 2"))
        #expect(message([convolution(2, plain), .concatenate(from: [], shape: nil)]).contains("no sources"))
        #expect(message([convolution(2, plain), .select(indices: [48], shape: [1])]).contains("there is no entry 48"))
        #expect(message([convolution(2, plain), .reshape(shape: [7])]).contains("a shape of 48 entries"))
    }
}
