import ONNX

/// Arithmetic on stored numbers, done only where it rounds nothing.
enum ExactNumbers {
    enum Operation { case add, subtract, multiply, divide, maximum, minimum }

    /// The result entry by entry; `nil` where a result is not exact in the type of its operands, or is none.
    static func combine(_ a: ONNXTensor.Values, _ b: ONNXTensor.Values, _ operation: Operation) -> ONNXTensor.Values? {
        switch (a, b) {
        case (.integers(let x), .integers(let y)):
            return all(x, y) { integer($0, $1, operation) }.map { .integers($0) }
        case (.floats(let x), .floats(let y)):
            return all(x, y) { float($0, $1, operation) }.map { .floats($0) }
        case (.doubles(let x), .doubles(let y)):
            return all(x, y) { double($0, $1, operation) }.map { .doubles($0) }
        default: return nil
        }
    }

    private static func all<Number>(_ x: [Number], _ y: [Number], _ body: (Number, Number) -> Number?) -> [Number]? {
        var result = [Number]()
        result.reserveCapacity(x.count)
        for (a, b) in zip(x, y) {
            guard let value = body(a, b) else { return nil }
            result.append(value)
        }
        return result
    }

    /// Whole numbers; divisions round towards 0, as the format's do.
    private static func integer(_ a: Int, _ b: Int, _ operation: Operation) -> Int? {
        let (value, overflow) =
            switch operation {
            case .add: a.addingReportingOverflow(b)
            case .subtract: a.subtractingReportingOverflow(b)
            case .multiply: a.multipliedReportingOverflow(by: b)
            case .divide: a.dividedReportingOverflow(by: b)
            case .maximum: (max(a, b), false)
            case .minimum: (min(a, b), false)
            }
        return overflow ? nil : value
    }

    private static func float(_ a: Float, _ b: Float, _ operation: Operation) -> Float? {
        guard let value = double(Double(a), Double(b), operation) else { return nil }
        let result = Float(value)
        return Double(result) == value ? result : nil
    }

    private static func double(_ a: Double, _ b: Double, _ operation: Operation) -> Double? {
        switch operation {
        case .add: return sum(a, b)
        case .subtract: return sum(a, -b)
        case .multiply: return product(a, b)
        case .divide:
            let quotient = a / b
            return product(quotient, b) == a ? quotient : nil
        case .maximum: return a.isNaN || b.isNaN ? nil : max(a, b)
        case .minimum: return a.isNaN || b.isNaN ? nil : min(a, b)
        }
    }

    /// a + b if that is a double: the error of a sum is a double that can be computed (Knuth, TAOCP 2, 4.2.2, theorem
    /// B).
    private static func sum(_ a: Double, _ b: Double) -> Double? {
        let sum = a + b
        let part = sum - a
        let error = (a - (sum - part)) + (b - part)
        return sum.isFinite && error == 0 ? sum : nil
    }

    /// a · b if that is a double: a fused operation gives its error, unless that underflows.
    private static func product(_ a: Double, _ b: Double) -> Double? {
        let product = a * b
        if a == 0 || b == 0 { return product.isFinite ? product : nil }
        guard product.isFinite, abs(product) > 0x1p-900 else { return nil }
        return (-product).addingProduct(a, b) == 0 ? product : nil
    }
}
