import ONNX

/// Tensors put side by side.
extension GraphConverter {
    mutating func concatenation(_ call: OperatorCall) throws(Reason) -> GraphValue {
        var parts = [GraphValue]()
        for index in call.inputs.indices { parts.append(try call.value(index)) }
        let first = try call.shape(0)
        guard call.node.attributes["axis"] != nil else { throw .malformed("axis is missing") }
        let axis = try call.axes([try call.integer("axis", or: 0)], rank: first.count)[0]
        let extents = try extents(of: parts, along: axis, first)
        var shape = first
        shape[axis] = extents.reduce(0, +)
        try work(shape, bytes: 24)
        if let folded = try folded(parts, axis, extents, shape) { return folded }
        return try sideBySide(parts, axis, extents, shape, call.name)
    }

    private func extents(of parts: [GraphValue], along axis: Int, _ first: [Int]) throws(Reason) -> [Int] {
        var extents = [Int]()
        for part in parts {
            guard var shape = part.shape, shape.count == first.count else {
                throw .malformed("shapes \(first) and \(part.shape ?? []) do not go together")
            }
            _ = try count(shape)
            extents.append(shape[axis])
            shape[axis] = first[axis]
            guard shape == first else { throw .malformed("shapes \(first) and \(shape) do not go together") }
        }
        return extents
    }

    /// Where every entry of the result comes from: a place in all parts one after the other.
    private func places(_ axis: Int, _ extents: [Int], _ shape: [Int]) -> [Int] {
        let outer = shape[..<axis].reduce(1, *)
        let inner = shape[(axis + 1)...].reduce(1, *)
        var places = [Int]()
        places.reserveCapacity(shape.reduce(1, *))
        for block in 0..<outer {
            var start = 0
            for extent in extents {
                let size = extent * inner
                places.append(contentsOf: start + block * size..<start + (block + 1) * size)
                start += outer * size
            }
        }
        return places
    }

    /// The result where no part depends on the image.
    private func folded(
        _ parts: [GraphValue], _ axis: Int, _ extents: [Int], _ shape: [Int]
    ) throws(Reason) -> GraphValue? {
        var all: ONNXTensor.Values?
        for part in parts {
            guard case .constant(let tensor) = part else { return nil }
            guard let known = all else {
                all = tensor.values
                continue
            }
            all = try known.followed(by: tensor.values)
        }
        guard let all else { return nil }
        return .constant(ONNXTensor(shape: shape, values: all.picked(places(axis, extents, shape), 0)))
    }

    /// The parts that depend on the image one after the other, and every entry from its place; constants are added
    /// where there is nothing.
    private mutating func sideBySide(
        _ parts: [GraphValue], _ axis: Int, _ extents: [Int], _ shape: [Int], _ name: String
    ) throws(Reason) -> GraphValue {
        var sources = [Int]()
        var numbers = [Float]()
        // Of all parts one after the other: the place among the sources, −1 for a constant.
        var origin = [Int]()
        var filled = 0
        for part in parts {
            if case .constant(let tensor) = part {
                let entries = try tensor.exactFloats()
                numbers += entries
                origin += Array(repeating: -1, count: entries.count)
            } else {
                let value = try computed(part, name)
                let size = try count(value.shape)
                sources.append(draft.flat(value.step, name))
                numbers += Array(repeating: 0, count: size)
                origin += Array(filled..<filled + size)
                filled += size
            }
        }
        let whole = sources.count == 1 ? sources[0] : draft.append(.concatenate, sources, [filled], name)
        let places = places(axis, extents, shape)
        var step = draft.select(whole, places.map { origin[$0] }, name)
        let offset = places.map { numbers[$0] }
        step = draft.scale(step, gain: Array(repeating: 1, count: offset.count), offset: offset, name)
        return .computed(Computed(step: step, shape: shape))
    }
}

extension ONNXTensor.Values {
    /// These entries, then those of another tensor of the same type.
    func followed(by other: ONNXTensor.Values) throws(OperatorFault.Reason) -> ONNXTensor.Values {
        switch (self, other) {
        case (.floats(let a), .floats(let b)): return .floats(a + b)
        case (.doubles(let a), .doubles(let b)): return .doubles(a + b)
        case (.integers(let a), .integers(let b)): return .integers(a + b)
        default: throw .malformed("its parts are of different types")
        }
    }
}
