import LinearAlgebra
import Questions

/// A question of any form as one that every method can answer: is output 0 ahead of all others on a ball of inputs?
///
/// Affine maps from the parameters of an embedded set to its images stand before the network, layers behind it compute the
/// clauses of the property: output 0 is 0, output k is −max of the forms of clause k. Nothing is multiplied out, so that the
/// new network is the same function of real numbers.
public struct PosedQuestion: Sendable {
    public let network: Network
    /// Its sample is θ₀ with label 0 where a property stands behind the network.
    public let query: Query

    /// - Parameters:
    ///   - query: about the sample itself, on a set of the form's family.
    ///   - shape: extents of the images.
    /// - Returns: `nil` where the property asks for nothing, so that it holds.
    /// - Throws: where family and sample, or property and network, do not fit.
    /// - Complexity: one pass over the weights where there are layers to add.
    public init?(
        _ query: Query, _ form: QuestionForm, on network: Network, shape: [Int],
        families: FamilyRegistry = .standard, properties: PropertyRegistry = .standard
    ) throws(FamilyFault) {
        let set = try families.make(form.family).set(around: query.sample, shape: shape, query.perturbation)
        var posed = query
        posed.perturbation = set.perturbation
        posed.sample.pixels = set.parameters
        let front = try EmbeddingLayers(set, of: network.inputShape)
        var nodes = front.prepended(to: network.nodes)
        if form.property != .allClasses {
            let kind = try properties.make(form.property)
            guard
                let property = try kind.property(
                    of: query.sample, label: query.label, classCount: network.classCount)
            else { return nil }
            let layers = try ClauseLayers(property, on: nodes, image: front.nodes.count - 1)
            nodes = layers.nodes
            posed.label = 0
            posed.clauses = ClausePlace(node: layers.forms, counts: property.clauses.map(\.count))
        }
        // The new network's input is another: what a file says of the old one is answered by now.
        posed.sample.given = nil
        self.query = posed
        // Comparing nodes would compare all weights.
        self.network = nodes.count == network.nodes.count ? network : Network(nodes: nodes)
    }
}

/// The layers from the parameters of a set to its images; the input alone where these are the same.
private struct EmbeddingLayers {
    private(set) var nodes: [Network.Node]

    init(_ set: EmbeddedSet, of shape: TensorShape) throws(FamilyFault) {
        nodes = [Network.Node(operation: .input, inputs: [], shape: set.maps.isEmpty ? shape : [set.maps[0].columns])]
        for (position, map) in set.maps.enumerated() {
            guard map.columns == nodes[position].shape.count else {
                throw FamilyFault("a map of \(map.columns) columns after one of \(nodes[position].shape.count) rows")
            }
            let layer = LinearLayer(
                weight: Matrix(rows: map.rows, columns: map.columns, elements: map.weight), bias: map.bias)
            // The images have the shape that the network wants.
            append(.linear(layer), position == set.maps.count - 1 ? shape : [map.rows])
        }
        let count = set.maps.last?.rows ?? set.parameters.count
        guard count == shape.count else {
            throw FamilyFault("images of \(count) pixels, the network wants \(shape.count)")
        }
        for offset in set.offsets {
            append(.scale(ScalingLayer(gain: Array(repeating: 1, count: shape.count), offset: offset)), shape)
        }
    }

    private mutating func append(_ operation: Operation, _ shape: TensorShape) {
        nodes.append(Network.Node(operation: operation, inputs: [nodes.count - 1], shape: shape))
    }

    /// These in place of a network's input.
    func prepended(to network: [Network.Node]) -> [Network.Node] {
        let offset = nodes.count - 1
        guard offset > 0 else { return network }
        return nodes
            + network.dropFirst().map { node in
                Network.Node(operation: node.operation, inputs: node.inputs.map { $0 + offset }, shape: node.shape)
            }
    }
}
