import DataFormats
import NetworkFiles
import Networks
import Testing

/// An order of layers is known or a fault, never a guess.
@Suite struct LayerOrderTests {
    /// A chain 6 → 5 → 5 → 5 → 3 whose layers are called so, in this order.
    private static func chain(_ names: [String], _ order: TensorFile.Order, storedAs: [Int]? = nil) -> TensorFile {
        let widths = [6, 5, 5, 5, 3]
        let layers = names.enumerated().map { position, name in
            [
                NamedTensor(
                    name: name + ".weight", shape: [widths[position + 1], widths[position]],
                    values: Fixture.numbers(widths[position + 1] * widths[position], seed: UInt64(position))),
                NamedTensor(
                    name: name + ".bias", shape: [widths[position + 1]],
                    values: Fixture.numbers(widths[position + 1], seed: UInt64(position + 10))),
            ]
        }
        return TensorFile(
            path: "net", tensors: (storedAs ?? Array(layers.indices)).flatMap { layers[$0] }, order: order)
    }

    private static let words = ["hidden_one", "hidden_two", "hidden_three", "output"]
    private static let numbers = ["fc1", "fc2", "fc10", "fc11"]

    private func network(_ file: TensorFile) throws -> Network { try NetworkAssembler.assemble(file, .inferred) }

    @Test(arguments: [TensorFile.Order.archive, .none]) func wordsHaveNoOrder(_ order: TensorFile.Order) {
        for stored in [[0, 1, 2, 3], [0, 2, 1, 3], [3, 2, 1, 0]] {
            let message = AssemblerTests.message(Self.chain(Self.words, order, storedAs: stored))
            #expect(message.contains("the order of the layers would be a guess"))
            #expect(message.contains("list the layers in their order: architecture"))
        }
    }

    @Test func aStateDictionaryHasTheOrderOfItsProgram() throws {
        let expected = try network(Self.chain(Self.numbers, .program))
        #expect(try network(Self.chain(Self.words, .program)) == expected)
    }

    @Test(arguments: [TensorFile.Order.archive, .none]) func numbersAreAnOrder(_ order: TensorFile.Order) throws {
        let expected = try network(Self.chain(Self.words, .program))
        #expect(try network(Self.chain(Self.numbers, order)) == expected)
        #expect(try network(Self.chain(["dense", "dense_1", "dense_2", "dense_10"], order)) == expected)
        #expect(try network(Self.chain(["net.0", "net.2", "net.4", "net.6"], order)) == expected)
        // The last is named by a word, and its shape gives it its place.
        #expect(try network(Self.chain(["fc1", "fc2", "fc3", "head"], order)) == expected)
    }

    @Test func numbersAgainstTheOrderOfTheFile() throws {
        for order in [TensorFile.Order.archive, .program] {
            let message = AssemblerTests.message(Self.chain(Self.numbers, order, storedAs: [0, 2, 1, 3]))
            #expect(message.contains("fc1, fc10, fc2, fc11 and fc1, fc2, fc10, fc11 both fit"))
        }
        // A folder has no order of its own, and an order that does not fit says nothing.
        let expected = try network(Self.chain(Self.numbers, .program))
        #expect(try network(Self.chain(Self.numbers, .none, storedAs: [0, 2, 1, 3])) == expected)
        #expect(try network(Self.chain(Self.numbers, .archive, storedAs: [3, 1, 0, 2])) == expected)
    }

    @Test(arguments: [TensorFile.Order.archive, .none]) func shapesDecideWhereOnlyOneOrderFits(
        _ order: TensorFile.Order
    ) throws {
        let tensors = [
            Fixture.tensor("out.weight", [3, 4]), Fixture.tensor("in.weight", [5, 6]),
            Fixture.tensor("mid.weight", [4, 5]), Fixture.tensor("kernels.weight", [2, 1, 3, 3]),
        ]
        let file = TensorFile(path: "net", tensors: Array(tensors.prefix(3)), order: order)
        #expect(try network(file).nodes.map(\.shape) == [[6], [5], [5], [4], [4], [3]])
        let reversed = TensorFile(path: "net", tensors: tensors.prefix(3).reversed(), order: order)
        #expect(try network(reversed) == network(file))
    }

    /// Layers listed without names take tensors in order, so the order matters as much.
    @Test func aListWithoutNamesNeedsTheOrderToo() throws {
        let linear = ArchitectureSpec.Layer.linear(weight: nil, bias: nil, transposed: false)
        let spec = ArchitectureSpec(layers: [linear, .relu, linear, .relu, linear, .relu, linear])
        let file = Self.chain(Self.words, .none)
        #expect(AssemblerTests.message(file, spec).contains("would be a guess"))
        let named = Self.words.map {
            ArchitectureSpec.Layer.linear(weight: "\($0).weight", bias: "\($0).bias", transposed: false)
        }
        let listed = ArchitectureSpec(layers: Array(named.map { [$0] }.joined(separator: [.relu])))
        #expect(try NetworkAssembler.assemble(file, listed) == network(Self.chain(Self.numbers, .program)))
    }

    @Test func thereIsAnEnd() {
        let many = (0...1024).map { Fixture.tensor("fc\($0).weight", [1, 1]) }
        let message = AssemblerTests.message(TensorFile(path: "net", tensors: many, order: .none))
        #expect(message.contains("1025 weights; at most 1024 are put in order"))
    }

    /// Twelve layers of one width in any order: found out without trying all.
    @Test func manyLayersOfOneWidth() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]
        let tensors = names.map { Fixture.tensor($0 + ".weight", [3, 3]) } + [Fixture.tensor("out.weight", [2, 4])]
        let message = AssemblerTests.message(TensorFile(path: "net", tensors: tensors, order: .none))
        #expect(message.contains("would be a guess") || message.contains("expected shape"))
    }

    @Test func namesWithoutRoles() throws {
        let arrays = [
            Fixture.tensor("arr_0", [4, 3]), Fixture.tensor("arr_1", [4]), Fixture.tensor("arr_2", [2, 4]),
            Fixture.tensor("arr_3", [2]),
        ]
        let expected = try network(TensorFile(path: "net", tensors: arrays, order: .program))
        #expect(try network(TensorFile(path: "net", tensors: arrays.reversed(), order: .none)) == expected)
        var words = arrays
        for (index, name) in ["first", "b_first", "second", "b_second"].enumerated() { words[index].name = name }
        #expect(
            AssemblerTests.message(TensorFile(path: "net", tensors: words, order: .archive)).contains(
                "do not say which tensors belong together"))
    }
}
