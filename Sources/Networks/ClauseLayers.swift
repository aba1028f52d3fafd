import LinearAlgebra
import Questions

/// The layers that compute the clauses of a property behind a network, as the margins of output 0 over all others.
struct ClauseLayers {
    private(set) var nodes: [Network.Node]
    /// The node whose entries are the forms.
    private(set) var forms = 0

    /// - Parameter image: the node of the network's own inputs, which forms may count.
    /// - Throws: for numbers that are no sums of floats.
    init(_ property: OutputProperty, on nodes: [Network.Node], image: Int) throws(FamilyFault) {
        self.nodes = nodes
        try Self.requireRoom(property, after: nodes, image)
        let forms = property.clauses.joined()
        try sum(forms.map(\.coefficients), after: nodes.count - 1)
        if forms.contains(where: { !$0.inputs.isEmpty }) {
            let outputs = last
            try sum(forms.map(\.inputs), after: image)
            append(.add, [outputs, last], [forms.count])
        }
        for offset in try FloatSum.lists(of: forms.map(\.constant)) {
            append(
                .scale(ScalingLayer(gain: Array(repeating: 1, count: forms.count), offset: offset)), [last],
                [forms.count])
        }
        self.forms = last
        var counts = property.clauses.map(\.count)
        while counts.contains(where: { $0 > 1 }) { counts = halve(counts) }
        // Output 0 is 0, and the margin of output 0 over output k is clause k.
        var signs = Matrix<Float>(rows: counts.count + 1, columns: counts.count)
        for clause in counts.indices { signs[clause + 1, clause] = -1 }
        linear(signs)
    }

    /// Entries that one matrix of these layers may have.
    static let entryLimit = 1 << 26

    /// - Throws: where the layers would be too large: they are dense, so that forms and clauses count by their squares.
    private static func requireRoom(
        _ property: OutputProperty, after nodes: [Network.Node], _ image: Int
    ) throws(FamilyFault) {
        let (clauses, forms) = (property.clauses.count, property.clauses.reduce(0) { $0 + $1.count })
        let pairs = property.clauses.reduce(0) { $0 + $1.count / 2 }
        let entries = max(nodes[nodes.count - 1].shape.count, nodes[image].shape.count)
        for (rows, columns) in [
            (forms, entries), (max(pairs, forms - pairs), pairs == 0 ? 0 : forms), (clauses + 1, clauses),
        ] {
            let (size, overflow) = rows.multipliedReportingOverflow(by: columns)
            guard !overflow, size <= entryLimit else {
                throw FamilyFault("\(forms) forms in \(clauses) clauses are more than can be asked at once")
            }
        }
    }

    private var last: Int { nodes.count - 1 }

    private mutating func append(_ operation: Operation, _ inputs: [Int], _ shape: TensorShape) {
        nodes.append(Network.Node(operation: operation, inputs: inputs, shape: shape))
    }

    /// A layer without biases.
    private mutating func linear(_ weight: Matrix<Float>, after source: Int? = nil) {
        let layer = LinearLayer(weight: weight, bias: Array(repeating: 0, count: weight.rows))
        append(.linear(layer), [source ?? last], [weight.rows])
    }

    /// Weighted sums of the entries of a node. A coefficient that is no float is a sum of floats, each for a copy of its entry.
    private mutating func sum(_ rows: [[Int: Double]], after source: Int) throws(FamilyFault) {
        let entries = nodes[source].shape.count
        var dense = [Double](repeating: 0, count: rows.count * entries)
        for (row, coefficients) in rows.enumerated() {
            for (entry, coefficient) in coefficients {
                guard entry < entries else {
                    throw FamilyFault("a form counts entry \(entry), there are \(entries), counted from 0")
                }
                dense[row * entries + entry] = coefficient
            }
        }
        let parts = try FloatSum.lists(of: dense)
        guard parts.count > 1 else {
            let only = parts.first ?? Array(repeating: 0, count: dense.count)
            return linear(Matrix(rows: rows.count, columns: entries, elements: only), after: source)
        }
        var copies = Matrix<Float>(rows: parts.count * entries, columns: entries)
        for row in 0..<copies.rows { copies[row, row % entries] = 1 }
        linear(copies, after: source)
        var weight = Matrix<Float>(rows: rows.count, columns: copies.rows)
        for (part, elements) in parts.enumerated() {
            for (place, element) in elements.enumerated() {
                weight[place / entries, part * entries + place % entries] = element
            }
        }
        linear(weight)
    }

    /// Takes the maximum of pairs of forms of each clause, max(a, b) = b + max(a − b, 0); returns how many are left of each.
    private mutating func halve(_ counts: [Int]) -> [Int] {
        let (source, width) = (last, counts.reduce(0, +))
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
        linear(excess)
        append(.relu, [last], [pairs.count])
        linear(added)
        let gained = last
        var selection = Matrix<Float>(rows: kept.count, columns: width)
        for (row, column) in kept.enumerated() { selection[row, column] = 1 }
        linear(selection, after: source)
        append(.add, [last, gained], [kept.count])
        return counts.map { ($0 + 1) / 2 }
    }
}
