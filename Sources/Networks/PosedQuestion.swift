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
        let set = try families.make(form.family).set(around: query.sample.pixels, shape: shape, query.perturbation)
        var posed = query
        posed.perturbation = set.perturbation
        posed.sample.pixels = set.parameters
        var nodes = network.nodes
        if !set.maps.isEmpty { nodes = try Self.prepend(set.maps, to: nodes) }
        if form.property != .allClasses {
            let kind = try properties.make(form.property)
            guard let property = try kind.property(label: query.label, classCount: network.classCount) else {
                return nil
            }
            nodes = ClauseLayers(property, on: nodes).nodes
            posed.label = 0
        }
        self.query = posed
        // Comparing nodes would compare all weights.
        self.network = nodes.count == network.nodes.count ? network : Network(nodes: nodes)
    }

    private static func prepend(
        _ maps: [AffineMap], to nodes: [Network.Node]
    ) throws(FamilyFault) -> [Network.Node] {
        var result = [Network.Node(operation: .input, inputs: [], shape: [maps[0].columns])]
        for (position, map) in maps.enumerated() {
            guard map.columns == result[position].shape.count else {
                throw FamilyFault("a map of \(map.columns) columns after one of \(result[position].shape.count) rows")
            }
            let isLast = position == maps.count - 1
            let layer = LinearLayer(
                weight: Matrix(rows: map.rows, columns: map.columns, elements: map.weight), bias: map.bias)
            // The images have the shape that the network wants.
            result.append(
                Network.Node(
                    operation: .linear(layer), inputs: [position], shape: isLast ? nodes[0].shape : [map.rows]))
        }
        guard maps[maps.count - 1].rows == nodes[0].shape.count else {
            throw FamilyFault(
                "images of \(maps[maps.count - 1].rows) pixels, the network wants \(nodes[0].shape.count)")
        }
        let offset = maps.count
        return result
            + nodes.dropFirst().map { node in
                Network.Node(operation: node.operation, inputs: node.inputs.map { $0 + offset }, shape: node.shape)
            }
    }
}

/// The layers that compute the clauses of a property.
private struct ClauseLayers {
    private(set) var nodes: [Network.Node]

    init(_ property: OutputProperty, on nodes: [Network.Node]) {
        self.nodes = nodes
        let forms = property.clauses.joined()
        let outputs = nodes[nodes.count - 1].shape.count
        var weight = Matrix<Float>(rows: forms.count, columns: outputs)
        for (row, form) in forms.enumerated() {
            for (output, coefficient) in form.coefficients { weight[row, output] = coefficient }
        }
        linear(weight, forms.map(\.constant))
        var counts = property.clauses.map(\.count)
        while counts.contains(where: { $0 > 1 }) { counts = halve(counts) }
        // Output 0 is 0, and the margin of output 0 over output k is clause k.
        var signs = Matrix<Float>(rows: counts.count + 1, columns: counts.count)
        for clause in counts.indices { signs[clause + 1, clause] = -1 }
        linear(signs, Array(repeating: 0, count: counts.count + 1))
    }

    private mutating func linear(_ weight: Matrix<Float>, _ bias: [Float]) {
        let layer = LinearLayer(weight: weight, bias: bias)
        nodes.append(Network.Node(operation: .linear(layer), inputs: [nodes.count - 1], shape: [weight.rows]))
    }

    /// Takes the maximum of pairs of forms of each clause, max(a, b) = b + max(a − b, 0); returns how many are left of each.
    private mutating func halve(_ counts: [Int]) -> [Int] {
        let (source, width) = (nodes.count - 1, counts.reduce(0, +))
        var (kept, pairs) = ([Int](), [(first: Int, second: Int, place: Int)]())
        var start = 0
        for count in counts {
            for position in stride(from: 0, to: count, by: 2) {
                let hasPartner = position + 1 < count
                if hasPartner { pairs.append((start + position, start + position + 1, kept.count)) }
                kept.append(start + position + (hasPartner ? 1 : 0))
            }
            start += count
        }
        var excess = Matrix<Float>(rows: pairs.count, columns: width)
        var added = Matrix<Float>(rows: kept.count, columns: pairs.count)
        for (row, pair) in pairs.enumerated() {
            (excess[row, pair.first], excess[row, pair.second], added[pair.place, row]) = (1, -1, 1)
        }
        linear(excess, Array(repeating: 0, count: pairs.count))
        nodes.append(Network.Node(operation: .relu, inputs: [nodes.count - 1], shape: [pairs.count]))
        linear(added, Array(repeating: 0, count: kept.count))
        let gained = nodes.count - 1
        var selection = Matrix<Float>(rows: kept.count, columns: width)
        for (row, column) in kept.enumerated() { selection[row, column] = 1 }
        let layer = LinearLayer(weight: selection, bias: Array(repeating: 0, count: kept.count))
        nodes.append(Network.Node(operation: .linear(layer), inputs: [source], shape: [kept.count]))
        nodes.append(
            Network.Node(operation: .add, inputs: [nodes.count - 1, gained], shape: [kept.count]))
        return counts.map { ($0 + 1) / 2 }
    }
}
