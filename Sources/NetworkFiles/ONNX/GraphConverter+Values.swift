import Networks
import ONNX

extension GraphConverter {
    /// A value that depends on the image, or stored numbers as a step.
    mutating func computed(_ value: GraphValue, _ name: String) throws(Reason) -> Computed {
        switch value {
        case .computed(let value), .ordered(let value, _): return value
        case .constant(let tensor):
            try allow(tensor.shape, bytes: 24)
            return Computed(step: draft.constant(try tensor.exactFloats(), name), shape: tensor.shape)
        case .failed: throw .malformed("an input is missing")
        }
    }

    /// The same entries under another shape, of which there are as many.
    func reshaped(_ value: GraphValue, _ shape: [Int]) throws(Reason) -> GraphValue {
        let entries = try count(shape)
        guard let own = value.shape, try count(own) == entries else {
            throw .malformed("\(value.shape ?? []) cannot become \(shape)")
        }
        switch value {
        case .constant(var tensor):
            tensor.shape = shape
            return .constant(tensor)
        case .computed(let value): return .computed(Computed(step: value.step, shape: shape))
        case .ordered(let value, let fault): return .ordered(Computed(step: value.step, shape: shape), by: fault)
        case .failed: return .failed
        }
    }

    /// A tensor whose entries come from those of `value` by tables, one per axis that the result has before it gets
    /// its `shape`.
    ///
    /// - Parameter fill: the entries that come from nowhere.
    mutating func rearranged(
        _ value: GraphValue, _ tables: [[Int]], _ shape: [Int], fill: Float = 0, _ name: String
    ) throws(Reason) -> GraphValue {
        try work(shape, bytes: 24)
        let indices = IndexTables.indices(tables)
        guard indices.count == (try count(shape)) else { throw .malformed("\(indices.count) entries for \(shape)") }
        return try picked(value, indices, shape, fill: fill, name)
    }

    /// A tensor of the entries of `value` at these places; −1 is `fill`.
    mutating func picked(
        _ value: GraphValue, _ indices: [Int], _ shape: [Int], fill: Float = 0, _ name: String
    ) throws(Reason) -> GraphValue {
        try allow([indices.count])
        if case .constant(let tensor) = value {
            return .constant(ONNXTensor(shape: shape, values: tensor.values.picked(indices, fill)))
        }
        guard !indices.isEmpty else { throw .malformed("nothing is left of the image") }
        let source = try computed(value, name)
        var step = draft.select(source.step, indices, name)
        if fill != 0, indices.contains(-1) {
            step = draft.scale(
                step, gain: Array(repeating: 1, count: indices.count), offset: indices.map { $0 < 0 ? fill : 0 }, name)
        }
        return .computed(Computed(step: step, shape: shape))
    }

    /// `value` repeated up to `shape`.
    mutating func broadcast(_ value: GraphValue, to shape: [Int], _ name: String) throws(Reason) -> GraphValue {
        guard let own = value.shape, own != shape else { return value }
        guard IndexTables.common(own, shape) == shape else { throw .malformed("\(own) does not fit \(shape)") }
        if try count(own) == count(shape) { return try reshaped(value, shape) }
        try work(shape)
        return try rearranged(value, IndexTables.broadcast(own, to: shape), shape, name)
    }

    /// The shape that two values have together.
    func common(_ a: GraphValue, _ b: GraphValue) throws(Reason) -> [Int] {
        guard let first = a.shape, let second = b.shape, let shape = IndexTables.common(first, second) else {
            throw .malformed("shapes \(a.shape ?? []) and \(b.shape ?? []) do not go together")
        }
        return shape
    }

    /// gain · x + offset, entry by entry.
    mutating func scaled(
        _ value: Computed, gain: [Float], offset: [Float], _ name: String
    ) throws(Reason) -> Computed {
        let step = draft.scale(value.step, gain: gain, offset: offset, name)
        if case .scale(let kept, _) = draft.steps[step].operation, kept.count == gain.count { try allow([kept.count]) }
        return Computed(step: step, shape: value.shape)
    }

    /// x + c for one number c.
    mutating func shifted(_ value: Computed, by offset: Float, gain: Float = 1, _ name: String) throws(Reason)
        -> Computed
    {
        let count = try count(value.shape)
        try work(value.shape, bytes: 8)
        return try scaled(
            value, gain: Array(repeating: gain, count: count), offset: Array(repeating: offset, count: count), name)
    }

    mutating func relu(_ value: Computed, _ name: String) -> Computed {
        Computed(step: draft.relu(value.step, name), shape: value.shape)
    }

    mutating func negated(_ value: Computed, _ name: String) -> Computed {
        Computed(step: draft.negated(value.step, name), shape: value.shape)
    }

    /// a + b of two values of one shape.
    mutating func plus(_ a: Computed, _ b: Computed, _ name: String) -> Computed {
        Computed(step: draft.add(a.step, b.step, name), shape: a.shape)
    }

    /// The step that holds `value` as an image of these extents.
    mutating func image(
        _ value: Computed, _ channels: Int, _ height: Int, _ width: Int, _ name: String
    ) -> Int {
        draft.view(value.step, as: [channels, height, width], name)
    }
}

extension ONNXTensor.Values {
    /// The entries at these places; −1 is `fill`.
    func picked(_ indices: [Int], _ fill: Float) -> ONNXTensor.Values {
        switch self {
        case .floats(let entries): .floats(indices.map { $0 < 0 ? fill : entries[$0] })
        case .doubles(let entries): .doubles(indices.map { $0 < 0 ? Double(fill) : entries[$0] })
        case .integers(let entries): .integers(indices.map { $0 < 0 ? (Int(exactly: fill) ?? 0) : entries[$0] })
        case .unread: self
        }
    }
}
