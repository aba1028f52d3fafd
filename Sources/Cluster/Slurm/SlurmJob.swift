/// An element of a job array, or several that wait, as `scontrol show job -o` or `squeue` tells it.
public struct SlurmJob: Sendable, Hashable {
    /// Of the array.
    public var arrayID: String
    /// Elements of the array.
    public var elements: [ClosedRange<Int>]
    public var state: SlurmState
    /// Slurm's word for why it waits or ended, `None` where there is none.
    public var reason: String

    public init(arrayID: String, elements: [ClosedRange<Int>], state: SlurmState, reason: String) {
        self.arrayID = arrayID
        self.elements = elements
        self.state = state
        self.reason = reason
    }

    /// The jobs of `scontrol show job -o`: one a line, `Key=Value` with blanks between. Lines without a job are left out.
    public static func jobs(ofControl text: String) -> [SlurmJob] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            var values = [Substring: Substring]()
            for word in line.split(separator: " ") {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                // Commands and comments may hold more of them: the first counts.
                if parts.count == 2, values[parts[0]] == nil { values[parts[0]] = parts[1] }
            }
            guard let id = values["ArrayJobId"] ?? values["JobId"], let state = values["JobState"] else { return nil }
            return SlurmJob(
                arrayID: String(id), elements: values["ArrayTaskId"].map { ranges(String($0)) } ?? [],
                state: SlurmState(String(state)), reason: values["Reason"].map(String.init) ?? "None")
        }
    }

    /// The format of `squeue` that `jobs(ofQueue:)` reads.
    public static let queueFormat = "%F|%K|%T|%r"

    /// The jobs of `squeue --noheader --format=queueFormat`.
    public static func jobs(ofQueue text: String) -> [SlurmJob] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map {
                String($0.drop { $0 == " " })
            }
            guard parts.count == 4, !parts[0].isEmpty else { return nil }
            return SlurmJob(
                arrayID: parts[0], elements: ranges(parts[1]), state: SlurmState(parts[2]), reason: parts[3])
        }
    }

    /// `7`, `3-5,9`, and `1-40%8` of what waits; steps as in `1-9:2` as their elements.
    static func ranges(_ text: String) -> [ClosedRange<Int>] {
        let list = text.split(separator: "%").first.map(String.init) ?? ""
        return list.split(separator: ",").flatMap { part -> [ClosedRange<Int>] in
            let stepped = part.split(separator: ":")
            let ends = (stepped.first ?? "").split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, ends.count <= 2, first <= last else { return [] }
            guard stepped.count == 2, let step = Int(stepped[1]), step > 1 else { return [first...last] }
            return stride(from: first, through: last, by: step).map { $0...$0 }
        }
    }
}

/// Where Slurm says that a job stands.
public enum SlurmState: Sendable, Hashable {
    /// Pending, requeued, or held.
    case waiting
    /// Running, or about to begin or to end.
    case running
    case suspended
    case completed
    /// Ended otherwise: Slurm's word, as `OUT_OF_MEMORY`.
    case failed(String)

    public init(_ word: String) {
        switch word {
        case "PENDING", "PD", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT", "RESV_DEL_HOLD":
            self = .waiting
        case "RUNNING", "CONFIGURING", "COMPLETING", "STAGE_OUT", "SIGNALING", "RESIZING", "STOPPED": self = .running
        case "SUSPENDED": self = .suspended
        case "COMPLETED": self = .completed
        default: self = .failed(word)
        }
    }

    /// Whether more may come of it.
    public var isLive: Bool {
        switch self {
        case .waiting, .running, .suspended: true
        case .completed, .failed: false
        }
    }
}

/// What is known of the elements of a wave's arrays, by task.
public struct SlurmQueue: Sendable, Hashable {
    /// Where a task stands, and Slurm's reason.
    public struct Place: Sendable, Hashable {
        public var state: SlurmState
        public var reason: String

        public init(state: SlurmState, reason: String) {
            self.state = state
            self.reason = reason
        }
    }

    private var places: [Int: Place] = [:]

    /// Of a task by its number in the wave; `nil`: Slurm does not know it any more, or never did.
    public subscript(task: Int) -> Place? { places[task] }

    /// - Parameter submitted: the arrays of a wave; what else is in the queue is not its.
    public init(_ jobs: [SlurmJob], of submitted: [SubmittedJob]) {
        let arrays = Dictionary(submitted.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for job in jobs {
            guard let array = arrays[job.arrayID] else { continue }
            for element in job.elements.joined() {
                guard let task = array.task(ofElement: element) else { continue }
                // A live one stands for what is told twice.
                if let known = places[task], known.state.isLive { continue }
                places[task] = Place(state: job.state, reason: job.reason)
            }
        }
    }
}
