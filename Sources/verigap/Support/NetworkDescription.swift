import Networks
import Questions
import Tables

/// What `verigap inspect` says of a network.
package struct NetworkDescription: Encodable, Sendable {
    package struct Layer: Encodable, Sendable {
        /// Node of the graph; 0 is the image.
        package var node: Int
        package var kind: String
        /// Nodes it reads.
        package var inputs: [Int]
        package var shape: [Int]
        package var parameters: Int
        /// Kernel, stride and padding of a window, its dilation and groups; how many entries a selection takes.
        package var detail: String?
    }

    package struct Test: Encodable, Sendable {
        package var data: String
        package var images: Int
        package var errors: Int
        package var errorPercent: Double?
    }

    package var path: String
    package var digest: String
    package var layers: [Layer]
    package var parameters: Int
    package var hiddenReLUs: Int
    package var classes: Int
    package var test: Test?
    /// What there is to say about how an ONNX model was read: roundings, and what was left out.
    package var notes: [String]?

    package init(_ network: Network, path: String) {
        self.path = path
        digest = network.digest.description
        layers = network.nodes.enumerated().map { Layer(node: $0, $1) }
        parameters = network.parameterCount
        hiddenReLUs = network.nodes.reduce(0) { $1.operation == .relu ? $0 + $1.shape.count : $0 }
        classes = network.classCount
    }

    package var text: String {
        let rows = layers.map { layer in
            [
                "\(layer.node)", layer.kind, layer.inputs.map(String.init).joined(separator: ", "),
                TensorShape(layer.shape).description, layer.parameters == 0 ? "" : "\(layer.parameters)",
                layer.detail ?? "",
            ]
        }
        var lines = [
            path, "digest      \(digest)", "parameters  \(parameters)", "ReLUs       \(hiddenReLUs)",
            "classes     \(classes)", "",
            TextFormat.columns(
                [["node", "layer", "reads", "shape", "parameters", ""]] + rows, rightAligned: [0, 4]),
        ]
        if let test {
            let percent = test.errorPercent.map(NumberFormat.fixed(2).text) ?? "–"
            lines += ["", "test error on \(test.data): \(percent) % (\(test.errors) of \(test.images))"]
        }
        lines += notes.map { [""] + $0.map { "note: \($0)" } } ?? []
        return lines.joined(separator: "\n")
    }
}

extension NetworkDescription.Layer {
    init(node: Int, _ content: Network.Node) {
        self.node = node
        kind = content.operation.kind?.rawValue ?? "image"
        inputs = content.inputs
        shape = content.shape.extents
        switch content.operation {
        case .linear(let layer): parameters = layer.weight.elements.count + layer.bias.count
        case .convolution(let layer):
            parameters = layer.weight.elements.count + layer.bias.count
            detail = WindowSpec(layer.geometry).text + (layer.groups == 1 ? "" : ", groups \(layer.groups)")
        case .maxPool(let layer), .averagePool(let layer):
            parameters = 0
            detail = WindowSpec(layer.geometry).text
        case .select(let layer):
            parameters = 0
            let zeros = layer.indices.count { $0 < 0 }
            detail = "\(layer.indices.count - zeros) of \(layer.indices.count) read, the others 0"
            if zeros == 0 { detail = "\(layer.indices.count) read" }
        case .scale(let layer):
            parameters = layer.gain.count + layer.offset.count
            detail = "gain and offset"
        default: parameters = 0
        }
    }
}
