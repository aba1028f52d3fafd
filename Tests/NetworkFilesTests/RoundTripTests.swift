import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import Testing

@Suite struct RoundTripTests {
    static func kernels(_ rows: Int, _ columns: Int) -> Matrix<Float> {
        Matrix(rows: rows, columns: columns, elements: Fixture.numbers(rows * columns, seed: UInt64(rows)))
    }

    /// Every kind of layer in a chain with a residual connection.
    static func chain() throws -> Network {
        var builder = NetworkBuilder(input: [3, 8, 8])
        try builder.normalise(mean: [0.485, 0.456, 0.406], deviation: [0.225, 0.225, 0.1])
        let first = try builder.convolution(
            kernels: kernels(4, 27), bias: Fixture.numbers(4), kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
        builder.relu()
        let second = try builder.convolution(
            kernels: kernels(4, 36), bias: Fixture.numbers(4), kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
        try builder.add(second, first)
        builder.relu()
        try builder.maxPool(kernel: 2, stride: 2)
        try builder.averagePool(kernel: 3, stride: 2, padding: 1)
        try builder.linear(weight: kernels(5, 16), bias: Fixture.numbers(5))
        return try builder.build()
    }

    /// A residual block whose other branch has layers of its own: no chain.
    static func branched() throws -> Network {
        var builder = NetworkBuilder(input: [1, 4, 4])
        let start = builder.relu()
        let left = try builder.convolution(
            kernels: kernels(2, 2), bias: [0, 1], kernelHeight: 2, kernelWidth: 1, stride: 1, padding: 0, after: start)
        let right = try builder.convolution(
            kernels: kernels(2, 2), bias: [1, 0], kernelHeight: 2, kernelWidth: 1, stride: 1, padding: 0, after: start)
        let active = builder.relu(after: right)
        try builder.add(left, active)
        try builder.linear(weight: kernels(3, 24), bias: [0, 0, 0])
        return try builder.build()
    }

    /// Half precision keeps what is representable, in half the bytes, and refuses to round.
    @Test func halfPrecision() throws {
        func network(_ values: [Float]) throws -> Network {
            var builder = NetworkBuilder(input: [8])
            try builder.linear(
                weight: Matrix(rows: 8, columns: 8, elements: values), bias: Fixture.numbers(8).map { _ in 0.25 })
            return try builder.build()
        }
        let values = Fixture.numbers(64, seed: 5)
        let rounded = values.map(WeightPrecision.half.rounded)
        #expect(rounded != values)
        for (value, half) in zip(values, rounded) { #expect(abs(value - half) <= abs(value) / 2048) }
        try Fixture.withFolder { folder in
            let path = folder + "/net.safetensors"
            let exact = try network(rounded)
            try NetworkFile.write(exact, to: path)
            let single = try FileBytes.read(path).count
            try NetworkFile.write(exact, to: path, precision: .half)
            #expect(try FileBytes.read(path).count <= single - 2 * 64)
            #expect(try NetworkFile.read(path: path).digest == exact.digest)
            let fault = #expect(throws: NetworkFileFault.self) {
                try NetworkFile.write(try network(values), to: path, precision: .half)
            }
            #expect("\(try #require(fault))".contains("no number of half precision"))
            #expect(try NetworkFile.read(path: path).digest == exact.digest)
        }
    }

    @Test func everyLayerKind() throws {
        for network in [try Self.chain(), try Self.branched()] {
            try Fixture.withFolder { folder in
                let path = folder + "/net.safetensors"
                try NetworkFile.write(network, to: path, metadata: ["recipe": "none", "note": "ünï \"quoted\""])
                let read = try NetworkFile.read(path: path)
                #expect(read.digest == network.digest)
                #expect(read.nodes == network.nodes)
                let metadata = try NetworkFile.metadata(path: path)
                #expect(metadata["recipe"] == "none")
                #expect(metadata["note"] == "ünï \"quoted\"")
                let bytes = try FileBytes.read(path)
                try NetworkFile.write(read, to: path, metadata: ["recipe": "none", "note": "ünï \"quoted\""])
                #expect(try FileBytes.read(path) == bytes)
            }
        }
    }

    @Test func reservedKeysAndForeignShapesAreRefused() throws {
        let network = try Self.chain()
        try Fixture.withFolder { folder in
            let path = folder + "/net.safetensors"
            #expect(throws: NetworkFileFault.self) {
                try NetworkFile.write(network, to: path, metadata: ["verigap.architecture": "x"])
            }
            #expect(!FileManager.default.fileExists(atPath: path))
            try NetworkFile.write(network, to: path)
            #expect(throws: NetworkFileFault.self) {
                try NetworkFile.read(path: path, architecture: ArchitectureSpec(input: [1, 8, 8]))
            }
        }
    }

    @Test func normalisationCanBePutInFront() throws {
        var builder = NetworkBuilder(input: [1, 2, 2])
        try builder.linear(weight: Self.kernels(3, 4), bias: [0, 1, 2])
        let network = try builder.build()
        try Fixture.withFolder { folder in
            let path = folder + "/net.safetensors"
            try NetworkFile.write(network, to: path)
            let front = NormalisationLayer(mean: [0.1307], deviation: [0.3081])
            let read = try NetworkFile.read(path: path, architecture: ArchitectureSpec(normalise: front))
            #expect(read.nodes[1].operation == .normalise(front))
            #expect(read.nodes.count == network.nodes.count + 1)
        }
    }

    /// Random damage gives a fault or a network, never a crash, descriptions included.
    @Test func damagedDescriptions() throws {
        try Fixture.withFolder { folder in
            let path = folder + "/net.safetensors"
            try NetworkFile.write(try Self.branched(), to: path)
            let bytes = try FileBytes.read(path)
            var generator = SeededGenerator(seed: 3)
            for _ in 0..<1500 {
                var copy = bytes
                let place = Int.random(in: 8..<copy.count, using: &generator)
                copy[place] = Array("0123456789-{}[],x".utf8).randomElement(using: &generator) ?? 0
                _ = try? NetworkFile.read(copy, path: path)
            }
        }
    }

    @Test func otherContainersGiveTheSameNetwork() throws {
        let weights: [(String, [Int])] = [("W1", [3, 4]), ("B1", [4]), ("W2", [4, 2]), ("B2", [2])]
        let members = weights.map { name, shape in
            NumPyArchive.Member(
                name: name, array: NumPyArray(shape: shape, floats: Fixture.numbers(shape.reduce(1, *))))
        }
        try Fixture.withFolder { folder in
            try AtomicFile.write(try NumPyArchive.fileBytes(members), to: folder + "/net.npz")
            try FileManager.default.createDirectory(atPath: folder + "/net", withIntermediateDirectories: false)
            for member in members {
                try AtomicFile.write(member.array.fileBytes, to: "\(folder)/net/\(member.name).npy")
            }
            let archive = try NetworkFile.read(path: folder + "/net.npz")
            #expect(archive.inputShape == [3])
            #expect(archive.classCount == 2)
            #expect(try NetworkFile.read(path: folder + "/net") == archive)
            #expect(try NetworkFile.metadata(path: folder + "/net.npz") == [:])
        }
    }

    @Test func whatIsNoNetwork() throws {
        #expect(Fixture.message(NumPyArray(shape: [1], floats: [1]).fileBytes, "a.npy").contains("name the folder"))
        #expect(Fixture.message(Array("hello".utf8), "a.txt").contains("not recognised"))
        #expect(Fixture.message([], "a.pth").contains("truncated"))
        #expect(Fixture.message([], "a.onnx").contains("not recognised"))
        #expect(throws: NetworkFileFault.self) { try NetworkFile.read(path: "/none/net.pth") }
        let message = try Fixture.withFolder { folder in
            do {
                _ = try NetworkFile.read(path: folder)
                return "no fault"
            } catch { return "\(error)" }
        }
        #expect(message.contains("holds no .npy file"))
    }
}
