import LinearAlgebra
import Networks
import ONNX

/// Writes a network as an ONNX model: one operator or a few per node, in operator set 13.
///
/// Every weight is written as it is. Means and deviations of normalisations are doubles, which the operators of a
/// model in single precision cannot hold: they become the nearest floats, and a note says so where that is another
/// number.
struct ONNXNetworkWriter {
    private let network: Network
    private var nodes = [ONNXNode]()
    private var tensors = [String: ONNXTensor]()
    private(set) var notes = ConversionNotes()
    /// Averages over dilated windows came later.
    private var opset = 13

    init(_ network: Network) {
        self.network = network
        for (index, node) in network.nodes.enumerated() { write(node, index) }
    }

    /// The model; its input and output have a batch of one image.
    func model(metadata: [String: String]) -> ONNXModel {
        let input = ONNXValue(name: "input", elementType: .float, shape: Self.shape(network.inputShape))
        let last = network.nodes.count - 1
        let output = ONNXValue(name: name(of: last), elementType: .float, shape: Self.shape(network.nodes[last].shape))
        return ONNXModel(
            irVersion: opset > 13 ? 9 : 7, opset: opset, producer: "verigap",
            graph: ONNXGraph(name: "network", nodes: nodes, initialisers: tensors, inputs: [input], outputs: [output]),
            metadata: metadata)
    }

    private static func shape(_ shape: TensorShape) -> [ONNXDimension] { ([1] + shape.extents).map { .fixed($0) } }

    private func name(of node: Int) -> String {
        node == 0 ? "input" : node == network.nodes.count - 1 ? "output" : "node\(node)"
    }

    private mutating func write(_ node: Network.Node, _ index: Int) {
        let inputs = node.inputs.map { name(of: $0) }
        let result = name(of: index)
        switch node.operation {
        case .input: break
        case .linear(let layer):
            let weight = tensor("\(index).weight", [layer.weight.rows, layer.weight.columns], layer.weight.elements)
            let bias = tensor("\(index).bias", [layer.bias.count], layer.bias)
            put("Gemm", inputs + [weight, bias], result, ["transB": .integer(1)])
        case .convolution(let layer): write(layer, inputs, index)
        case .relu: put("Relu", inputs, result)
        case .maxPool(let layer): put("MaxPool", inputs, result, Self.poolWindow(layer.geometry))
        case .averagePool(let layer):
            if layer.geometry.dilationHeight > 1 || layer.geometry.dilationWidth > 1 { opset = 19 }
            put("AveragePool", inputs, result, Self.poolWindow(layer.geometry))
        case .add: put("Add", inputs, result)
        case .flatten: put("Flatten", inputs, result, ["axis": .integer(1)])
        case .normalise(let layer): write(layer, inputs[0], index, node.shape)
        case .scale(let layer): write(layer, inputs[0], index, node.shape)
        case .select(let layer): write(layer, node, index)
        case .concatenate: writeConcatenation(node, index)
        case .reshape: reshape(inputs[0], to: node.shape, result, index)
        }
    }

    private mutating func put(
        _ operation: String, _ inputs: [String], _ output: String, _ attributes: [String: ONNXAttribute] = [:]
    ) {
        nodes.append(
            ONNXNode(operation, name: output, inputs: inputs, outputs: [output], attributes: attributes))
    }

    /// Stores a tensor and gives its name.
    private mutating func tensor(_ name: String, _ shape: [Int], _ values: [Float]) -> String {
        tensors[name] = ONNXTensor(name: name, shape: shape, floats: values)
        return name
    }

    private mutating func tensor(_ name: String, _ shape: [Int], _ values: [Int]) -> String {
        tensors[name] = ONNXTensor(name: name, shape: shape, integers: values)
        return name
    }

    // MARK: Windows

    static func window(_ geometry: ConvolutionGeometry) -> [String: ONNXAttribute] {
        var attributes: [String: ONNXAttribute] = [
            "kernel_shape": .integers([geometry.kernelHeight, geometry.kernelWidth]),
            "strides": .integers([geometry.strideHeight, geometry.strideWidth]),
            "pads": .integers([geometry.top, geometry.left, geometry.bottom, geometry.right]),
        ]
        if geometry.dilationHeight > 1 || geometry.dilationWidth > 1 {
            attributes["dilations"] = .integers([geometry.dilationHeight, geometry.dilationWidth])
        }
        return attributes
    }

    private mutating func write(_ layer: ConvolutionLayer, _ inputs: [String], _ index: Int) {
        let geometry = layer.geometry
        let shape = [
            layer.weight.rows, geometry.channels / layer.groups, geometry.kernelHeight, geometry.kernelWidth,
        ]
        let weight = tensor("\(index).weight", shape, layer.weight.elements)
        let bias = tensor("\(index).bias", [layer.bias.count], layer.bias)
        var attributes = Self.window(geometry)
        attributes["group"] = .integer(layer.groups)
        put("Conv", inputs + [weight, bias], name(of: index), attributes)
    }

    // MARK: Numbers per channel

    /// The shape in which so many numbers meet a value: one for all, per channel, or per entry.
    private static func extents(_ count: Int, _ shape: TensorShape) -> [Int] {
        if let image = shape.image, count == image.channels { return [1, count, 1, 1] }
        return count == shape.count ? [1] + shape.extents : [count]
    }

    private mutating func write(_ layer: NormalisationLayer, _ input: String, _ index: Int, _ shape: TensorShape) {
        let (mean, deviation) = (layer.mean.map { Float($0) }, layer.deviation.map { Float($0) })
        if mean.map(Double.init) != layer.mean || deviation.map(Double.init) != layer.deviation {
            notes.add("means and deviations are written as the nearest floats", at: "normalise (node \(index))")
        }
        let extents = Self.extents(mean.count, shape)
        var source = input
        if !mean.allSatisfy({ $0 == 0 }) {
            source = "node\(index).centred"
            put("Sub", [input, tensor("\(index).mean", extents, mean)], source)
        }
        put("Div", [source, tensor("\(index).deviation", extents, deviation)], name(of: index))
    }

    private mutating func write(_ layer: ScalingLayer, _ input: String, _ index: Int, _ shape: TensorShape) {
        let extents = Self.extents(layer.gain.count, shape)
        let isSum = layer.gain.allSatisfy { $0 == 1 }
        let isProduct = layer.offset.allSatisfy { $0 == 0 }
        var source = input
        if !isSum || isProduct {
            source = isProduct ? name(of: index) : "node\(index).scaled"
            put("Mul", [input, tensor("\(index).gain", extents, layer.gain)], source)
        }
        if !isProduct { put("Add", [source, tensor("\(index).offset", extents, layer.offset)], name(of: index)) }
    }

    // MARK: Places

    /// Gather from the flattened value, at whose end a zero stands where the selection has zeros.
    private mutating func write(_ layer: SelectionLayer, _ node: Network.Node, _ index: Int) {
        let source = node.inputs[0]
        let count = network.nodes[source].shape.count
        var vector = flat(source, index, 0)
        if layer.indices.contains(-1) {
            let zero = tensor("\(index).zero", [1, 1], [Float(0)])
            put("Concat", [vector, zero], "node\(index).padded", ["axis": .integer(1)])
            vector = "node\(index).padded"
        }
        let places = tensor("\(index).indices", [layer.indices.count], layer.indices.map { $0 < 0 ? count : $0 })
        let isVector = node.shape.extents.count == 1
        let picked = isVector ? name(of: index) : "node\(index).picked"
        put("Gather", [vector, places], picked, ["axis": .integer(1)])
        if !isVector { reshape(picked, to: node.shape, name(of: index), index) }
    }

    private mutating func writeConcatenation(_ node: Network.Node, _ index: Int) {
        let parts = node.inputs.enumerated().map { flat($1, index, $0) }
        let isVector = node.shape.extents.count == 1
        let joined = isVector ? name(of: index) : "node\(index).joined"
        put("Concat", parts, joined, ["axis": .integer(1)])
        if !isVector { reshape(joined, to: node.shape, name(of: index), index) }
    }

    /// The name of a node's value as a vector, for the input `position` of node `index`.
    private mutating func flat(_ source: Int, _ index: Int, _ position: Int) -> String {
        if network.nodes[source].shape.extents.count == 1 { return name(of: source) }
        let result = "node\(index).flat\(position)"
        put("Flatten", [name(of: source)], result, ["axis": .integer(1)])
        return result
    }

    private mutating func reshape(_ input: String, to shape: TensorShape, _ result: String, _ index: Int) {
        put("Reshape", [input, tensor("\(index).shape", [shape.extents.count + 1], [1] + shape.extents)], result)
    }
}
