import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import ONNX
import Testing

/// Damaged and malicious models: each is a fault with a place, none a crash or a gigabyte.
@Suite struct HostileModelTests {
    private static func tensor(_ shape: [Int], _ values: [Float]) -> ONNXTensor {
        ONNXTensor(shape: shape, floats: values)
    }

    /// Every proper prefix throws, in memory and in `isModel`'s eyes.
    @Test func prefixes() throws {
        let bytes = try ModelText.plain()
        #expect(ModelText.message(bytes) == "no fault")
        for length in 0..<bytes.count {
            #expect(ModelText.message(Array(bytes[..<length])) != "no fault", "\(length) of \(bytes.count)")
        }
        let packed = Gzip.compress(bytes)
        for length in 0..<packed.count {
            let read = try? NetworkFile.load(Array(packed[..<length]), path: "net.onnx.gz")
            #expect(read == nil, "\(length) of \(packed.count), packed")
        }
    }

    @Test func damage() throws {
        let bytes = try ModelText.plain()
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<4000 {
            var copy = bytes
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                let place = Int.random(in: 0..<copy.count, using: &generator)
                copy[place] =
                    [0, 0xFF, 0x80, copy[place] ^ 1, copy[place] ^ 0x40].randomElement(using: &generator) ?? 0
            }
            _ = try? NetworkFile.load(copy, path: "net.onnx")
            _ = try? NetworkFile.load(copy, path: "net")
        }
    }

    @Test func graphsWithoutOrder() throws {
        let cycle = [
            ONNXNode("Relu", name: "a", inputs: ["v"], outputs: ["u"]),
            ONNXNode("Relu", name: "b", inputs: ["u"], outputs: ["v"]),
            ONNXNode("Add", name: "c", inputs: ["x", "v"], outputs: ["y"]),
        ]
        #expect(ModelText.message(try ModelText.bytes(cycle)).contains("depends on its own result"))
        let itself = [ONNXNode("Relu", name: "a", inputs: ["y"], outputs: ["y"])]
        #expect(ModelText.message(try ModelText.bytes(itself)).contains("depends on its own result 'y'"))
        let missing = [ONNXNode("Relu", name: "a", inputs: ["z"], outputs: ["y"])]
        #expect(ModelText.message(try ModelText.bytes(missing)).contains("Relu 'a' reads 'z', which nothing makes"))
        let twice = [ONNXNode("Relu", inputs: ["x"], outputs: ["y"]), ONNXNode("Relu", inputs: ["x"], outputs: ["y"])]
        #expect(ModelText.message(try ModelText.bytes(twice)).contains("'y' is made twice"))
        #expect(ModelText.message(try ModelText.bytes([])).contains("no operator makes the output 'y'"))
        let relu = [ONNXNode("Relu", inputs: ["x"], outputs: ["y"])]
        #expect(ModelText.message(try ModelText.bytes(relu, outputs: ["y", "x"])).contains("several outputs"))
        #expect(ModelText.message(try ModelText.bytes(relu, opset: nil)).contains("no standard operators"))
        #expect(ModelText.message(try ModelText.bytes(relu, opset: 6)).contains("operator set 6"))
        #expect(ModelText.message(try ModelText.bytes(relu, opset: 23)).contains("7 to 22"))
    }

    /// A chain of as many operators as a file may have is no recursion.
    @Test func longChain() throws {
        let count = 60_000
        let nodes = (0..<count).map { index in
            ONNXNode(
                "Identity", inputs: [index == 0 ? "x" : "v\(index)"],
                outputs: [index == count - 1 ? "y" : "v\(index + 1)"])
        }
        #expect(try NetworkFile.load(try ModelText.bytes(nodes.reversed()), path: "n.onnx").network.classCount == 4)
    }

    @Test func absurdSizes() throws {
        let huge = 1 << 40
        let relu = [ONNXNode("Relu", inputs: ["x"], outputs: ["y"])]
        for shape in [[1, huge], [huge, huge, huge], [1, 1 << 29]] {
            let bytes = try ModelText.bytes(relu, input: shape.map { .fixed($0) })
            #expect(ModelText.message(bytes).contains("no image has the shape"))
        }
        let shapes: [(String, [Int])] = [
            ("Expand", [huge, 4]), ("Expand", [1 << 27, 4]), ("Reshape", [huge, -1]), ("Tile", [huge, huge]),
            ("Expand", [0, 4]),
            ("Reshape", [-1, 0, 0]), ("Reshape", [-2, -2]), ("Pad", [0, huge, 0, 0]), ("Pad", [0, 0, 0, 1 << 27]),
        ]
        for (operation, shape) in shapes {
            let bytes = try ModelText.bytes(
                [ONNXNode(operation, name: "n", inputs: ["x", "s"], outputs: ["y"])],
                tensors: ["s": ONNXTensor(shape: [shape.count], integers: shape)])
            #expect(ModelText.message(bytes).contains("\(operation) 'n'"), "\(operation) \(shape)")
        }
        let filled = try ModelText.bytes(
            [
                ONNXNode("ConstantOfShape", name: "n", inputs: ["s"], outputs: ["c"]),
                ONNXNode("Add", name: "sum", inputs: ["x", "c"], outputs: ["y"]),
            ],
            tensors: ["s": ONNXTensor(shape: [2], integers: [1 << 14, 1 << 14])])
        #expect(ModelText.message(filled).contains("takes more than 64 MiB"))
    }

    /// Nothing is stored of an empty tensor, however long its other axes are.
    @Test func emptyTensors() throws {
        let attributes: [String: ONNXAttribute] = [
            "axis": .integer(1), "axes": .integers([1]), "starts": .integers([0]), "ends": .integers([.max]),
        ]
        for extent in [1 << 62, 1 << 28] {
            for operation in [
                "Slice", "Concat", "Transpose", "Gather", "Split", "Flatten", "Squeeze", "Unsqueeze", "ReduceSum",
                "Expand",
                "Tile", "Pad", "Shape", "Size", "Identity", "Neg", "Relu", "Max", "MatMul", "Reshape", "Cast", "Equal",
            ] {
                let nodes = [
                    ONNXNode(
                        operation, name: "n", inputs: ["e", operation == "Concat" || operation == "Max" ? "e" : "s"],
                        outputs: ["c"], attributes: attributes),
                    ONNXNode("Concat", inputs: ["x", "c"], outputs: ["y"], attributes: ["axis": .integer(0)]),
                ]
                let tensors = [
                    "e": ONNXTensor(shape: [0, extent], floats: []), "s": ONNXTensor(shape: [1], integers: [1]),
                ]
                _ = ModelText.message(try ModelText.bytes(nodes, tensors: tensors, opset: 9))
                _ = ModelText.message(try ModelText.bytes(nodes, tensors: tensors, opset: 13))
            }
        }
    }

    /// Many operators that each make a little are bounded together.
    @Test func manySizes() throws {
        var nodes = [ONNXNode]()
        for index in 0..<40 {
            nodes.append(
                ONNXNode(
                    "Concat", inputs: Array(repeating: index == 0 ? "x" : "v\(index)", count: 2),
                    outputs: [index == 39 ? "y" : "v\(index + 1)"], attributes: ["axis": .integer(1)]))
        }
        #expect(ModelText.message(try ModelText.bytes(nodes)).contains("takes more than 64 MiB"))
    }

    @Test func emptyMessages() {
        // A graph of three million empty nodes.
        var graph = [UInt8]()
        for _ in 0..<(1 << 20) { graph += [0x0A, 0] }
        var bytes: [UInt8] = [0x08, 7, 0x3A]
        var size = graph.count
        while size > 0x7F {
            bytes.append(UInt8(size & 0x7F) | 0x80)
            size >>= 7
        }
        bytes.append(UInt8(size))
        #expect(ModelText.message(bytes + graph).contains("more than 524288 operators"))
    }

    @Test func windows() throws {
        let attributes: [[String: ONNXAttribute]] = [
            ["kernel_shape": .integers([9, 9])], ["kernel_shape": .integers([0, 1])], ["kernel_shape": .integers([2])],
            [:],
            ["kernel_shape": .integers([2, 2]), "strides": .integers([0, 1])],
            ["kernel_shape": .integers([2, 2]), "pads": .integers([-1, 0, 0, 0])],
            ["kernel_shape": .integers([2, 2]), "pads": .integers([0, 0, 1 << 40, 0])],
            ["kernel_shape": .integers([2, 2]), "dilations": .integers([1 << 40, 1])],
            ["kernel_shape": .integers([2, 2]), "auto_pad": .text("SOMEHOW")],
            ["kernel_shape": .integers([1 << 29, 1 << 29]), "pads": .integers([1 << 27, 1 << 27, 1 << 27, 1 << 27])],
            ["kernel_shape": .float(2)],
        ]
        for operation in ["MaxPool", "AveragePool"] {
            for attributes in attributes {
                let bytes = try ModelText.bytes(
                    [ONNXNode(operation, name: "p", inputs: ["x"], outputs: ["y"], attributes: attributes)],
                    input: [.fixed(1), .fixed(1), .fixed(4), .fixed(4)])
                #expect(ModelText.message(bytes) != "no fault", "\(attributes)")
            }
        }
    }

    @Test func indices() throws {
        let cases: [(ONNXNode, [Int])] = [
            (
                ONNXNode("Gather", name: "n", inputs: ["x", "s"], outputs: ["y"], attributes: ["axis": .integer(1)]),
                [4]
            ),
            (
                ONNXNode("Gather", name: "n", inputs: ["x", "s"], outputs: ["y"], attributes: ["axis": .integer(7)]),
                [0]
            ),
            (ONNXNode("Slice", name: "n", inputs: ["x", "s", "s"], outputs: ["y"]), [Int.min, Int.max]),
            (ONNXNode("Squeeze", name: "n", inputs: ["x", "s"], outputs: ["y"]), [1]),
            (ONNXNode("Squeeze", name: "n", inputs: ["x", "s"], outputs: ["y"]), [Int.min]),
            (ONNXNode("Unsqueeze", name: "n", inputs: ["x", "s"], outputs: ["y"]), [0, 0]),
            (
                ONNXNode("Split", name: "n", inputs: ["x", "s"], outputs: ["y"], attributes: ["axis": .integer(1)]),
                [Int.max, 5]
            ),
            (
                ONNXNode(
                    "Transpose", name: "n", inputs: ["x"], outputs: ["y"], attributes: ["perm": .integers([0, 0])]), []
            ),
            (ONNXNode("ReduceSum", name: "n", inputs: ["x", "s"], outputs: ["y"]), [3]),
            (ONNXNode("Flatten", name: "n", inputs: ["x"], outputs: ["y"], attributes: ["axis": .integer(9)]), []),
            (ONNXNode("Concat", name: "n", inputs: ["x", "x"], outputs: ["y"]), []),
            (
                ONNXNode(
                    "Concat", name: "n", inputs: ["x", "x"], outputs: ["y"], attributes: ["axis": .integer(Int.min)]),
                []
            ),
        ]
        for (node, values) in cases {
            let bytes = try ModelText.bytes([node], tensors: ["s": ONNXTensor(shape: [values.count], integers: values)])
            #expect(
                ModelText.message(bytes).contains("\(node.operation) 'n'"),
                "\(node) \(values): \(ModelText.message(bytes))")
        }
    }

    @Test func notNumbers() throws {
        for bad in [Float.nan, .infinity] {
            let gemm = try ModelText.bytes(
                [ONNXNode("Gemm", name: "fc", inputs: ["x", "w"], outputs: ["y"])],
                tensors: ["w": Self.tensor([4, 1], [1, bad, 2, 3])])
            #expect(
                ModelText.message(gemm).contains("Gemm 'fc': 1 weight is NaN, infinite"), "\(ModelText.message(gemm))")
            let sum = try ModelText.bytes(
                [ONNXNode("Add", name: "sum", inputs: ["x", "w"], outputs: ["y"])],
                tensors: ["w": Self.tensor([4], [1, bad, 2, 3])])
            #expect(ModelText.message(sum).contains("NaN, infinite"))
            let quotient = try ModelText.bytes(
                [ONNXNode("Div", name: "d", inputs: ["x", "w"], outputs: ["y"])], tensors: ["w": Self.tensor([], [bad])]
            )
            #expect(ModelText.message(quotient).contains("divides by 0 or by no number"))
        }
    }

    /// Entries and shape disagree, in every place that entries can be in.
    @Test func lengths() throws {
        let model = try ModelText.plain()
        // The shape [4, 2] of w becomes [4, 3], [5, 2] and [4, 2, 1 << 6].
        let shape: [UInt8] = [0x0A, 2, 4, 2]
        let place = try #require(model.indices.first { model[$0...].starts(with: shape) })
        for (offset, value) in [(3, UInt8(3)), (2, 5), (3, 0x7F)] {
            var copy = model
            copy[place + offset] = value
            #expect(ModelText.message(copy).contains("onnx entry 'w'"), "\(ModelText.message(copy))")
        }
    }
}
