import Networks

/// How big a network is, as far as the cost of a query depends on it.
public struct NetworkSize: Sendable, Hashable {
    /// Multiplications of one evaluation of one image.
    public var products = 0.0
    /// Multiplications to bound the input of every ReLU and the margins by substitution back to the image; ReLUs of the
    /// first layer need none.
    public var substitutions = 0.0
    public var neurons = 0.0
    /// Layers of ReLUs.
    public var hiddenLayers = 0

    public init(_ network: Network) {
        for node in network.nodes {
            switch node.operation {
            case .linear(let layer): products += Double(layer.weight.elements.count)
            case .convolution(let layer):
                products += Double(layer.weight.elements.count * node.shape.count / max(1, layer.weight.rows))
            case .relu:
                if hiddenLayers > 0 { substitutions += Double(node.shape.count) * products }
                neurons += Double(node.shape.count)
                hiddenLayers += 1
            default: products += Double(node.shape.count)
            }
        }
        substitutions += Double(network.classCount) * products
    }
}
