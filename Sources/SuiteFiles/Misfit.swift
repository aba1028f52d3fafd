/// Why a network, images and a method do not go together, in words.
public struct Misfit: Sendable, Hashable, CustomStringConvertible {
    public var message: String
    public var hint: String?

    public init(message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// The message, and the hint in a line of its own.
    public var description: String { hint.map { "\(message)\n  hint: \($0)" } ?? message }
}
