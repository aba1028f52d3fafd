import ONNX

/// What is known of a value of an ONNX graph while it is converted.
enum GraphValue {
    /// The same whatever the image is.
    case constant(ONNXTensor)
    /// A step of the draft.
    case computed(Computed)
    /// Scores in the place of what an operator at the end makes of them, which has the same order.
    case ordered(Computed, by: OperatorFault)
    /// The result of an operator that cannot be built.
    case failed

    /// The result of a step, as the tensor that the graph takes it for: the first extent is the batch, of one image.
    struct Computed {
        var step: Int
        var shape: [Int]
    }

    /// A constant in double precision; anything else as it is.
    func inDoubles() throws(OperatorFault.Reason) -> GraphValue {
        guard case .constant(let tensor) = self else { return self }
        return .constant(ONNXTensor(shape: tensor.shape, values: .doubles(try tensor.exactDoubles())))
    }

    /// `nil` where an operator failed.
    var shape: [Int]? {
        switch self {
        case .constant(let tensor): tensor.shape
        case .computed(let value), .ordered(let value, _): value.shape
        case .failed: nil
        }
    }
}

extension ONNXTensor {
    /// The entries as floats.
    ///
    /// - Throws: where one of them is no number of single precision: nothing is rounded.
    func exactFloats() throws(OperatorFault.Reason) -> [Float] {
        switch values {
        case .floats(let entries): return entries
        case .integers(let entries):
            let floats = entries.compactMap { Float(exactly: $0) }
            guard floats.count == entries.count else { throw .notBuilt("a whole number is no float") }
            return floats
        case .doubles(let entries):
            let floats = entries.map { Float($0) }
            let lost = zip(entries, floats).count { !$0.isNaN && Double($1) != $0 }
            guard lost == 0 else {
                throw .notBuilt(
                    "\(lost) of \(entries.count) numbers in double precision are no floats; export the model in "
                        + "single precision, or have verigap convert --round make one"
                )
            }
            return floats
        case .unread(let type): throw .notBuilt("entries of type \(type) are not read")
        }
    }

    /// The entries as doubles; whole numbers beyond 2⁵³ are refused.
    func exactDoubles() throws(OperatorFault.Reason) -> [Double] {
        switch values {
        case .floats(let entries): return entries.map(Double.init)
        case .doubles(let entries): return entries
        case .integers, .unread: return try exactFloats().map(Double.init)
        }
    }

    /// The entries as whole numbers.
    func wholeNumbers() throws(OperatorFault.Reason) -> [Int] {
        guard case .integers(let entries) = values else { throw .malformed("whole numbers are called for") }
        return entries
    }
}
