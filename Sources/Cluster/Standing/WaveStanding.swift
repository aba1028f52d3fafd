import Questions
import ResultStore

/// How far a wave is.
public struct WaveStanding: Sendable, Hashable {
    public struct Task: Sendable, Hashable {
        /// From 1.
        public var number: Int
        public var standing: TaskStanding
        public var queries: Int
        public var answered: Int
        /// Seconds of one core that it was expected to take.
        public var seconds: Double
        /// Of its script.
        public var lastWords: String?

        public init(
            number: Int, standing: TaskStanding, queries: Int, answered: Int, seconds: Double, lastWords: String? = nil
        ) {
            self.number = number
            self.standing = standing
            self.queries = queries
            self.answered = answered
            self.seconds = seconds
            self.lastWords = lastWords
        }

        /// Expected seconds of what is answered.
        var secondsDone: Double { queries > 0 ? seconds * Double(min(answered, queries)) / Double(queries) : 0 }
    }

    public var tasks: [Task]
    /// Why journals cannot be read; what they held counts as unanswered.
    public var unreadable: [JournalFault]
    /// Seconds that answered queries took, by their outcomes.
    public var measuredSeconds: Double

    public init(tasks: [Task], measuredSeconds: Double, unreadable: [JournalFault] = []) {
        self.tasks = tasks
        self.unreadable = unreadable
        self.measuredSeconds = measuredSeconds
    }

    public var queries: Int { tasks.reduce(0) { $0 + $1.queries } }
    public var answered: Int { tasks.reduce(0) { $0 + $1.answered } }
    public var isDone: Bool { tasks.allSatisfy { $0.standing == .done } }
    public var isLive: Bool { tasks.contains { $0.standing.isLive } }

    /// Of all work, by what queries were expected to take.
    public var fraction: Double {
        let all = tasks.reduce(0) { $0 + $1.seconds }
        guard all > 0 else { return queries > 0 ? Double(answered) / Double(queries) : 1 }
        return min(1, tasks.reduce(0) { $0 + $1.secondsDone } / all)
    }

    /// Seconds until the live tasks are done: their work, by what answered queries took over what was expected of them, shared by
    /// those that run now, or `throttle` where none does; at least what the longest of them needs. `nil` where nothing is live.
    public func remaining(throttle: Int?) -> Double? {
        let live = tasks.filter(\.standing.isLive)
        guard !live.isEmpty else { return nil }
        let expected = tasks.reduce(0) { $0 + $1.secondsDone }
        let factor = expected > 1 && measuredSeconds > 0 ? min(max(measuredSeconds / expected, 0.05), 20) : 1
        let left = live.map { ($0.seconds - $0.secondsDone) * factor }
        let running = live.count { $0.standing == .running }
        let atOnce = running > 0 ? running : min(throttle ?? live.count, live.count)
        return max(left.reduce(0, +) / Double(max(1, atOnce)), left.max() ?? 0)
    }
}

extension WaveFolder {
    /// Reads what the tasks have left so far.
    ///
    /// - Parameter place: what the executor says of a task.
    /// - Throws: `JournalFault`.
    /// - Complexity: reads every journal.
    public func standing(
        of wave: WaveV1, place: (Int) -> SlurmQueue.Place?
    ) throws(JournalFault) -> WaveStanding {
        var tasks = [WaveStanding.Task]()
        var measured = 0.0
        var unreadable = [JournalFault]()
        for (index, task) in wave.tasks.enumerated() {
            let number = index + 1
            let end = TaskEnd(path: endFile(number))
            var answered = Set<RunKey>()
            let read = try readJournals(number)
            unreadable += read.unreadable
            for (_, journal) in read.journals {
                for entry in journal.entries where answered.insert(entry.key).inserted {
                    measured += entry.outcome.measurements.wallSeconds
                }
            }
            let standing = TaskStanding(
                queries: task.queries, answered: answered.count, hasBegun: !journalFiles(number).isEmpty, end: end,
                place: place(number))
            tasks.append(
                WaveStanding.Task(
                    number: number, standing: standing, queries: task.queries, answered: answered.count,
                    seconds: task.seconds,
                    lastWords: standing == .done || standing.isLive
                        ? nil
                        : end?.lastWords.nonEmpty
                            ?? TaskEnd.lastLine(ofLog: logFile(number, arraySize: wave.arraySize))))
        }
        return WaveStanding(tasks: tasks, measuredSeconds: measured, unreadable: unreadable)
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
