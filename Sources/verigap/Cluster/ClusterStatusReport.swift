import Cluster
import Questions

/// What `verigap cluster status` prints.
struct ClusterStatusReport: Encodable {
    struct Task: Encodable {
        var number: Int
        var state: String
        /// Why it failed or is lost; absent for others.
        var reason: String?
        var queries: Int
        var answered: Int
        var expectedSeconds: Double
        var lastWords: String?
    }

    struct Wave: Encodable {
        var number: Int
        var folder: String
        var executor: String
        var jobs: [String]
        var queries: Int
        var answered: Int
        /// Of all work, by what queries were expected to take.
        var fraction: Double
        /// Seconds until its live tasks are done; absent where none is.
        var remainingSeconds: Double?
        var states: [String: Int]
        var tasks: [Task]
    }

    var suite: String
    var waves: [Wave]

    init(
        suite: String, _ waves: [(folder: WaveFolder, wave: WaveV1, standing: WaveStanding)]
    ) throws {
        self.suite = suite
        self.waves = try waves.map { folder, wave, standing in
            Wave(
                number: folder.number, folder: folder.path, executor: wave.executor.rawValue,
                jobs: try folder.readJobs().map(\.id), queries: standing.queries, answered: standing.answered,
                fraction: standing.fraction, remainingSeconds: standing.remaining(throttle: nil),
                states: Dictionary(grouping: standing.tasks, by: \.standing.name).mapValues(\.count),
                tasks: standing.tasks.map {
                    Task(
                        number: $0.number, state: $0.standing.name, reason: $0.standing.reason, queries: $0.queries,
                        answered: $0.answered, expectedSeconds: $0.seconds, lastWords: $0.lastWords)
                })
        }
    }

    /// Tasks that ended without an answer to each of their queries are listed; all with `verbose`.
    func text(verbose: Bool) -> String {
        waves.flatMap { lines(of: $0, verbose: verbose) }.joined(separator: "\n")
    }

    private func lines(of wave: Wave, verbose: Bool) -> [String] {
        let order = ["done", "running", "waiting", "given back", "failed", "lost"]
        let states = order.compactMap { name in wave.states[name].map { "\($0) \(name)" } }
        var head =
            "\(suite), wave \(wave.number): \(wave.answered) of \(Wording.counted(wave.queries, "query", "queries")), "
            + "\(Int((100 * wave.fraction).rounded(.down))) % of the work; tasks: \(states.joined(separator: ", "))"
        if let remaining = wave.remainingSeconds { head += "; about \(TextFormat.duration(remaining)) to go" }
        let shown = wave.tasks.filter { verbose || ["given back", "failed", "lost"].contains($0.state) }
        guard !shown.isEmpty else { return [head] }
        let rows = shown.map { task in
            [
                "  \(task.number)", task.state, "\(task.answered)/\(task.queries)",
                TextFormat.duration(task.expectedSeconds),
                [task.reason, task.lastWords.map { $0.split(separator: "\n").last.map(String.init) ?? "" }]
                    .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": "),
            ]
        }
        let header = ["  task", "state", "answered", "expected", "last words"]
        return [head, TextFormat.columns([header] + rows, rightAligned: [0, 2, 3])]
    }
}
