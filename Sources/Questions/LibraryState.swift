/// Whether a library that a choice of an option stands for is on this machine.
public enum LibraryState: Sendable, Hashable {
    case present(version: String)
    /// Why it cannot be used, and how to get it.
    case absent(reason: String, remedy: String?)
}
