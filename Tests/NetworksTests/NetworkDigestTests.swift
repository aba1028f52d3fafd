import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing

@Suite struct NetworkDigestTests {
    private func network(
        weight: [Float] = [1, 2, 3, 4], bias: [Float] = [0.5, -0.5], relu: Bool = true, name: String? = nil
    ) throws -> Network {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: weight), bias: bias, name: name)
        if relu { builder.relu() }
        return try builder.build()
    }

    /// From an independent implementation; stores refer to networks by this hash.
    @Test func isPinned() throws {
        #expect(
            try network().digest.description == "831c9978e4047ea501c30cdd450220f377def643f416d7c927822b5094a16834")
    }

    @Test func namesDoNotEnter() throws {
        #expect(try network(name: "fc1") == network(name: "another"))
    }

    @Test func everyWeightAndTheArchitectureEnter() throws {
        var seen: Set = [try network().digest]
        for index in 0..<4 {
            var weight: [Float] = [1, 2, 3, 4]
            weight[index] = weight[index].nextUp
            #expect(seen.insert(try network(weight: weight).digest).inserted)
        }
        #expect(seen.insert(try network(bias: [0.5, Float(-0.5).nextUp]).digest).inserted)
        #expect(seen.insert(try network(relu: false).digest).inserted)
        #expect(try network(weight: [1, 2, 4, 3]) != network())
    }

    @Test func windowsWiringAndConstantsEnter() throws {
        var builders = [NetworkBuilder]()
        for (kernel, stride, padding) in [(2, 1, 0), (2, 2, 0), (2, 1, 1), (3, 1, 0), (3, 1, 1)] {
            var builder = NetworkBuilder(input: [1, 4, 4])
            try builder.maxPool(kernel: kernel, stride: stride, padding: padding)
            builders.append(builder)
            builder = NetworkBuilder(input: [1, 4, 4])
            try builder.averagePool(kernel: kernel, stride: stride, padding: padding)
            builders.append(builder)
            builder = NetworkBuilder(input: [1, 4, 4])
            try builder.convolution(
                kernels: Matrix(rows: 1, columns: kernel * kernel), bias: [0], kernelHeight: kernel,
                kernelWidth: kernel, stride: stride, padding: padding)
            builders.append(builder)
        }
        for shape in [[16], [1, 4, 4], [4, 2, 2]] {
            var builder = NetworkBuilder(input: TensorShape(shape))
            builder.relu()
            builders.append(builder)
        }
        for (mean, deviation) in [(0.0, 1.0), (0.1, 1), (0, 1.1)] {
            var builder = NetworkBuilder(input: [1, 4, 4])
            try builder.normalise(mean: [mean], deviation: [deviation])
            builders.append(builder)
        }
        for (first, second) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            var builder = NetworkBuilder(input: [1, 4, 4])
            builder.relu()
            try builder.add(first, second)
            builders.append(builder)
        }
        let digests = try builders.map { try $0.build().digest }
        #expect(Set(digests).count == digests.count)
    }

    @Test func equalConstructionsAreEqualNetworks() throws {
        for family in RandomNetworks.Family.allCases {
            let first = try RandomNetworks.make(family, seed: 7)
            #expect(try RandomNetworks.make(family, seed: 7) == first)
            #expect(try RandomNetworks.make(family, seed: 8) != first)
        }
    }
}
