import ONNX

/// An operator with its inputs, as its conversion sees it.
struct OperatorCall {
    typealias Reason = OperatorFault.Reason

    let node: ONNXNode
    /// For messages and for the names of layers: `Conv 'conv1'`.
    let name: String
    /// Version of the standard operators.
    let opset: Int
    /// `nil` for inputs that are left out.
    let inputs: [GraphValue?]

    func has(_ index: Int) -> Bool { index < inputs.count && inputs[index] != nil }

    func value(_ index: Int) throws(Reason) -> GraphValue {
        guard index < inputs.count, let value = inputs[index] else {
            throw .malformed("input \(index + 1) is missing")
        }
        return value
    }

    func shape(_ index: Int) throws(Reason) -> [Int] {
        guard let shape = try value(index).shape else { throw .malformed("input \(index + 1) has no shape") }
        return shape
    }

    /// An input that must not depend on the image.
    func constant(_ index: Int, _ what: String) throws(Reason) -> ONNXTensor {
        guard case .constant(let tensor) = try value(index) else {
            throw .notPiecewiseLinear("its \(what) \(what.hasSuffix("s") ? "are" : "is") computed from the image")
        }
        return tensor
    }

    /// Whole numbers that stand in an input or, in older operator sets, in an attribute; `nil` for neither.
    func integers(_ attribute: String, orInput index: Int) throws(Reason) -> [Int]? {
        if has(index) { return try constant(index, attribute).wholeNumbers() }
        return try integers(attribute)
    }

    func integers(_ attribute: String) throws(Reason) -> [Int]? {
        switch node.attributes[attribute] {
        case nil: return nil
        case .integers(let values): return values
        case .integer(let value): return [value]
        default: throw .malformed("attribute \(attribute) is no list of whole numbers")
        }
    }

    func integer(_ attribute: String, or fallback: Int) throws(Reason) -> Int {
        switch node.attributes[attribute] {
        case nil: return fallback
        case .integer(let value): return value
        default: throw .malformed("attribute \(attribute) is no whole number")
        }
    }

    func float(_ attribute: String, or fallback: Float) throws(Reason) -> Float {
        switch node.attributes[attribute] {
        case nil: return fallback
        case .float(let value): return value
        default: throw .malformed("attribute \(attribute) is no number")
        }
    }

    func text(_ attribute: String, or fallback: String) throws(Reason) -> String {
        switch node.attributes[attribute] {
        case nil: return fallback
        case .text(let value): return value
        default: throw .malformed("attribute \(attribute) is no text")
        }
    }

    /// Axes counted from the front, each once, of a tensor of so many axes.
    func axes(_ axes: [Int], rank: Int) throws(Reason) -> [Int] {
        var result = [Int]()
        for axis in axes {
            guard axis >= -rank, axis < rank else { throw .malformed("axis \(axis) of \(rank)") }
            let place = axis < 0 ? axis + rank : axis
            guard !result.contains(place) else { throw .malformed("axis \(axis) is there twice") }
            result.append(place)
        }
        return result
    }
}
