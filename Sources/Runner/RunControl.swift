import Synchronization

/// The brake of a run, pulled from a signal handler's queue or anywhere else.
public final class RunControl: Sendable {
    /// How hard it was pulled.
    public enum Level: Int, Sendable, Hashable, Comparable {
        case running
        /// Hand out no more jobs; those in flight end and are recorded.
        case finishing
        /// Kill the workers; what they were at is lost, what was recorded stays.
        case aborting

        public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    private struct State {
        var level = Level.running
        var listener: (@Sendable (Level) -> Void)?
    }

    private let state = Mutex(State())

    public init() {}

    public var level: Level { state.withLock(\.level) }

    /// The first call lets the jobs in flight end, the second ends them.
    public func interrupt() {
        let (level, listener) = state.withLock { state in
            state.level = state.level == .running ? .finishing : .aborting
            return (state.level, state.listener)
        }
        listener?(level)
    }

    /// Ends the jobs in flight at once.
    public func abort() {
        let listener = state.withLock { state in
            state.level = .aborting
            return state.listener
        }
        listener?(.aborting)
    }

    package func onChange(_ listener: (@Sendable (Level) -> Void)?) { state.withLock { $0.listener = listener } }
}
