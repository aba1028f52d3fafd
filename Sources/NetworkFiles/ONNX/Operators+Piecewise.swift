import ONNX

/// Piecewise-linear functions, each with one ReLU per piece that it adds.
extension GraphConverter {
    /// max(x, 0).
    mutating func rectified(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try call.value(0)
        if let folded = try folded(value, like(value, 0), .maximum) { return folded }
        return .computed(relu(try computed(value, call.name), call.name))
    }

    /// One stored number of a stored value's type.
    private func like(_ value: GraphValue, _ number: Float) -> GraphValue {
        if case .constant(let tensor) = value, case .doubles = tensor.values {
            return .constant(ONNXTensor(shape: [], values: .doubles([Double(number)])))
        }
        return .constant(ONNXTensor(shape: [], values: .floats([number])))
    }

    /// r + α · (x − r) with r = max(x, 0): α x below 0.
    mutating func leakyRelu(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try computed(call.value(0), call.name)
        let alpha = try call.float("alpha", or: 0.01)
        let slopes = [Float](repeating: alpha, count: try count(value.shape))
        try work(value.shape)
        return .computed(try leaky(value, slopes, call.name))
    }

    mutating func pRelu(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try computed(call.value(0), call.name)
        let slopes = try entries(of: call.constant(1, "slope"), over: value.shape, call.name)
        return .computed(try leaky(value, slopes, call.name))
    }

    private mutating func leaky(_ value: Computed, _ slopes: [Float], _ name: String) throws(Reason) -> Computed {
        let positive = relu(value, name)
        let negative = plus(value, negated(positive, name), name)
        let sloped = try scaled(negative, gain: slopes, offset: Array(repeating: 0, count: slopes.count), name)
        return plus(positive, sloped, name)
    }

    /// 2 max(x, 0) − x.
    mutating func absolute(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try computed(call.value(0), call.name)
        let twice = try shifted(relu(value, call.name), by: 0, gain: 2, call.name)
        return .computed(plus(twice, negated(value, call.name), call.name))
    }

    /// min(max(x, low), high). Bounds at the end of single precision are none.
    mutating func clip(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let low = try bound(call, 1, "min")
        let high = try bound(call, 2, "max")
        var stored: GraphValue? = try call.value(0)
        if let low, let value = stored { stored = try folded(value, like(value, low), .maximum) }
        if let high, let value = stored { stored = try folded(value, like(value, high), .minimum) }
        if let stored, case .constant = stored { return stored }
        return .computed(try clipped(try computed(call.value(0), call.name), low, high, call.name))
    }

    private func bound(_ call: OperatorCall, _ index: Int, _ attribute: String) throws(Reason) -> Float? {
        var value: Float?
        if call.has(index) {
            let entries = try call.constant(index, attribute).exactFloats()
            guard entries.count == 1 else { throw .malformed("\(attribute) is no single number") }
            value = entries[0]
        } else if call.opset < 11, call.node.attributes[attribute] != nil {
            value = try call.float(attribute, or: 0)
        }
        guard let value else { return nil }
        guard !value.isNaN else { throw .malformed("\(attribute) is no number") }
        return abs(value) >= .greatestFiniteMagnitude ? nil : value
    }

    private mutating func clipped(
        _ value: Computed, _ low: Float?, _ high: Float?, _ name: String
    ) throws(Reason) -> Computed {
        var value = value
        if let low { value = try raised(value, to: low, name) }
        // high − max(high − x, 0).
        if let high {
            let room = relu(try shifted(value, by: high, gain: -1, name), name)
            value = try shifted(room, by: high, gain: -1, name)
        }
        return value
    }

    /// max(x, c) = max(x − c, 0) + c.
    private mutating func raised(_ value: Computed, to low: Float, _ name: String) throws(Reason) -> Computed {
        try shifted(relu(try shifted(value, by: -low, name), name), by: low, name)
    }

    /// max(0, min(1, α x + β)).
    mutating func hardSigmoid(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try computed(call.value(0), call.name)
        let (alpha, beta) = (try call.float("alpha", or: 0.2), try call.float("beta", or: 0.5))
        let line = try shifted(value, by: beta, gain: alpha, call.name)
        return .computed(try clipped(line, 0, 1, call.name))
    }

    /// Max and Min of any number of values.
    mutating func extreme(_ call: OperatorCall, isMaximum: Bool) throws(Reason) -> GraphValue {
        var result = try call.value(0)
        for index in call.inputs.indices.dropFirst() {
            result = try extreme(result, try call.value(index), isMaximum, call.name)
        }
        return result
    }

    private mutating func extreme(
        _ a: GraphValue, _ b: GraphValue, _ isMaximum: Bool, _ name: String
    ) throws(Reason) -> GraphValue {
        if let folded = try folded(a, b, isMaximum ? .maximum : .minimum) { return folded }
        let shape = try common(a, b)
        // The second may be a constant; it stays one where it can.
        var (first, second) = (a, b)
        if case .constant = a { (first, second) = (b, a) }
        let x = try computed(try broadcast(first, to: shape, name), name)
        if case .constant(let tensor) = second {
            let bounds = try entries(of: tensor, over: shape, name)
            return .computed(try bounded(x, bounds, isMaximum, name))
        }
        let y = try computed(try broadcast(second, to: shape, name), name)
        // max(x, y) = y + max(x − y, 0); min(x, y) = x − max(x − y, 0).
        let excess = relu(plus(x, negated(y, name), name), name)
        return .computed(isMaximum ? plus(y, excess, name) : plus(x, negated(excess, name), name))
    }

    /// max(x, c) = max(x − c, 0) + c; min(x, c) = c − max(c − x, 0).
    private mutating func bounded(
        _ value: Computed, _ bounds: [Float], _ isMaximum: Bool, _ name: String
    ) throws(Reason) -> Computed {
        let gain = [Float](repeating: isMaximum ? 1 : -1, count: bounds.count)
        let distance = try scaled(value, gain: gain, offset: isMaximum ? bounds.map { -$0 } : bounds, name)
        return try scaled(relu(distance, name), gain: gain, offset: bounds, name)
    }
}
