import NetworkFiles
import Networks
import ONNX

/// Models for tests, written by hand.
enum ModelText {
    /// A graph from `x` to `y`.
    static func model(
        _ nodes: [ONNXNode], tensors: [String: ONNXTensor] = [:], input: [ONNXDimension] = [.fixed(1), .fixed(4)],
        outputs: [String] = ["y"], opset: Int? = 13
    ) -> ONNXModel {
        let inputs = [ONNXValue(name: "x", elementType: .float, shape: input)]
        let ends = outputs.map { ONNXValue(name: $0, elementType: .float, shape: nil) }
        return ONNXModel(
            irVersion: 7, opset: opset, producer: "test",
            graph: ONNXGraph(name: "g", nodes: nodes, initialisers: tensors, inputs: inputs, outputs: ends))
    }

    static func bytes(
        _ nodes: [ONNXNode], tensors: [String: ONNXTensor] = [:], input: [ONNXDimension] = [.fixed(1), .fixed(4)],
        outputs: [String] = ["y"], opset: Int? = 13
    ) throws -> [UInt8] {
        try model(nodes, tensors: tensors, input: input, outputs: outputs, opset: opset).fileBytes()
    }

    /// x · w + b, then a ReLU.
    static func plain() throws -> [UInt8] {
        try bytes(
            [
                ONNXNode("Gemm", name: "fc", inputs: ["x", "w", "b"], outputs: ["h"]),
                ONNXNode("Relu", name: "act", inputs: ["h"], outputs: ["y"]),
            ],
            tensors: [
                "w": ONNXTensor(name: "w", shape: [4, 2], floats: [1, 2, 3, 4, 5, 6, 7, 8]),
                "b": ONNXTensor(name: "b", shape: [2], floats: [0.5, -0.5]),
            ])
    }

    /// What reading says.
    static func message(_ bytes: [UInt8], architecture: ArchitectureSpec = .inferred) -> String {
        do {
            _ = try NetworkFile.load(bytes, path: "net.onnx", architecture: architecture)
            return "no fault"
        } catch { return "\(error)" }
    }
}
