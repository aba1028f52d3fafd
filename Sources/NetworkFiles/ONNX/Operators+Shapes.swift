import ONNX

/// Operators that change a shape and no entry.
extension GraphConverter {
    /// Real numbers have no precision: a conversion of what is computed does nothing, unless it makes whole numbers
    /// of them.
    mutating func cast(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try call.value(0)
        guard let type = ONNXElementType(rawValue: try call.integer("to", or: 0)) else {
            throw .notBuilt("a conversion to this type")
        }
        if case .ordered = value { return value }
        guard case .constant(let tensor) = value else {
            guard type.isFloatingPoint else { throw .notPiecewiseLinear("its result jumps between whole numbers") }
            return value
        }
        return .constant(ONNXTensor(shape: tensor.shape, values: try converted(tensor, to: type, call.name)))
    }

    private mutating func converted(
        _ tensor: ONNXTensor, to type: ONNXElementType, _ name: String
    ) throws(Reason) -> ONNXTensor.Values {
        try allow(tensor.shape)
        let entries: [Double]
        switch (tensor.values, type.isFloatingPoint) {
        case (.integers(let numbers), false):
            return type == .bool ? .integers(numbers.map { $0 == 0 ? 0 : 1 }) : tensor.values
        case (.integers(let numbers), true): entries = numbers.map(Double.init)
        default: entries = try tensor.exactDoubles()
        }
        switch type {
        case .double: return .doubles(entries)
        case .bool: return .integers(entries.map { $0 == 0 ? 0 : 1 })
        case .float, .float16, .bfloat16:
            let floats = entries.map { Self.rounded($0, type) }
            if zip(entries, floats).contains(where: { Double($1) != $0 }) {
                notes.add("stored numbers are rounded, as the model says", at: name)
            }
            return .floats(floats)
        default:
            let numbers = entries.compactMap { Int(exactly: $0.rounded(.towardZero)) }
            guard numbers.count == entries.count else { throw .malformed("a number beyond 2⁶³") }
            return .integers(numbers)
        }
    }

    private static func rounded(_ value: Double, _ type: ONNXElementType) -> Float {
        switch type {
        case .float16: return Float(Float16(value))
        case .bfloat16:
            // To the nearest, even at ties, of the upper sixteen bits of a float.
            let bits = Float(value).bitPattern
            let rounded = bits &+ 0x7FFF &+ (bits >> 16 & 1)
            return Float(bitPattern: rounded & 0xFFFF_0000)
        default: return Float(value)
        }
    }

    /// The second result, the mask, lets everything pass.
    mutating func dropout(_ call: OperatorCall) throws(Reason) -> [GraphValue] {
        if call.has(2), try call.constant(2, "training_mode").wholeNumbers().contains(where: { $0 != 0 }) {
            throw .notBuilt("in training it draws at random")
        }
        let value = try call.value(0)
        guard call.node.outputs.count > 1 else { return [value] }
        let shape = try call.shape(0)
        try allow(shape)
        let mask = ONNXTensor(shape: shape, integers: Array(repeating: 1, count: try count(shape)))
        return [value, .constant(mask)]
    }

    mutating func flatten(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let shape = try call.shape(0)
        let axis = try call.integer("axis", or: 1)
        guard axis >= -shape.count, axis <= shape.count else { throw .malformed("axis \(axis) of \(shape.count)") }
        let place = axis < 0 ? axis + shape.count : axis
        let parts = [try count(Array(shape[..<place])), try count(Array(shape[place...]))]
        return try reshaped(try call.value(0), parts)
    }

    /// 0 is the extent that the tensor has there, −1 what is left.
    mutating func reshape(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let shape = try call.shape(0)
        var extents = try call.constant(1, "shape").wholeNumbers()
        if try call.integer("allowzero", or: 0) == 0 {
            for axis in extents.indices where extents[axis] == 0 {
                guard axis < shape.count else { throw .malformed("extent \(axis + 1) of \(shape) is asked for") }
                extents[axis] = shape[axis]
            }
        }
        if let open = extents.firstIndex(of: -1) {
            extents[open] = 1
            let known = try count(extents)
            let all = try count(shape)
            guard known > 0, all % known == 0 else { throw .malformed("\(shape) cannot become \(extents)") }
            extents[open] = all / known
        }
        return try reshaped(try call.value(0), extents)
    }

    mutating func squeeze(_ call: OperatorCall) throws(Reason) -> GraphValue {
        if case .ordered = try call.value(0) { return try call.value(0) }
        let shape = try call.shape(0)
        let axes: [Int]
        if let given = try call.integers("axes", orInput: 1) {
            axes = try call.axes(given, rank: shape.count)
            guard axes.allSatisfy({ shape[$0] == 1 }) else {
                throw .malformed("axes \(given) of shape \(shape) are not 1")
            }
        } else {
            axes = shape.indices.filter { shape[$0] == 1 }
        }
        return try reshaped(try call.value(0), shape.indices.filter { !axes.contains($0) }.map { shape[$0] })
    }

    mutating func unsqueeze(_ call: OperatorCall) throws(Reason) -> GraphValue {
        var shape = try call.shape(0)
        let given = try call.integers("axes", orInput: 1) ?? []
        let axes = try call.axes(given, rank: shape.count + given.count)
        for axis in axes.sorted() { shape.insert(1, at: axis) }
        return try reshaped(try call.value(0), shape)
    }
}
