import ONNX

/// Stored numbers, and what is computed of shapes alone.
extension GraphConverter {
    mutating func constant(_ call: OperatorCall) throws(Reason) -> GraphValue {
        for (name, attribute) in call.node.attributes where name.hasPrefix("value") {
            switch attribute {
            case .tensor(let tensor): return .constant(tensor)
            case .float(let value): return .constant(ONNXTensor(shape: [], floats: [value]))
            case .floats(let values): return .constant(ONNXTensor(shape: [values.count], floats: values))
            case .integer(let value): return .constant(ONNXTensor(shape: [], integers: [value]))
            case .integers(let values): return .constant(ONNXTensor(shape: [values.count], integers: values))
            default: continue
            }
        }
        throw .notBuilt("constants that are no dense numbers")
    }

    mutating func constantOfShape(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let shape = try call.constant(0, "shape").wholeNumbers()
        guard shape.allSatisfy({ $0 >= 0 }) else { throw .malformed("no tensor has the shape \(shape)") }
        try allow(shape)
        guard let attribute = call.node.attributes["value"] else {
            return .constant(ONNXTensor(shape: shape, floats: Array(repeating: 0, count: try count(shape))))
        }
        guard case .tensor(let tensor) = attribute, tensor.values.count == 1 else {
            throw .malformed("attribute value is no single number")
        }
        let places = [Int](repeating: 0, count: try count(shape))
        return .constant(ONNXTensor(shape: shape, values: tensor.values.picked(places, 0)))
    }

    /// Known, since the batch is one image.
    mutating func shape(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let shape = try call.shape(0)
        func place(_ value: Int) -> Int { min(max(value < 0 ? value + shape.count : value, 0), shape.count) }
        let start = place(max(try call.integer("start", or: 0), -shape.count))
        let end = place(max(try call.integer("end", or: shape.count), -shape.count))
        let chosen = start < end ? Array(shape[start..<end]) : []
        return .constant(ONNXTensor(shape: [chosen.count], integers: chosen))
    }

    mutating func size(_ call: OperatorCall) throws(Reason) -> GraphValue {
        .constant(ONNXTensor(shape: [], integers: [try count(try call.shape(0))]))
    }

    mutating func range(_ call: OperatorCall) throws(Reason) -> GraphValue {
        var bounds = [Int]()
        for (index, what) in ["start", "limit", "delta"].enumerated() {
            bounds += try call.constant(index, what).wholeNumbers().prefix(1)
        }
        guard bounds.count == 3, bounds[2] != 0, bounds.allSatisfy({ $0.magnitude < 1 << 31 }) else {
            throw .malformed("a range of \(bounds)")
        }
        let number = max(0, (bounds[1] - bounds[0] + bounds[2] - bounds[2].signum()) / bounds[2])
        try allow([number])
        return .constant(ONNXTensor(shape: [number], integers: (0..<number).map { bounds[0] + $0 * bounds[2] }))
    }

    mutating func equality(_ call: OperatorCall) throws(Reason) -> GraphValue {
        guard case .constant = try call.value(0), case .constant = try call.value(1) else {
            throw .notPiecewiseLinear("its result jumps")
        }
        let shape = try common(try call.value(0), try call.value(1))
        let first = try numbers(call, 0, over: shape)
        let second = try numbers(call, 1, over: shape)
        return .constant(ONNXTensor(shape: shape, integers: zip(first, second).map { $0 == $1 ? 1 : 0 }))
    }

    private mutating func numbers(_ call: OperatorCall, _ index: Int, over shape: [Int]) throws(Reason) -> [Double] {
        try work(shape)
        guard case .constant(let tensor) = try broadcast(try call.value(index), to: shape, call.name) else { return [] }
        if case .integers(let entries) = tensor.values { return entries.map(Double.init) }
        return try tensor.exactDoubles()
    }

    /// Where a stored condition holds an entry of the first, else one of the second.
    mutating func choice(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let (condition, a, b) = (try call.constant(0, "condition"), try call.value(1), try call.value(2))
        let both = try common(a, b)
        let pair = ONNXTensor(shape: both, integers: Array(repeating: 0, count: try count(both)))
        let shape = try common(.constant(condition), .constant(pair))
        try work(shape, bytes: 64)
        guard case .constant(let spread) = try broadcast(.constant(condition), to: shape, call.name) else {
            return .failed
        }
        let holds = try spread.wholeNumbers()
        let parts = [try broadcast(a, to: shape, call.name), try broadcast(b, to: shape, call.name)]
        let flat = try count(shape)
        let node = ONNXNode("Concat", inputs: [], outputs: [], attributes: ["axis": .integer(0)])
        let stacked = OperatorCall(
            node: node, name: call.name, opset: opset,
            inputs: [try reshaped(parts[0], [flat]), try reshaped(parts[1], [flat])])
        let places = holds.indices.map { holds[$0] != 0 ? $0 : flat + $0 }
        return try picked(try concatenation(stacked), places, shape, call.name)
    }
}
