import LinearAlgebra
import Questions

/// A feed-forward piecewise-linear classifier: a directed acyclic graph of layers.
///
/// Nodes stand in topological order; node 0 is the image, the last node the logits. Weights are single precision and
/// exact: the network *is* the function of real numbers that these floats define.
public struct Network: Sendable {
    /// One step of the computation.
    public struct Node: Sendable, Hashable {
        public let operation: Operation
        /// Indices of earlier nodes.
        public let inputs: [Int]
        /// Shape of the result.
        public let shape: TensorShape
    }

    public let nodes: [Node]
    /// Content hash of architecture and weights; names and files do not enter.
    public let digest: Digest
    let derived = DerivedForms()

    init(nodes: [Node]) {
        self.nodes = nodes
        digest = Network.contentDigest(of: nodes)
    }

    public var inputShape: TensorShape { nodes[0].shape }
    /// Number of logits.
    public var classCount: Int { nodes[nodes.count - 1].shape.count }
    /// Every kind of layer that occurs.
    public var layerKinds: Set<LayerKind> { Set(nodes.compactMap(\.operation.kind)) }

    /// Number of weights and biases.
    public var parameterCount: Int {
        nodes.reduce(0) { total, node in
            switch node.operation {
            case .linear(let layer): total + layer.weight.elements.count + layer.bias.count
            case .convolution(let layer): total + layer.weight.elements.count + layer.bias.count
            case .scale(let layer): total + layer.gain.count + layer.offset.count
            default: total
            }
        }
    }
}

extension Network: Equatable {
    public static func == (a: Network, b: Network) -> Bool { a.digest == b.digest }
}
