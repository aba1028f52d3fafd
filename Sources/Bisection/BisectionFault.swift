/// Why a bisection cannot be made.
public enum BisectionFault: Error, Sendable, Hashable, CustomStringConvertible {
    case notARepository(String, reason: String)
    case unknownCommit(String)
    /// The good commit is not on the first-parent line of the bad one.
    case notAnAncestor(good: String, bad: String)
    case sameCommit(String)
    case busy(String)
    case git(command: String, reason: String)
    case cannotWrite(String, reason: String)
    /// One of the two ends does not build or does not answer.
    case endFails(commit: String, reason: String)

    public var description: String {
        switch self {
        case .notARepository(let folder, let reason):
            "\(folder) is no git repository" + (reason.isEmpty ? "" : ": \(reason)")
        case .unknownCommit(let name): "there is no commit \(name)"
        case .notAnAncestor(let good, let bad):
            "\(good) is not on the line of first parents that leads to \(bad): name an earlier commit of that line as good"
        case .sameCommit(let name): "both ends are the same commit, \(name)"
        case .busy(let folder): "another bisection works in \(folder)"
        case .git(let command, let reason): "git \(command) failed: \(reason)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        case .endFails(let commit, let reason): "\(commit), an end of the bisection, cannot be asked: \(reason)"
        }
    }
}
