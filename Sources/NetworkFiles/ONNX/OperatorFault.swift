/// Why one operator of an ONNX model is no part of a network here.
public struct OperatorFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Name of the node, or its place among the nodes, counted from 1, where it has none.
    public var node: String
    /// As `Sigmoid`.
    public var operation: String
    public var reason: Reason

    /// The class of the fault, with what there is to say.
    public enum Reason: Sendable, Hashable {
        /// No network of this house can hold it.
        case notPiecewiseLinear(String)
        /// It could be held, but this form of it is not read.
        case notBuilt(String)
        /// The model contradicts the operator's definition.
        case malformed(String)
    }

    public init(node: String, operation: String, reason: Reason) {
        self.node = node
        self.operation = operation
        self.reason = reason
    }

    public var description: String {
        switch reason {
        case .notPiecewiseLinear(let why): "\(operation) '\(node)': not piecewise linear: \(why)"
        case .notBuilt(let why): "\(operation) '\(node)': not built: \(why)"
        case .malformed(let why): "\(operation) '\(node)': \(why)"
        }
    }
}

extension OperatorFault.Reason: Error {}
