import DataFormats
import Networks

/// Why a network file cannot be read or written.
public enum NetworkFileFault: Error, Sendable, Hashable, CustomStringConvertible {
    case unreadable(FileFault)
    /// The bytes are not what the format calls for, or name something that is refused.
    case malformed(path: String, fault: FormatFault)
    /// A tensor does not fit the architecture.
    case shapeMismatch(path: String, tensor: String, expected: String, found: String, hint: String?)
    /// The architecture cannot be inferred or does not fit the list of tensors.
    case architecture(path: String, message: String, hint: String?)
    /// The layers do not make a network; weights that are NaN or infinite are here too.
    case network(path: String, fault: NetworkFault, hint: String?)
    /// Operators of an ONNX model that are no part of a network here: all of them.
    case operators(path: String, faults: [OperatorFault])

    public var description: String {
        switch self {
        case .unreadable(let fault): fault.description
        case .malformed(let path, let fault): "\(path): \(fault)"
        case .shapeMismatch(let path, let tensor, let expected, let found, let hint):
            "\(path): tensor '\(tensor)': expected shape \(expected), found \(found)\(Self.suffix(hint))"
        case .architecture(let path, let message, let hint): "\(path): \(message)\(Self.suffix(hint))"
        case .network(let path, let fault, let hint): "\(path): \(fault)\(Self.suffix(hint))"
        case .operators(let path, let faults): faults.map { "\(path): \($0)" }.joined(separator: "\n")
        }
    }

    private static func suffix(_ hint: String?) -> String { hint.map { "; \($0)" } ?? "" }
}
