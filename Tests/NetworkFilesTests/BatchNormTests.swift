import LinearAlgebra
import NetworkFiles
import Networks
import Testing

/// Batch normalisations of a file: where they stand and what they compute.
@Suite struct BatchNormTests {
    private static func norm(_ key: String, _ width: Int, affine: Bool = true) -> [NamedTensor] {
        let variance = NamedTensor(
            name: key + ".running_var", shape: [width], values: Fixture.numbers(width, seed: 5).map { $0 + 1 })
        let statistics = [Fixture.tensor(key + ".running_mean", [width]), variance]
        let counter = NamedTensor(name: key + ".num_batches_tracked", shape: [], values: [7], isInteger: true)
        let gains = [Fixture.tensor(key + ".weight", [width]), Fixture.tensor(key + ".bias", [width])]
        return (affine ? gains : []) + statistics + [counter]
    }

    private static func linear(_ key: String, _ outputs: Int, _ inputs: Int) -> [NamedTensor] {
        [Fixture.tensor(key + ".weight", [outputs, inputs]), Fixture.tensor(key + ".bias", [outputs])]
    }

    private func network(
        _ tensors: [NamedTensor], _ spec: ArchitectureSpec = .inferred, order: TensorFile.Order = .program
    ) throws -> Network {
        try NetworkAssembler.assemble(TensorFile(path: "net", tensors: tensors, order: order), spec)
    }

    private func kinds(_ network: Network) -> [String] {
        network.nodes.dropFirst().map { node in
            switch node.operation {
            case .linear: "linear"
            case .convolution: "conv2d"
            case .relu: "relu"
            case .normalise: "normalise"
            case .scale: "scale"
            default: "other"
            }
        }
    }

    @Test func positionsOfASequentialPlaceTheReLU() throws {
        let direct = Self.linear("0", 4, 3) + Self.norm("1", 4) + Self.linear("3", 2, 4)
        #expect(kinds(try network(direct)) == ["linear", "normalise", "scale", "relu", "linear"])
        let after = Self.linear("0", 4, 3) + Self.norm("2", 4) + Self.linear("3", 2, 4)
        #expect(kinds(try network(after)) == ["linear", "relu", "normalise", "scale", "linear"])
        let named = Self.linear("fc1", 4, 3) + Self.norm("bn1", 4) + Self.linear("fc2", 2, 4)
        #expect(kinds(try network(named)) == ["linear", "normalise", "scale", "relu", "linear"])
        let front = Self.norm("0", 3) + Self.linear("1", 2, 3)
        #expect(kinds(try network(front)) == ["normalise", "scale", "linear"])
        #expect(try network(front).inputShape == [3])
        let plain = Self.linear("0", 4, 3) + Self.norm("1", 4, affine: false) + Self.linear("3", 2, 4)
        #expect(kinds(try network(plain)) == ["linear", "normalise", "relu", "linear"])
    }

    @Test(arguments: [("1", "2"), ("2", "4"), ("3", "5")]) func doubtfulPositionsAreFaults(_ keys: (String, String)) {
        let tensors = Self.linear("0", 4, 3) + Self.norm(keys.0, 4) + Self.linear(keys.1, 2, 4)
        #expect(AssemblerTests.message(AssemblerTests.file(tensors)).contains("where the ReLU stands"))
    }

    @Test func withoutAnOrderNamesOrWidthsPlaceIt() throws {
        let tensors = Self.linear("fc1", 4, 3) + Self.norm("bn1", 4) + Self.linear("fc2", 2, 4)
        let expected = try network(tensors)
        #expect(try network(tensors.reversed(), order: .none) == expected)
        let sequential = Self.linear("0", 4, 3) + Self.norm("1", 4) + Self.linear("3", 2, 4)
        let reversed = try network(sequential.reversed(), order: .none)
        #expect(kinds(reversed) == ["linear", "normalise", "scale", "relu", "linear"])
        let unclear = Self.linear("fc1", 4, 4) + Self.norm("norm", 4) + Self.linear("fc2", 4, 4)
        #expect(
            AssemblerTests.message(AssemblerTests.file(unclear, ordered: false)).contains("do not say which layer"))
    }

    /// ((x − mean) · 1/√(variance + ε)) · gain + offset, channel by channel.
    @Test func valuesOfAConvolution() throws {
        let tensors =
            [Fixture.tensor("conv.weight", [2, 1, 3, 3]), Fixture.tensor("conv.bias", [2])] + Self.norm("bn", 2)
        let spec = ArchitectureSpec(
            input: [1, 4, 4],
            layers: [
                .conv2d(weight: nil, bias: nil, stride: 1, padding: 1),
                .batchNorm(weight: nil, bias: nil, mean: nil, variance: nil, epsilon: 0.25),
            ])
        let network = try network(tensors, spec)
        let image = Matrix<Double>(rows: 1, columns: 16, elements: Fixture.numbers(16, seed: 3).map(Double.init))
        let trace = Evaluator<Double>(network).trace(image)
        func values(_ name: String) -> [Double] {
            tensors.first { $0.name == "bn." + name }.map { $0.values.map(Double.init) } ?? []
        }
        for index in 0..<32 {
            let channel = index / 16
            let scale = 1 / (values("running_var")[channel] + 0.25).squareRoot()
            let expected =
                (trace.values[1][0, index] - values("running_mean")[channel]) * scale * values("weight")[channel]
                + values("bias")[channel]
            #expect(trace.logits[0, index] == expected)
        }
    }

    @Test func namedTensorsAndEpsilon() throws {
        let tensors = Self.linear("0", 4, 3) + Self.norm("1", 4) + Self.linear("3", 2, 4)
        func spec(_ layer: ArchitectureSpec.Layer) -> ArchitectureSpec {
            let linear = ArchitectureSpec.Layer.linear(weight: nil, bias: nil, transposed: false)
            return ArchitectureSpec(layers: [linear, layer, .relu, linear])
        }
        let named = ArchitectureSpec.Layer.batchNorm(
            weight: "1.weight", bias: "1.bias", mean: "1.running_mean", variance: "1.running_var", epsilon: 1e-5)
        #expect(try network(tensors, spec(named)) == network(tensors))
        let other = ArchitectureSpec.Layer.batchNorm(weight: nil, bias: nil, mean: nil, variance: nil, epsilon: 1e-3)
        #expect(try network(tensors, spec(other)) != network(tensors))
        let missing = ArchitectureSpec.Layer.batchNorm(
            weight: nil, bias: nil, mean: "1.mean", variance: nil, epsilon: 1e-5)
        #expect(AssemblerTests.message(AssemblerTests.file(tensors), spec(missing)).contains("1.mean"))
    }

    @Test func unusableStatistics() {
        var tensors = Self.linear("0", 4, 3) + Self.norm("1", 4)
        let variance = tensors.firstIndex { $0.name == "1.running_var" } ?? 0
        tensors[variance].values[2] = -1
        #expect(AssemblerTests.message(AssemblerTests.file(tensors)).contains("variance below 0"))
        tensors[variance].values[2] = .nan
        #expect(AssemblerTests.message(AssemblerTests.file(tensors)).contains("variance below 0"))
        let narrow = Self.linear("0", 4, 3) + Self.norm("1", 3)
        #expect(AssemblerTests.message(AssemblerTests.file(narrow)).contains("'1.running_mean': expected shape [4]"))
        let bare = Self.linear("0", 4, 3) + Array(Self.norm("1", 4).prefix(2)) + Self.linear("3", 2, 4)
        #expect(AssemblerTests.message(AssemblerTests.file(bare)).contains("without running statistics"))
    }

    /// Keras has another ε, so it must be stated.
    @Test func namesOfKeras() throws {
        let renamed = Self.norm("bn", 4).prefix(4).map { tensor in
            var copy = tensor
            let words = [
                "bn.weight": "bn/gamma", "bn.bias": "bn/beta", "bn.running_mean": "bn/moving_mean",
                "bn.running_var": "bn/moving_variance",
            ]
            copy.name = words[tensor.name] ?? tensor.name
            return copy
        }
        let tensors = Self.linear("fc1", 4, 3) + renamed + Self.linear("fc2", 2, 4)
        #expect(AssemblerTests.message(AssemblerTests.file(tensors)).contains("batch-norm: { epsilon: 1e-3 }"))
        let linear = ArchitectureSpec.Layer.linear(weight: nil, bias: nil, transposed: false)
        let norm = ArchitectureSpec.Layer.batchNorm(weight: nil, bias: nil, mean: nil, variance: nil, epsilon: 1e-3)
        let network = try network(tensors, ArchitectureSpec(layers: [linear, norm, .relu, linear]))
        #expect(kinds(network) == ["linear", "normalise", "scale", "relu", "linear"])
    }

    @Test func aFileOfTheHouseKeepsIt() throws {
        let network = try network(Self.linear("0", 4, 3) + Self.norm("1", 4) + Self.linear("3", 2, 4))
        try Fixture.withFolder { folder in
            try NetworkFile.write(network, to: folder + "/net.safetensors")
            #expect(try NetworkFile.read(path: folder + "/net.safetensors") == network)
        }
    }
}
