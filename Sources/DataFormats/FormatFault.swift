/// What is wrong with the bytes of a file, and where.
public struct FormatFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The class of the fault.
    public enum Kind: String, Sendable, Hashable {
        /// The data ends too early.
        case truncated
        /// The data contradicts its format.
        case malformed
        /// Valid, but not something that is read here.
        case unsupported
        /// A stored checksum does not fit the data.
        case checksum
        /// Deliberately not done, because it could run code.
        case refused
    }

    public var kind: Kind
    /// The format being read, such as `npy` or `zip`.
    public var format: String
    /// The archive entry, tensor or variable concerned.
    public var entry: String?
    /// Position in the file (or in the unpacked entry), in bytes from 0.
    public var offset: Int?
    public var message: String

    public init(_ kind: Kind, format: String, entry: String? = nil, offset: Int? = nil, _ message: String) {
        self.kind = kind
        self.format = format
        self.entry = entry
        self.offset = offset
        self.message = message
    }

    public var description: String {
        let place = entry.map { "\(format) entry '\($0)'" } ?? format
        let position = offset.map { " (at byte \($0))" } ?? ""
        return "\(place): \(message)\(position)"
    }

    /// The same fault inside the archive entry `name`.
    public func inside(_ name: String) -> FormatFault {
        var fault = self
        fault.entry = fault.entry.map { "\(name)/\($0)" } ?? name
        return fault
    }
}
