import ONNX

/// Batch normalisation in evaluation mode.
extension GraphConverter {
    /// ((x − mean) · (1/√(variance + ε))) · gain + offset, as `ScalingLayer` says: the factor is rounded to a double,
    /// and nothing is multiplied out.
    mutating func batchNormalization(_ call: OperatorCall) throws(Reason) -> GraphValue {
        guard try call.integer("training_mode", or: 0) == 0 else {
            throw .notPiecewiseLinear("in training it divides by what is computed from images")
        }
        let value = try computed(call.value(0), call.name)
        let isSpatial = try call.integer("spatial", or: 1) != 0
        let gain = try parameter(1, "scale", of: call, value, isSpatial)
        let offset = try parameter(2, "B", of: call, value, isSpatial)
        let mean = try parameter(3, "mean", of: call, value, isSpatial)
        let epsilon = Double(try call.float("epsilon", or: 1e-5))
        let deviation = try parameter(4, "var", of: call, value, isSpatial).map { (Double($0) + epsilon).squareRoot() }
        guard deviation.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw .malformed("a variance + ε is not above 0")
        }
        notes.add("1/√(variance + ε) is rounded to a double; that double is the network", at: call.name)
        let normal = draft.normalise(value.step, mean: mean.map(Double.init), deviation: deviation, call.name)
        return .computed(try scaled(Computed(step: normal, shape: value.shape), gain: gain, offset: offset, call.name))
    }

    /// A parameter for every entry of `value`: one number per channel, or per entry of an image where it is not
    /// spatial.
    private mutating func parameter(
        _ index: Int, _ what: String, of call: OperatorCall, _ value: Computed, _ isSpatial: Bool
    ) throws(Reason) -> [Float] {
        let tensor = try call.constant(index, what)
        guard value.shape.count >= 2 else { throw .malformed("shape \(value.shape) has no channels") }
        let own = isSpatial ? [value.shape[1]] : Array(value.shape.dropFirst())
        guard tensor.shape == own else { throw .malformed("\(what) of shape \(tensor.shape), called for is \(own)") }
        let trailing = isSpatial ? [Int](repeating: 1, count: value.shape.count - 2) : []
        let spread = ONNXTensor(shape: own + trailing, values: tensor.values)
        return try entries(of: spread, over: value.shape, call.name)
    }
}
