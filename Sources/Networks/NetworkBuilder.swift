import LinearAlgebra
import Questions

/// What is wrong with a network, with both shapes where shapes disagree.
public enum NetworkFault: Error, Sendable, Hashable, CustomStringConvertible {
    case shapeMismatch(layer: String, expected: String, found: String)
    case notFinite(layer: String, count: Int)
    case noSuchNode(layer: String, node: Int)
    case noLayers
    case unusableNormalisation(channel: Int)
    /// A selection of an entry that its source does not have.
    case noSuchEntry(layer: String, entry: Int, count: Int)
    /// More entries than any network that can be verified has.
    case tooLarge(layer: String, what: String)

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
        case .noSuchEntry(let layer, let entry, let count):
            "\(layer): there is no entry \(entry); the source has \(count), counted from 0, and -1 is a zero"
        case .tooLarge(let layer, let what): "\(layer): \(what) are too many"
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
    private(set) var nodes: [Network.Node]

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
        var source = try self.source(source, of: name)
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
        let source = try self.source(source, of: "normalise (node \(nodes.count))")
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

    /// y = gain · x + offset per channel of `source`, or per entry where there are as many gains as entries; a vector counts as
    /// one channel.
    @discardableResult
    public mutating func scale(
        gain: [Float], offset: [Float], after source: Int? = nil, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "scale (node \(nodes.count))"
        let source = try self.source(source, of: name)
        let isPerEntry = gain.count == nodes[source].shape.count
        let channels = isPerEntry ? gain.count : channels(of: source, given: gain.count)
        guard gain.count == channels, offset.count == channels else {
            throw .shapeMismatch(
                layer: name, expected: "\(channels) channel\(channels == 1 ? "" : "s")",
                found: "\(gain.count) gains and \(offset.count) offsets")
        }
        try requireFinite(gain + offset, in: name)
        return append(.scale(ScalingLayer(gain: gain, offset: offset)), [source], nodes[source].shape)
    }

    /// The node that a layer reads: the one named, which must exist, or the newest.
    func source(_ named: Int?, of name: String) throws(NetworkFault) -> Int {
        let source = named ?? last
        guard nodes.indices.contains(source) else { throw .noSuchNode(layer: name, node: source) }
        return source
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
            case .flatten, .reshape, .relu, .normalise, .scale: node = nodes[node].inputs[0]
            default: return nil
            }
        }
    }

    /// The finished network; its logits are the newest node.
    public func build() throws(NetworkFault) -> Network {
        guard nodes.count > 1 else { throw .noLayers }
        return Network(nodes: nodes)
    }

    mutating func append(_ operation: Operation, _ inputs: [Int], _ shape: TensorShape) -> Int {
        nodes.append(Network.Node(operation: operation, inputs: inputs, shape: shape))
        return last
    }

    func requireFinite(_ values: [Float], in name: String) throws(NetworkFault) {
        let bad = values.reduce(0) { $1.isFinite ? $0 : $0 + 1 }
        guard bad == 0 else { throw .notFinite(layer: name, count: bad) }
    }
}
