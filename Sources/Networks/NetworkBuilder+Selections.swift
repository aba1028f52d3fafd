/// Layers that only move entries.
extension NetworkBuilder {
    /// y[i] = x[indices[i]], and 0 where the index is −1, in the given shape: slices, splits, transpositions, zero padding.
    ///
    /// - Throws: a shape that does not hold one entry per index; an index that the source does not have.
    @discardableResult
    public mutating func select(
        _ indices: [Int], shape: TensorShape, after source: Int? = nil, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "select (node \(nodes.count))"
        let source = try self.source(source, of: name)
        try requireShape(shape, count: indices.count, name)
        let count = nodes[source].shape.count
        if let index = indices.first(where: { $0 < -1 || $0 >= count }) {
            throw .noSuchEntry(layer: name, entry: index, count: count)
        }
        return append(.select(SelectionLayer(indices: indices)), [source], shape)
    }

    /// The entries of the sources, one source after the other, in the given shape: channels of images of one size, for example.
    ///
    /// - Throws: no source; a source that does not exist; a shape that does not hold as many entries.
    @discardableResult
    public mutating func concatenate(
        _ sources: [Int], shape: TensorShape, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "concat (node \(nodes.count))"
        guard !sources.isEmpty else { throw .shapeMismatch(layer: name, expected: "\(shape)", found: "no sources") }
        for source in sources { _ = try self.source(source, of: name) }
        guard let count = Self.sum(sources.map { nodes[$0].shape.count }, atMost: Self.mostEntries) else {
            throw .tooLarge(layer: name, what: "the entries of all sources")
        }
        try requireShape(shape, count: count, name)
        return append(.concatenate, sources, shape)
    }

    /// The same entries in row-major order, in another shape.
    ///
    /// - Throws: a shape that does not hold as many entries.
    @discardableResult
    public mutating func reshape(
        _ shape: TensorShape, after source: Int? = nil, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "reshape (node \(nodes.count))"
        let source = try self.source(source, of: name)
        try requireShape(shape, count: nodes[source].shape.count, name)
        return append(.reshape, [source], shape)
    }

    // MARK: What must hold

    /// The most values of one layer.
    static let mostEntries = 1 << 28
    /// The most entries of all windows of one layer.
    static let mostTaps = 1 << 31

    /// Some positive extents that hold `count` entries.
    private func requireShape(_ shape: TensorShape, count: Int, _ name: String) throws(NetworkFault) {
        let isShape = !shape.extents.isEmpty && shape.extents.allSatisfy { $0 > 0 }
        guard isShape, Self.product(shape.extents, atMost: Self.mostEntries) == count else {
            throw .shapeMismatch(
                layer: name, expected: "a shape of \(count) entr\(count == 1 ? "y" : "ies")",
                found: shape.extents.isEmpty ? "none" : "\(shape)")
        }
    }

    func requireSize(_ extents: [Int], of name: String) throws(NetworkFault) {
        guard Self.product(extents, atMost: Self.mostEntries) != nil else {
            throw .tooLarge(layer: name, what: "\(TensorShape(extents)) values")
        }
    }

    /// The product of factors ≥ 0; `nil` beyond a limit.
    static func product(_ factors: [Int], atMost limit: Int) -> Int? {
        var product = 1
        for factor in factors {
            let (next, overflows) = product.multipliedReportingOverflow(by: factor)
            guard !overflows, next <= limit else { return nil }
            product = next
        }
        return product
    }

    private static func sum(_ parts: [Int], atMost limit: Int) -> Int? {
        var sum = 0
        for part in parts {
            guard part <= limit - sum else { return nil }
            sum += part
        }
        return sum
    }
}
