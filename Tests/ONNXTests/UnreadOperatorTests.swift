import DataFormats
import NetworkFiles
import Networks
import ONNX
import Testing

/// What is no part of a network here is said, all at once, with node, operator and reason.
@Suite struct UnreadOperatorTests {
    @Test func allAtOnce() throws {
        let nodes = [
            ONNXNode("Sigmoid", name: "s", inputs: ["x"], outputs: ["a"]),
            ONNXNode("Relu", name: "r", inputs: ["x"], outputs: ["b"]),
            ONNXNode("Tanh", name: "t", inputs: ["a"], outputs: ["c"]),
            ONNXNode("Mul", name: "m", inputs: ["b", "x"], outputs: ["d"]),
            ONNXNode("Einsum", inputs: ["x"], outputs: ["e"]),
            ONNXNode("Relu", name: "own", domain: "mine", inputs: ["x"], outputs: ["f"]),
            ONNXNode("Sum", name: "z", inputs: ["a", "b", "c", "d", "e", "f"], outputs: ["y"]),
        ]
        let bytes = try ModelText.bytes(nodes)
        #expect(throws: NetworkFileFault.self) { try NetworkFile.read(bytes, path: "net.onnx") }
        do { _ = try NetworkFile.read(bytes, path: "net.onnx") } catch {
            guard case NetworkFileFault.operators(let path, let faults) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(path == "net.onnx")
            #expect(
                faults.map(\.description) == [
                    "Sigmoid 's': not piecewise linear: its graph is curved",
                    "Tanh 't': not piecewise linear: its graph is curved",
                    "Mul 'm': not piecewise linear: the product of two values that are computed from the image",
                    "Einsum '5': not built: the operator is not read",
                    "Relu 'own': not built: its domain 'mine' is not the standard's",
                ])
        }
    }

    private static func message(_ node: ONNXNode, _ tensors: [String: ONNXTensor] = [:]) throws -> String {
        ModelText.message(try ModelText.bytes([node], tensors: tensors))
    }

    @Test(arguments: [
        "Sigmoid", "Tanh", "Exp", "Softplus", "Elu", "Gelu", "Sign", "Floor", "LayerNormalization", "Sqrt", "HardSwish",
        "TopK",
    ])
    func notPiecewiseLinear(_ operation: String) throws {
        #expect(
            try Self.message(ONNXNode(operation, name: "n", inputs: ["x"], outputs: ["y"])).contains(
                "'n': not piecewise linear"))
    }

    @Test func products() throws {
        let square = ONNXNode("MatMul", name: "n", inputs: ["x", "x"], outputs: ["y"])
        #expect(try Self.message(square).contains("times"))
        let division = ONNXNode("Div", name: "n", inputs: ["x", "x"], outputs: ["y"])
        #expect(try Self.message(division).contains("divides by what is computed from the image"))
        let cast = ONNXNode("Cast", name: "n", inputs: ["x"], outputs: ["y"], attributes: ["to": .integer(7)])
        #expect(try Self.message(cast).contains("jumps between whole numbers"))
        let slope = ONNXNode("PRelu", name: "n", inputs: ["x", "x"], outputs: ["y"])
        #expect(try Self.message(slope).contains("its slope is computed from the image"))
        let training = ONNXNode(
            "BatchNormalization", name: "n", inputs: ["x", "g", "g", "g", "g"], outputs: ["y"],
            attributes: ["training_mode": .integer(1)])
        let one = ["g": ONNXTensor(shape: [4], floats: [1, 1, 1, 1])]
        #expect(try Self.message(training, one).contains("in training it divides"))
    }

    /// What the output does not need is not looked at.
    @Test func unneeded() throws {
        let nodes = [
            ONNXNode("Sigmoid", name: "s", inputs: ["x"], outputs: ["a"]),
            ONNXNode("Relu", name: "r", inputs: ["x"], outputs: ["y"]),
        ]
        #expect(ModelText.message(try ModelText.bytes(nodes)) == "no fault")
    }

    @Test func architectures() throws {
        let bytes = try ModelText.plain()
        let needless: [(ArchitectureSpec, String)] = [
            (ArchitectureSpec(layers: [.relu]), "layers means nothing to it"),
            (ArchitectureSpec(ignore: ["a"]), "ignore means nothing"),
            (ArchitectureSpec(entry: "a"), "entry means nothing"),
            (ArchitectureSpec(input: [5]), "takes images of shape 4, asked for is 5"),
        ]
        for (architecture, expected) in needless {
            #expect(ModelText.message(bytes, architecture: architecture).contains(expected))
        }
        let plain = try NetworkFile.read(bytes, path: "n.onnx")
        let shaped = try NetworkFile.read(bytes, path: "n.onnx", architecture: ArchitectureSpec(input: [1, 2, 2]))
        #expect(shaped.inputShape == [1, 2, 2])
        #expect(Oracle.outputs(of: shaped, on: [1, 2, 3, 4]) == Oracle.outputs(of: plain, on: [1, 2, 3, 4]))
        let normalised = try NetworkFile.read(
            bytes, path: "n.onnx",
            architecture: ArchitectureSpec(normalise: NormalisationLayer(mean: [0.5], deviation: [0.25])))
        #expect(Oracle.outputs(of: normalised, on: [1, 1, 1, 1]) == Oracle.outputs(of: plain, on: [2, 2, 2, 2]))
    }

    /// The ending is not needed, packed or not, and another ending does not mislead.
    @Test func recognition() throws {
        let bytes = try ModelText.plain()
        for name in ["net.onnx", "net", "net.bin", "NET.ONNX"] {
            #expect(try NetworkFile.load(bytes, path: name).format == .onnx)
            #expect(try NetworkFile.load(Gzip.compress(bytes), path: name + ".gz").format == .onnx)
        }
        for junk: [UInt8] in [[], [0x08], [0x08, 7], [0x08, 7, 0x3A, 0], Array("hello".utf8)] {
            #expect(throws: NetworkFileFault.self) { try NetworkFile.load(junk, path: "net") }
        }
    }

    @Test func inputs() throws {
        let relu = [ONNXNode("Relu", inputs: ["x"], outputs: ["y"])]
        func shape(_ input: [ONNXDimension]) throws -> TensorShape {
            try NetworkFile.read(try ModelText.bytes(relu, input: input), path: "n.onnx").inputShape
        }
        #expect(try shape([.symbolic("N"), .fixed(3)]) == [3])
        #expect(try shape([.symbolic(""), .fixed(3), .fixed(4), .fixed(5)]) == [3, 4, 5])
        #expect(try shape([.fixed(0), .fixed(3), .fixed(4)]) == [3, 1, 4])
        #expect(try shape([.fixed(7)]) == [7])
        #expect(try shape([.fixed(2), .fixed(3), .fixed(4), .fixed(5)]) == [120])
        #expect(
            ModelText.message(try ModelText.bytes(relu, input: [.fixed(1), .symbolic("L")])).contains(
                "extent 2 of the input 'x' is not fixed: L"))
    }
}
