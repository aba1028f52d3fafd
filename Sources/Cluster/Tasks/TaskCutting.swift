/// Cuts work into tasks of an array: as few as keep each within half an hour, or as many as were asked for.
///
/// Work comes in groups that stay whole, in an order that keeps what shares a network together; tasks are runs of neighbours. An array
/// task costs a cluster about 0.4 s of scheduling, so tasks take minutes, not seconds.
public struct TaskCutting: Sendable, Hashable {
    /// Seconds that a task shall take unless a number of tasks is asked for.
    public static let usualSeconds = 1800.0
    /// Seconds that a task may take where the cluster allows no more tasks.
    public static let longestSeconds = 3600.0

    /// Wanted number of tasks; `nil`: by time.
    public var count: Int?
    /// So many tasks the cluster takes.
    public var mostTasks: Int

    public init(count: Int? = nil, mostTasks: Int = .max) {
        self.count = count
        self.mostTasks = max(1, mostTasks)
    }

    /// What becomes of the groups.
    public struct Cut: Sendable, Hashable {
        /// Ranges of groups, one a task, none empty.
        public var tasks: [Range<Int>]
        /// Groups behind the last task, for which there is no room.
        public var left: Int
    }

    /// - Parameter seconds: of each group, finite and at least 0.
    /// - Complexity: linear in the number of groups.
    public func cut(_ seconds: [Double]) -> Cut {
        guard !seconds.isEmpty else { return Cut(tasks: [], left: 0) }
        var total = seconds.reduce(0, +)
        var end = seconds.count
        var number = count ?? Int((min(total / Self.usualSeconds, 1e9)).rounded(.up))
        number = max(1, min(number, mostTasks))
        if count == nil, total / Double(number) > Self.longestSeconds {
            // What does not fit is left for later.
            let room = Double(number) * Self.longestSeconds
            (total, end) = (0, 0)
            while end < seconds.count, end < number || total + seconds[end] <= room {
                total += seconds[end]
                end += 1
            }
        }
        number = min(number, end)
        return Cut(tasks: Self.ranges(seconds[..<end], total: total, number: number), left: seconds.count - end)
    }

    /// `number` ranges at most, of about the same time; of groups without time of about the same count.
    private static func ranges(_ seconds: ArraySlice<Double>, total: Double, number: Int) -> [Range<Int>] {
        // A share of the time for each group lets those of no time spread too.
        let least = max(total, 1e-9) / Double(seconds.count) * 1e-3
        let all = seconds.reduce(0) { $0 + $1 + least }
        var tasks = [Range<Int>]()
        var (start, done) = (0, 0.0)
        for index in seconds.indices {
            let own = seconds[index] + least
            let isLast = index == seconds.endIndex - 1
            done += own
            let remaining = number - tasks.count
            let after = seconds.endIndex - index - 1
            // A group goes to the task that holds its middle.
            let middle = done + (isLast ? 0 : (seconds[index + 1] + least) / 2)
            let isDue = middle >= all * Double(tasks.count + 1) / Double(number)
            if isLast || remaining > 1 && (isDue || after < remaining) {
                tasks.append(start..<index + 1)
                start = index + 1
            }
        }
        return tasks
    }
}
