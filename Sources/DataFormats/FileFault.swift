import Foundation

/// A file that cannot be read or written, with the system's reason.
public struct FileFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was tried, such as `read` or `rename`.
    public var operation: String
    public var path: String
    public var reason: String

    public init(operation: String, path: String, reason: String) {
        self.operation = operation
        self.path = path
        self.reason = reason
    }

    /// The fault for the C library's present `errno`.
    static func fromErrno(_ operation: String, _ path: String) -> FileFault {
        FileFault(operation: operation, path: path, reason: String(cString: strerror(errno)))
    }

    public var description: String { "cannot \(operation) \(path): \(reason)" }
}
