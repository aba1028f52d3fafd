import LinearAlgebra
import NetworkFiles
import Networks
import ONNX
import Testing

/// The network is the function of real numbers of the stored weights: nothing is folded by rounding, and what is
/// rounded is said.
@Suite struct ExactnessTests {
    private static func read(
        _ nodes: [ONNXNode], _ tensors: [String: ONNXTensor], input: [ONNXDimension] = [.fixed(1), .fixed(2)]
    ) throws -> ReadNetwork {
        try NetworkFile.load(try ModelText.bytes(nodes, tensors: tensors, input: input), path: "n.onnx")
    }

    private static func kinds(_ network: Network) -> [String] {
        network.nodes.dropFirst().map { node in
            switch node.operation {
            case .scale: "scale"
            case .select: "select"
            case .concatenate: "concatenate"
            case .reshape: "reshape"
            case let other: other.kind?.rawValue ?? ""
            }
        }
    }

    /// α of a Gemm stays a factor of its own; the weights stay what they are.
    @Test func factors() throws {
        let weight = ONNXTensor(shape: [2, 2], floats: [0.1, 0.2, 0.3, 0.4])
        let node = ONNXNode(
            "Gemm", inputs: ["x", "w"], outputs: ["y"], attributes: ["alpha": .float(0.3), "transB": .integer(1)])
        let read = try Self.read([node], ["w": weight])
        #expect(Self.kinds(read.network) == ["linear", "scale"] && read.notes.isEmpty)
        guard case .linear(let layer) = read.network.nodes[1].operation,
            case .scale(let scale) = read.network.nodes[2].operation
        else { return }
        #expect(layer.weight.elements == [0.1, 0.2, 0.3, 0.4] && scale.gain.allSatisfy { $0 == 0.3 })
    }

    /// What is added to a product is its bias, what is added to a scaled value its offset.
    @Test func biases() throws {
        let tensors = [
            "w": ONNXTensor(shape: [2, 2], floats: [1, 2, 3, 4]), "b": ONNXTensor(shape: [2], floats: [0.1, 0.7]),
        ]
        let joined = try Self.read(
            [
                ONNXNode("MatMul", inputs: ["x", "w"], outputs: ["a"]),
                ONNXNode("Add", inputs: ["b", "a"], outputs: ["c"]),
                ONNXNode("Mul", inputs: ["c", "b"], outputs: ["d"]),
                ONNXNode("Sub", inputs: ["d", "b"], outputs: ["y"]),
            ], tensors)
        #expect(Self.kinds(joined.network) == ["linear", "scale"])
        // Where the product is used twice it is not changed.
        let shared = try Self.read(
            [
                ONNXNode("MatMul", inputs: ["x", "w"], outputs: ["a"]),
                ONNXNode("Add", inputs: ["b", "a"], outputs: ["c"]),
                ONNXNode("Sum", inputs: ["c", "a"], outputs: ["y"]),
            ], tensors)
        #expect(Self.kinds(shared.network) == ["linear", "scale", "add"])
        let sums: [Double] = [8 + Double(Float(0.1)), 12 + Double(Float(0.7))]
        #expect(Oracle.outputs(of: shared.network, on: [1, 1]).elements == sums)
        // A product that is itself the output, beside what is added to it.
        let second = try Self.read(
            [
                ONNXNode("MatMul", inputs: ["x", "w"], outputs: ["a"]),
                ONNXNode("Add", inputs: ["a", "b"], outputs: ["c"]),
                ONNXNode("Sub", inputs: ["c", "b"], outputs: ["y"]),
            ], tensors)
        #expect(Self.kinds(second.network) == ["linear", "scale"])
    }

    /// Constants are folded where the result is a float, and computed by the network where it is none.
    @Test func constants() throws {
        func read(_ operation: String, _ a: [Float], _ b: [Float]) throws -> ReadNetwork {
            try Self.read(
                [
                    ONNXNode(operation, inputs: ["a", "b"], outputs: ["c"]),
                    ONNXNode("Add", inputs: ["x", "c"], outputs: ["y"]),
                ], ["a": ONNXTensor(shape: [2], floats: a), "b": ONNXTensor(shape: [2], floats: b)])
        }
        #expect(Self.kinds(try read("Mul", [0.5, 3], [2, 1.5]).network) == ["scale"])
        #expect(Self.kinds(try read("Add", [0.5, 3], [2, 1.5]).network) == ["scale"])
        let product = try read("Mul", [0.1, 3], [0.1, 3])
        #expect(Self.kinds(product.network) == ["select", "scale", "scale", "add"])
        let tenth = Double(Float(0.1))
        let squares: [Double] = [tenth * tenth, 9]
        #expect(Oracle.outputs(of: product.network, on: [0, 0]).elements == squares)
        let sum = try read("Add", [1, 0x1p-30], [0x1p-30, 1])
        let above: Double = 1 + 0x1p-30
        #expect(Oracle.outputs(of: sum.network, on: [0, 0]).elements == [above, above])
        // As a weight there is no such number.
        let message = ModelText.message(
            try ModelText.bytes(
                [
                    ONNXNode("Mul", inputs: ["w", "w"], outputs: ["v"]),
                    ONNXNode("MatMul", name: "m", inputs: ["x", "v"], outputs: ["y"]),
                ],
                tensors: ["w": ONNXTensor(shape: [4, 1], floats: [0.1, 1, 2, 3])]))
        #expect(message.contains("MatMul 'm'"))
    }

    @Test func divisions() throws {
        func read(_ divisor: Float) throws -> ReadNetwork {
            try Self.read(
                [ONNXNode("Div", name: "d", inputs: ["x", "c"], outputs: ["y"])],
                ["c": ONNXTensor(shape: [], floats: [divisor])])
        }
        #expect(try read(0.25).notes.isEmpty)
        #expect(Self.kinds(try read(-8).network) == ["scale"])
        let third = try read(3)
        #expect(third.notes.count == 1 && third.notes[0].hasPrefix("Div 'd': a division by c is a multiplication"))
        let factor = 1.0 / 3
        let products: [Double] = [factor, 2 * factor]
        #expect(Oracle.outputs(of: third.network, on: [1, 2]).elements == products)
        #expect(Oracle.outputs(of: try read(-3).network, on: [1, 2]).elements == products.map { -$0 })
    }

    @Test func batchNormalisations() throws {
        let one = ONNXTensor(shape: [2], floats: [1, 2])
        let node = ONNXNode("BatchNormalization", name: "bn", inputs: ["x", "p", "p", "p", "p"], outputs: ["y"])
        let read = try Self.read([node], ["p": one])
        #expect(Self.kinds(read.network) == ["normalise", "scale"])
        #expect(
            read.notes == [
                "BatchNormalization 'bn': 1/√(variance + ε) is rounded to a double; that double is the network"
            ])
        guard case .normalise(let layer) = read.network.nodes[1].operation else { return }
        #expect(layer.deviation == [1, 2].map { (Double($0) + Double(Float(1e-5))).squareRoot() })
    }

    @Test func doubles() throws {
        func message(_ values: [Double]) throws -> String {
            ModelText.message(
                try ModelText.bytes(
                    [ONNXNode("MatMul", name: "m", inputs: ["x", "w"], outputs: ["y"])],
                    tensors: ["w": ONNXTensor(shape: [4, 1], values: .doubles(values))]))
        }
        #expect(try message([1, 0.5, -3, 0]) == "no fault")
        let fault = try message([1, 0.1, 0.2, 0])
        #expect(
            fault.contains("MatMul 'm'") && fault.contains("2 of 4 numbers in double precision are no floats"),
            "\(fault)")
    }

    /// Rounding is asked for, and said; where nothing is lost the network is the same.
    @Test func doublesAreRoundedWhereThatIsAskedFor() throws {
        func read(_ values: [Double]) throws -> ReadNetwork {
            let bytes = try ModelText.bytes(
                [ONNXNode("MatMul", name: "m", inputs: ["x", "w"], outputs: ["y"])],
                tensors: ["w": ONNXTensor(shape: [4, 1], values: .doubles(values))])
            return try NetworkFile.load(bytes, path: "n.onnx", roundsDoubles: true)
        }
        let rounded = try read([1, 0.1, 0.2, 0])
        #expect(
            rounded.notes == [
                "the model: 2 numbers of double precision are rounded to the nearest float, which makes another network"
            ])
        guard case .linear(let layer) = rounded.network.nodes[1].operation else {
            Issue.record("no linear layer")
            return
        }
        #expect(layer.weight.elements == [1, 0.1, 0.2, 0])
        #expect(try read([1, 0.5, -3, 0]).notes.isEmpty)
        #expect(throws: NetworkFileFault.self) { try read([1, 1e300, 0, 0]) }
        let constant = ONNXNode(
            "Constant", inputs: [], outputs: ["c"],
            attributes: ["value": .tensor(ONNXTensor(shape: [1], values: .doubles([1.0 / 3])))])
        let (model, changed) = ONNXModel(
            irVersion: 8, opset: 17, producer: "",
            graph: ONNXGraph(name: "g", nodes: [constant], initialisers: [:], inputs: [], outputs: [])
        ).inSinglePrecision()
        #expect(changed == 1)
        #expect(model.graph.nodes[0].attributes["value"] == .tensor(ONNXTensor(shape: [1], floats: [1.0 / 3])))
    }

    @Test func ends() throws {
        let weight = ["w": ONNXTensor(shape: [4, 3], floats: (0..<12).map { Float($0) })]
        let product = ONNXNode("MatMul", inputs: ["x", "w"], outputs: ["l"])
        for end in ["Softmax", "LogSoftmax", "ArgMax"] {
            let node = ONNXNode(end, name: "end", inputs: ["l"], outputs: ["y"], attributes: ["axis": .integer(1)])
            let bytes = try ModelText.bytes([product, node], tensors: weight)
            let read = try NetworkFile.load(bytes, path: "n.onnx")
            #expect(!read.keepsOutputValues && Self.kinds(read.network) == ["linear"])
            #expect(read.notes.count == 1 && read.notes[0].hasPrefix("\(end) 'end': left out at the end"))
            // In the middle it is a fault of its own.
            let middle = ONNXNode(end, name: "end", inputs: ["l"], outputs: ["m"], attributes: ["axis": .integer(1)])
            let after = ONNXNode("Mul", name: "after", inputs: ["m", "m"], outputs: ["y"])
            let message = ModelText.message(try ModelText.bytes([product, middle, after], tensors: weight))
            #expect(
                message
                    == "net.onnx: \(end) 'end': not piecewise linear: only at the end of a network it can be left out")
        }
        let partly = ONNXNode("Softmax", name: "end", inputs: ["x"], outputs: ["y"], attributes: ["axis": .integer(0)])
        #expect(ModelText.message(try ModelText.bytes([partly])).contains("it compares 1 of 4 outputs only"))
    }
}
