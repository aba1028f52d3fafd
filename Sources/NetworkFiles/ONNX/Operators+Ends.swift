import ONNX

/// Operators that may stand at the end: what they give has the order of what they are given.
extension GraphConverter {
    /// The scores stand in the place of the result; a note says so. Whatever else is done with it is the fault of
    /// this operator.
    mutating func end(_ operation: KnownOperator, _ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try call.value(0)
        let shape = try call.shape(0)
        let fallback = operation == .argMax ? 0 : call.opset < 13 ? 1 : -1
        let axis = try call.axes([try call.integer("axis", or: fallback)], rank: shape.count)[0]
        // Before operator set 13 a softmax is over this axis and all behind it.
        let isOlder = operation != .argMax && call.opset < 13
        let together = isOlder ? try count(Array(shape[axis...])) : shape[axis]
        guard try count(shape) == together else {
            throw .notPiecewiseLinear("it compares \(together) of \(try count(shape)) outputs only")
        }
        let label = call.name.split(separator: "'", omittingEmptySubsequences: false).dropFirst().first.map(String.init)
        let fault = OperatorFault(
            node: label ?? "", operation: call.node.operation,
            reason: .notPiecewiseLinear("only at the end of a network it can be left out"))
        notes.add(
            "left out at the end: the outputs are the numbers before it, which have the same order and other values",
            at: call.name)
        return .ordered(try computed(value, call.name), by: fault)
    }
}
