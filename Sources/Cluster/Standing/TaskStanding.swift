/// Where a task stands, by what its files say first and by what the executor says then: a message that Slurm lost fails no query.
public enum TaskStanding: Sendable, Hashable {
    /// Every query is answered in a journal.
    case done
    case running
    /// In the queue, perhaps not for the first time.
    case waiting
    /// It ended before its end and gave back what was in flight: interrupted, pre-empted, or out of time.
    case givenBack
    /// It ended by a fault.
    case failed(String)
    /// Nobody knows it any more, and it left no note: killed, or its machine went down.
    case lost(String)

    /// - Parameters:
    ///   - answered: queries of the task that are in its journals.
    ///   - hasBegun: whether there is a journal.
    ///   - place: what the executor says; `nil` if it does not know the task.
    public init(
        queries: Int, answered: Int, hasBegun: Bool, end: TaskEnd?, place: SlurmQueue.Place?
    ) {
        if answered >= queries {
            self = .done
        } else if let place, place.state.isLive {
            self = place.state == .running ? .running : .waiting
        } else if let end {
            self = Self.ended(end, place)
        } else if let cause = Self.cause(place) {
            self = .lost(cause)
        } else {
            self = .lost(hasBegun ? "it left no note of its end" : "it never began")
        }
    }

    private static func ended(_ end: TaskEnd, _ place: SlurmQueue.Place?) -> TaskStanding {
        switch end.code {
        case 130, 143: return .givenBack
        case 0, 3: return .failed("it ended with \(end.code), though queries are unanswered")
        default:
            let code = end.signal.map { "signal \($0)" } ?? "exit code \(end.code)"
            return .failed(([code, cause(place)].compactMap(\.self)).joined(separator: ", "))
        }
    }

    /// What the executor knows beyond that it failed.
    private static func cause(_ place: SlurmQueue.Place?) -> String? {
        guard case .failed(let word)? = place?.state, word != "FAILED" else { return nil }
        return word.lowercased().replacing("_", with: " ")
    }

    /// Whether more may come of it.
    public var isLive: Bool { self == .running || self == .waiting }

    /// One word.
    public var name: String {
        switch self {
        case .done: "done"
        case .running: "running"
        case .waiting: "waiting"
        case .givenBack: "given back"
        case .failed: "failed"
        case .lost: "lost"
        }
    }

    public var reason: String? {
        switch self {
        case .failed(let reason), .lost(let reason): reason
        case .done, .running, .waiting, .givenBack: nil
        }
    }
}
