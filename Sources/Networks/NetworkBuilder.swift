import LinearAlgebra
import Questions

/// What is wrong with a network, with both shapes where shapes disagree.
public enum NetworkFault: Error, Sendable, Hashable, CustomStringConvertible {
    case shapeMismatch(layer: String, expected: String, found: String)
    case notFinite(layer: String, count: Int)
    case noSuchNode(layer: String, node: Int)
    case noLayers
    case unusableNormalisation(channel: Int)

    public var description: String {
        switch self {
        case .shapeMismatch(let layer, let expected, let found):
            "\(layer): expected shape \(expected), found \(found)"
        case .notFinite(let layer, let count):
            "\(layer): \(count) weight\(count == 1 ? " is" : "s are") NaN, infinite or beyond single precision (3.4e38)"
        case .noSuchNode(let layer, let node): "\(layer): there is no earlier node \(node)"
        case .noLayers: "the network has no layers"
        case .unusableNormalisation(let channel):
            "normalise: channel \(channel) needs a finite mean and a positive deviation with a finite reciprocal"
        }
    }
}

/// Puts a network together layer by layer and checks every shape and every weight on the way.
///
///     var builder = NetworkBuilder(input: [784])
///     try builder.linear(weight: w1, bias: b1)
///     builder.relu()
///     try builder.linear(weight: w2, bias: b2)
///     let network = try builder.build()
public struct NetworkBuilder: Sendable {
    private var nodes: [Network.Node]

    /// Starts from an image of the given shape.
    public init(input: TensorShape) {
        nodes = [Network.Node(operation: .input, inputs: [], shape: input)]
    }

    /// Index of the newest node.
    public var last: Int { nodes.count - 1 }

    public func shape(of node: Int) -> TensorShape { nodes[node].shape }

    /// A fully-connected layer after `source` (the newest node by default). An image-shaped source is flattened first.
    @discardableResult
    public mutating func linear(
        weight: Matrix<Float>, bias: [Float], after source: Int? = nil, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "linear layer (node \(nodes.count))"
        var source = source ?? last
        if nodes[source].shape.extents.count > 1 { source = flatten(after: source) }
        let width = nodes[source].shape.count
        guard weight.rows > 0, weight.columns == width else {
            throw .shapeMismatch(layer: name, expected: "[out, \(width)]", found: "[\(weight.rows), \(weight.columns)]")
        }
        guard bias.count == weight.rows else {
            throw .shapeMismatch(layer: "bias of \(name)", expected: "[\(weight.rows)]", found: "[\(bias.count)]")
        }
        try requireFinite(weight.elements + bias, in: name)
        return append(.linear(LinearLayer(weight: weight, bias: bias)), [source], [weight.rows])
    }

    /// A convolution after `source`. `kernels` has one row per output channel in the order (input channel, row, column).
    @discardableResult
    public mutating func convolution(
        kernels: Matrix<Float>, bias: [Float], kernelHeight: Int, kernelWidth: Int, stride: Int, padding: Int,
        after source: Int? = nil, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "conv2d layer (node \(nodes.count))"
        let source = source ?? last
        let geometry = try window(kernelHeight, kernelWidth, stride, padding, source, name)
        guard kernels.rows > 0, kernels.columns == geometry.patchSize else {
            throw .shapeMismatch(
                layer: name, expected: "[out, \(geometry.channels), \(kernelHeight), \(kernelWidth)]",
                found: "[\(kernels.rows), \(kernels.columns)] flattened")
        }
        guard bias.count == kernels.rows else {
            throw .shapeMismatch(layer: "bias of \(name)", expected: "[\(kernels.rows)]", found: "[\(bias.count)]")
        }
        try requireFinite(kernels.elements + bias, in: name)
        let layer = ConvolutionLayer(weight: kernels, bias: bias, geometry: geometry)
        return append(.convolution(layer), [source], layer.outputShape)
    }

    @discardableResult
    public mutating func relu(after source: Int? = nil) -> Int {
        let source = source ?? last
        return append(.relu, [source], nodes[source].shape)
    }

    @discardableResult
    public mutating func flatten(after source: Int? = nil) -> Int {
        let source = source ?? last
        return append(.flatten, [source], [nodes[source].shape.count])
    }

    @discardableResult
    public mutating func maxPool(
        kernel: Int, stride: Int, padding: Int = 0, after source: Int? = nil
    ) throws(NetworkFault) -> Int {
        let source = source ?? last
        let layer = PoolingLayer(
            geometry: try window(kernel, kernel, stride, padding, source, "max-pool (node \(nodes.count))"))
        return append(.maxPool(layer), [source], layer.outputShape)
    }

    @discardableResult
    public mutating func averagePool(
        kernel: Int, stride: Int, padding: Int = 0, after source: Int? = nil
    ) throws(NetworkFault) -> Int {
        let source = source ?? last
        let layer = PoolingLayer(
            geometry: try window(kernel, kernel, stride, padding, source, "average-pool (node \(nodes.count))"))
        return append(.averagePool(layer), [source], layer.outputShape)
    }

    /// The sum of two nodes.
    @discardableResult
    public mutating func add(_ first: Int, _ second: Int) throws(NetworkFault) -> Int {
        let name = "add (node \(nodes.count))"
        for node in [first, second] where !nodes.indices.contains(node) { throw .noSuchNode(layer: name, node: node) }
        guard nodes[first].shape == nodes[second].shape else {
            throw .shapeMismatch(layer: name, expected: "\(nodes[first].shape)", found: "\(nodes[second].shape)")
        }
        return append(.add, [first, second], nodes[first].shape)
    }

    /// Per-channel normalisation. A vector counts as one channel, or as many as it has entries.
    @discardableResult
    public mutating func normalise(
        mean: [Double], deviation: [Double], after source: Int? = nil
    ) throws(NetworkFault) -> Int {
        let source = source ?? last
        let channels = channels(of: source, given: mean.count)
        guard mean.count == channels, deviation.count == channels else {
            throw .shapeMismatch(
                layer: "normalise (node \(nodes.count))", expected: "\(channels) channel\(channels == 1 ? "" : "s")",
                found: "\(mean.count) means and \(deviation.count) deviations")
        }
        let unusable = mean.indices.first { channel in
            !(deviation[channel] > 0 && deviation[channel].isFinite && (1 / deviation[channel]).isFinite
                && mean[channel].isFinite)
        }
        if let channel = unusable { throw .unusableNormalisation(channel: channel) }
        return append(
            .normalise(NormalisationLayer(mean: mean, deviation: deviation)), [source], nodes[source].shape)
    }

    /// y = gain · x + offset per channel of `source`; a vector counts as one channel, or as many as it has entries.
    @discardableResult
    public mutating func scale(
        gain: [Float], offset: [Float], after source: Int? = nil, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "scale (node \(nodes.count))"
        let source = source ?? last
        let channels = channels(of: source, given: gain.count)
        guard gain.count == channels, offset.count == channels else {
            throw .shapeMismatch(
                layer: name, expected: "\(channels) channel\(channels == 1 ? "" : "s")",
                found: "\(gain.count) gains and \(offset.count) offsets")
        }
        try requireFinite(gain + offset, in: name)
        return append(.scale(ScalingLayer(gain: gain, offset: offset)), [source], nodes[source].shape)
    }

    private func channels(of node: Int, given count: Int) -> Int {
        let shape = nodes[node].shape
        return shape.image?.channels ?? (count == shape.count ? count : 1)
    }

    /// The image that `node` was before it was flattened, if it was one and nothing mixed its entries since.
    public func image(before node: Int) -> TensorShape? {
        var node = node
        while true {
            if nodes[node].shape.image != nil { return nodes[node].shape }
            switch nodes[node].operation {
            case .flatten, .relu, .normalise, .scale: node = nodes[node].inputs[0]
            default: return nil
            }
        }
    }

    /// The finished network; its logits are the newest node.
    public func build() throws(NetworkFault) -> Network {
        guard nodes.count > 1 else { throw .noLayers }
        return Network(nodes: nodes)
    }

    private mutating func append(_ operation: Operation, _ inputs: [Int], _ shape: TensorShape) -> Int {
        nodes.append(Network.Node(operation: operation, inputs: inputs, shape: shape))
        return last
    }

    private func window(
        _ height: Int, _ width: Int, _ stride: Int, _ padding: Int, _ source: Int, _ name: String
    ) throws(NetworkFault) -> ConvolutionGeometry {
        guard let image = nodes[source].shape.image else {
            throw .shapeMismatch(layer: name, expected: "channels×height×width", found: "\(nodes[source].shape)")
        }
        guard height > 0, width > 0, stride > 0, padding >= 0, padding < max(height, width),
            height <= image.height + 2 * padding, width <= image.width + 2 * padding
        else {
            throw .shapeMismatch(
                layer: name, expected: "a window that fits \(image.height)×\(image.width) with padding \(padding)",
                found: "\(height)×\(width), stride \(stride)")
        }
        return ConvolutionGeometry(
            channels: image.channels, height: image.height, width: image.width, kernelHeight: height,
            kernelWidth: width, stride: stride, padding: padding)
    }

    private func requireFinite(_ values: [Float], in name: String) throws(NetworkFault) {
        let bad = values.reduce(0) { $1.isFinite ? $0 : $0 + 1 }
        guard bad == 0 else { throw .notFinite(layer: name, count: bad) }
    }
}
