import Foundation
import ONNX

/// Sums, differences, products with constants, quotients by constants.
extension GraphConverter {
    /// Add, and Sum of any number of values.
    mutating func sum(_ call: OperatorCall) throws(Reason) -> GraphValue {
        var total = try call.value(0)
        // A variance + ε under a root is rounded with the root.
        let isRooted = call.inputs.count == 2 && call.node.outputs.contains(where: rooted.contains)
        if isRooted, let wide = try folded(total.inDoubles(), call.value(1).inDoubles(), .add) { return wide }
        for index in call.inputs.indices.dropFirst() {
            total = try combined(total, try call.value(index), .add, call.name)
        }
        return total
    }

    mutating func difference(_ call: OperatorCall) throws(Reason) -> GraphValue {
        try combined(try call.value(0), try call.value(1), .subtract, call.name)
    }

    /// a + b or a − b. Constants are folded where that is exact.
    mutating func combined(
        _ a: GraphValue, _ b: GraphValue, _ operation: ExactNumbers.Operation, _ name: String
    ) throws(Reason) -> GraphValue {
        if let folded = try folded(a, b, operation) { return folded }
        let shape = try common(a, b)
        let sign: Float = operation == .subtract ? -1 : 1
        if case .constant(let tensor) = b {
            return .computed(try shifted(a, by: tensor, sign: sign, to: shape, name))
        }
        if case .constant(let tensor) = a {
            var other = try computed(b, name)
            if sign < 0 { other = negated(other, name) }
            return .computed(try shifted(.computed(other), by: tensor, sign: 1, to: shape, name))
        }
        let first = try computed(try broadcast(a, to: shape, name), name)
        let second = try computed(try broadcast(b, to: shape, name), name)
        return .computed(plus(first, sign < 0 ? negated(second, name) : second, name))
    }

    /// x + sign · c.
    private mutating func shifted(
        _ value: GraphValue, by tensor: ONNXTensor, sign: Float, to shape: [Int], _ name: String
    ) throws(Reason) -> Computed {
        let source = try computed(try broadcast(value, to: shape, name), name)
        let offset = try entries(of: tensor, over: shape, name)
        return try scaled(
            source, gain: Array(repeating: 1, count: offset.count), offset: sign < 0 ? offset.map { -$0 } : offset, name
        )
    }

    /// The floats of a constant for every entry of `shape`.
    mutating func entries(of tensor: ONNXTensor, over shape: [Int], _ name: String) throws(Reason) -> [Float] {
        try work(shape, bytes: 8)
        guard case .constant(let spread) = try broadcast(.constant(tensor), to: shape, name) else { return [] }
        return try spread.exactFloats()
    }

    /// Two constants as one, entry by entry, where nothing is rounded by it.
    mutating func folded(
        _ a: GraphValue, _ b: GraphValue, _ operation: ExactNumbers.Operation
    ) throws(Reason) -> GraphValue? {
        guard case .constant = a, case .constant = b else { return nil }
        let shape = try common(a, b)
        try work(shape)
        guard case .constant(let first) = try broadcast(a, to: shape, ""),
            case .constant(let second) = try broadcast(b, to: shape, "")
        else { return nil }
        try allow(shape)
        return ExactNumbers.combine(first.values, second.values, operation).map {
            .constant(ONNXTensor(shape: shape, values: $0))
        }
    }

    mutating func product(_ call: OperatorCall) throws(Reason) -> GraphValue {
        try product(try call.value(0), try call.value(1), call.name)
    }

    /// a · b, of which one must not depend on the image.
    mutating func product(_ a: GraphValue, _ b: GraphValue, _ name: String) throws(Reason) -> GraphValue {
        if let folded = try folded(a, b, .multiply) { return folded }
        let shape = try common(a, b)
        let (factor, other): (ONNXTensor, GraphValue)
        switch (a, b) {
        case (_, .constant(let tensor)): (factor, other) = (tensor, a)
        case (.constant(let tensor), _): (factor, other) = (tensor, b)
        default: throw .notPiecewiseLinear("the product of two values that are computed from the image")
        }
        let source = try computed(try broadcast(other, to: shape, name), name)
        let gain = try entries(of: factor, over: shape, name)
        return .computed(try scaled(source, gain: gain, offset: Array(repeating: 0, count: gain.count), name))
    }

    mutating func quotient(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let (a, b) = (try call.value(0), try call.value(1))
        if let folded = try folded(a, b, .divide) { return folded }
        guard case .constant(let divisor) = b else {
            throw .notPiecewiseLinear("it divides by what is computed from the image")
        }
        let shape = try common(a, b)
        let source = try computed(try broadcast(a, to: shape, call.name), call.name)
        try work(shape)
        guard case .constant(let spread) = try broadcast(.constant(divisor), to: shape, call.name) else {
            return .failed
        }
        return .computed(try divided(source, by: try spread.exactDoubles(), call.name))
    }

    /// x / c, entry by entry: a multiplication by 1/c where that is a float, else by the double nearest to it.
    mutating func divided(_ value: Computed, by divisors: [Double], _ name: String) throws(Reason) -> Computed {
        guard divisors.allSatisfy({ $0 != 0 && $0.isFinite }) else {
            throw .malformed("it divides by 0 or by no number")
        }
        try work(value.shape, bytes: 24)
        let zeros = [Float](repeating: 0, count: divisors.count)
        // Of a power of two.
        let reciprocals = divisors.map { Float(1 / $0) }
        if zip(divisors, reciprocals).allSatisfy({
            Double($1).isNormal && $0 * Double($1) == 1 && abs($0.significand) == 1
        }) {
            return try scaled(value, gain: reciprocals, offset: zeros, name)
        }
        notes.add(
            "a division by c is a multiplication by the double nearest to 1/c; that double is the network", at: name)
        let step = draft.normalise(
            value.step, mean: divisors.map { _ in 0 }, deviation: divisors.map { abs($0) }, name)
        let result = Computed(step: step, shape: value.shape)
        if divisors.allSatisfy({ $0 > 0 }) { return result }
        return try scaled(result, gain: divisors.map { $0 < 0 ? -1 : 1 }, offset: zeros, name)
    }

    mutating func negation(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try call.value(0)
        if case .constant(let tensor) = value {
            let zero = ONNXTensor(shape: [], values: tensor.values.zero)
            if let folded = try folded(.constant(zero), value, .subtract) { return folded }
        }
        return .computed(negated(try computed(value, call.name), call.name))
    }

    mutating func mean(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let total = try computed(try sum(call), call.name)
        let divisors = [Double](repeating: Double(call.inputs.count), count: try count(total.shape))
        return .computed(try divided(total, by: divisors, call.name))
    }

    /// Of constants only: rounded to doubles, which is said.
    mutating func squareRoot(_ call: OperatorCall) throws(Reason) -> GraphValue {
        guard case .constant(let tensor) = try call.value(0) else { throw .notPiecewiseLinear("its graph is curved") }
        let roots = try tensor.exactDoubles().map { $0.squareRoot() }
        guard roots.allSatisfy(\.isFinite) else { throw .malformed("the root of a number below 0") }
        notes.add("the roots of stored numbers are rounded to doubles; those doubles are the network", at: call.name)
        return .constant(ONNXTensor(shape: tensor.shape, values: .doubles(roots)))
    }
}

extension ONNXTensor.Values {
    /// One 0 of the same type.
    var zero: ONNXTensor.Values {
        switch self {
        case .floats: .floats([0])
        case .doubles: .doubles([0])
        case .integers: .integers([0])
        case .unread: self
        }
    }
}
