import NetworkFiles
import Networks
import Testing

@Suite struct AssemblerTests {
    static func file(_ tensors: [NamedTensor], ordered: Bool = true, knownLayout: Bool = true) -> TensorFile {
        TensorFile(path: "net", tensors: tensors, order: ordered ? .program : .none, hasKnownLayout: knownLayout)
    }

    static func message(_ file: TensorFile, _ architecture: ArchitectureSpec = .inferred) -> String {
        do {
            _ = try NetworkAssembler.assemble(file, architecture)
            return "no fault"
        } catch { return error.description }
    }

    @Test func chainOfMatrices() throws {
        let file = Self.file([
            Fixture.tensor("1.weight", [4, 3]), Fixture.tensor("1.bias", [4]), Fixture.tensor("3.weight", [2, 4]),
        ])
        let network = try NetworkAssembler.assemble(file, .inferred)
        #expect(network.inputShape == [3])
        #expect(network.nodes.compactMap(\.operation.kind) == [.linear, .relu, .linear])
        guard case .linear(let last) = network.nodes[3].operation else {
            Issue.record("the last layer is not linear")
            return
        }
        #expect(last.bias == [0, 0])
        #expect(last.weight.elements == file.tensors[2].values)
    }

    @Test func matricesStoredInTimesOutAreRecognised() throws {
        let tensors = [
            Fixture.tensor("B1", [4]), Fixture.tensor("B2", [2]), Fixture.tensor("W1", [3, 4]),
            Fixture.tensor("W2", [4, 2]),
        ]
        let network = try NetworkAssembler.assemble(Self.file(tensors, ordered: false, knownLayout: false), .inferred)
        #expect(network.inputShape == [3])
        guard case .linear(let first) = network.nodes[1].operation else {
            Issue.record("the first layer is not linear")
            return
        }
        #expect(first.bias == tensors[0].values)
        #expect(first.weight[1, 2] == tensors[2].values[2 * 4 + 1])
        let listed = ArchitectureSpec(layers: [
            .linear(weight: "W1", bias: "B1", transposed: true), .relu,
            .linear(weight: "W2", bias: "B2", transposed: false),
        ])
        #expect(try NetworkAssembler.assemble(Self.file(tensors), listed) == network)
    }

    @Test func squareMatricesOfUnknownLayoutAreNotGuessed() throws {
        let tensors = [Fixture.tensor("W1", [3, 3]), Fixture.tensor("B1", [3])]
        #expect(Self.message(Self.file(tensors, knownLayout: false)).contains("out × in or in × out"))
        #expect(Self.message(Self.file(tensors)) == "no fault")
    }

    @Test func convolutionsAreInferred() throws {
        let file = Self.file([
            Fixture.tensor("0.weight", [2, 1, 3, 3]), Fixture.tensor("0.bias", [2]),
            Fixture.tensor("2.weight", [4, 2, 4, 4]), Fixture.tensor("2.bias", [4]),
            Fixture.tensor("5.weight", [10, 784]), Fixture.tensor("5.bias", [10]),
        ])
        let network = try NetworkAssembler.assemble(file, .inferred)
        #expect(network.inputShape == [1, 28, 28])
        #expect(
            network.nodes.map(\.shape) == [
                [1, 28, 28], [2, 28, 28], [2, 28, 28], [4, 14, 14], [4, 14, 14], [784], [10],
            ])
        var wrong = file
        wrong.tensors[4] = Fixture.tensor("5.weight", [10, 1024])
        #expect(
            Self.message(wrong)
                == "net: 5.weight: expected shape [out, 784], found [10, 1024]; the image's shape was inferred; "
                + "if it is wrong, name it: architecture: { input: [...] }")
        let larger = try NetworkAssembler.assemble(wrong, ArchitectureSpec(input: [1, 32, 32]))
        #expect(larger.inputShape == [1, 32, 32])
    }

    @Test func fileOrderAndNaturalOrder() throws {
        let tensors = [
            Fixture.tensor("fc10.weight", [2, 5]), Fixture.tensor("fc9.weight", [5, 4]),
            Fixture.tensor("fc1.weight", [4, 3]),
        ]
        #expect(try NetworkAssembler.assemble(Self.file(tensors, ordered: false), .inferred).inputShape == [3])
        #expect(
            Self.message(Self.file(tensors)) == "net: tensor 'fc9.weight': expected shape [out, 2], found [5, 4]")
    }

    @Test func listedLayersTakeTensorsInOrderOrByName() throws {
        let file = Self.file([
            Fixture.tensor("conv.weight", [2, 1, 3, 3]), Fixture.tensor("conv.bias", [2]),
            Fixture.tensor("fc.weight", [3, 32]), Fixture.tensor("fc.bias", [3]),
        ])
        let inOrder = ArchitectureSpec(
            input: [1, 8, 8],
            layers: [
                .normalise(mean: [0.5], deviation: [0.25]), .conv2d(weight: nil, bias: nil, stride: 1, padding: 1),
                .relu,
                .maxPool(kernel: 2, stride: 2, padding: 0), .flatten,
                .linear(weight: nil, bias: nil, transposed: false),
            ])
        let network = try NetworkAssembler.assemble(file, inOrder)
        #expect(network.layerKinds == [.normalise, .conv2d, .relu, .maxPool, .flatten, .linear])
        var byName = inOrder
        byName.layers?[1] = .conv2d(weight: "conv.weight", bias: "conv.bias", stride: 1, padding: 1)
        byName.layers?[5] = .linear(weight: "fc.weight", bias: nil, transposed: false)
        #expect(try NetworkAssembler.assemble(file, byName) == network)
        var inFront = inOrder
        inFront.layers?.removeFirst()
        inFront.normalise = NormalisationLayer(mean: [0.5], deviation: [0.25])
        #expect(try NetworkAssembler.assemble(file, inFront) == network)
        inFront.layers?[4] = .add(from: 0)
        inFront.layers?.removeSubrange(0...3)
        let residual = try? NetworkAssembler.assemble(Self.file([]), inFront)
        #expect(residual?.nodes.last?.inputs == [1, 1])
    }

    @Test func faultsNameTensorsAndShapes() {
        let pair = [Fixture.tensor("1.weight", [4, 3]), Fixture.tensor("1.bias", [4])]
        let linear = ArchitectureSpec.Layer.linear(weight: nil, bias: nil, transposed: false)
        #expect(
            Self.message(Self.file([pair[0], Fixture.tensor("1.bias", [5])]))
                == "net: tensor '1.bias': expected shape [4], found [5]")
        #expect(
            Self.message(Self.file(pair + [Fixture.tensor("3.weight", [2, 5])]))
                == "net: tensor '3.weight': expected shape [out, 4], found [2, 5]")
        #expect(
            Self.message(Self.file([Fixture.tensor("1.weight", [4, 1, 5, 5])])).contains(
                "5 × 5 kernels cannot be inferred"))
        #expect(Self.message(Self.file([Fixture.tensor("1.bias", [4])])).contains("bias without a weight"))
        #expect(Self.message(Self.file(pair + [Fixture.tensor("2.running_mean", [4])])).contains("batch normalisation"))
        #expect(
            Self.message(Self.file(pair + [Fixture.tensor("scale", [7])])).contains("neither a weight nor the bias"))
        #expect(Self.message(Self.file([])).contains("no layer tells"))
        #expect(Self.message(Self.file(pair), ArchitectureSpec(layers: [linear, linear])).contains("more weights"))
        #expect(
            Self.message(Self.file(pair + [Fixture.tensor("3.weight", [2, 4])]), ArchitectureSpec(layers: [linear]))
                .contains("no layer uses the tensors 3.weight"))
        #expect(
            Self.message(
                Self.file(pair), ArchitectureSpec(layers: [.linear(weight: "w", bias: nil, transposed: false)])
            ).contains("no tensor 'w'; the file has 1.weight, 1.bias"))
        #expect(Self.message(Self.file(pair), ArchitectureSpec(layers: [linear, .add(from: 5)])).contains("layer 5"))
        #expect(
            Self.message(Self.file(pair), ArchitectureSpec(layers: [linear, .add(from: 0)])).contains("expected shape"))
        #expect(Self.message(Self.file(pair), ArchitectureSpec(input: [-3])).contains("no shape of an image"))
        #expect(Self.message(Self.file(pair), ArchitectureSpec(input: [5])).contains("expected shape [out, 5]"))
    }

    @Test func notANumberIsRefusedWithLayerAndCount() {
        var weight = Fixture.tensor("3.weight", [2, 3])
        weight.values[1] = .nan
        weight.values[4] = .infinity
        #expect(
            Self.message(Self.file([weight]))
                == "net: 3.weight: 2 weights are NaN, infinite or beyond single precision (3.4e38)")
    }
}
