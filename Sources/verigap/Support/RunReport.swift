import Questions
import Runner

/// What `verigap run` prints at its end.
struct RunReport: Encodable {
    struct Method: Encodable {
        var id: String
        var total: Int
        var reused: Int
        var asked: Int
        var derived: Int
        /// Left without an answer.
        var unanswered: Int
        var verdicts: [String: Int]
        /// Searches over sizes that their time cut off; absent where none was asked for.
        var endedEarly: Int?
        var wallSeconds: Double
        var cpuSeconds: Double
    }

    /// The others say robust or falsified, these correct or misclassified; the store has one word for both.
    private var classifiers: Set<String>
    /// Whether the minimum distortion was asked for.
    private var isRadius: Bool
    var suite: String
    var store: String
    var methods: [Method]
    var wallSeconds: Double
    /// Queries left without an answer.
    var unanswered: Int
    /// `nil` if every query has an answer.
    var stopReason: String?

    private enum CodingKeys: CodingKey { case suite, store, methods, wallSeconds, unanswered, stopReason }

    init(_ plan: Plan, store: String, _ summary: RunSummary) {
        classifiers = plan.classifiers
        let isRadius = plan.suite.form.goal.isRadius
        self.isRadius = isRadius
        suite = plan.suite.name
        self.store = store
        methods = summary.methods.map { method in
            Method(
                id: method.id, total: method.total, reused: method.reused, asked: method.asked,
                derived: method.derived, unanswered: method.unanswered,
                verdicts: Dictionary(uniqueKeysWithValues: method.verdicts.map { ($0.key.rawValue, $0.value) }),
                endedEarly: isRadius ? method.endedEarly : nil,
                wallSeconds: method.wallSeconds, cpuSeconds: method.cpuSeconds)
        }
        wallSeconds = summary.wallSeconds
        unanswered = summary.unanswered
        stopReason = summary.stopReason?.rawValue
    }

    var text: String {
        let header = ["method", "queries", "in store", "asked", "derived", "unanswered", "time", ""]
        let rows = methods.map { method in
            [
                method.id, "\(method.total)", "\(method.reused)", "\(method.asked)", "\(method.derived)",
                "\(method.unanswered)", TextFormat.duration(method.wallSeconds), verdicts(method),
            ]
        }
        var lines = [TextFormat.columns([header] + rows, rightAligned: [1, 2, 3, 4, 5, 6]), ""]
        lines.append("\(suite): \(TextFormat.duration(wallSeconds)), outcomes in \(store)")
        if unanswered > 0 {
            lines.append(
                "\(Wording.counted(unanswered, "query", "queries")) unanswered: \(stopReason ?? "stopped"); "
                    + "run again to go on")
        }
        return lines.joined(separator: "\n")
    }

    private func verdicts(_ method: Method) -> String {
        let isPoint = classifiers.contains(method.id)
        var parts = Verdict.allCases.compactMap { verdict in
            let name =
                isRadius && !isPoint
                ? ProgressText.nameOfBracket(verdict) : ProgressText.name(verdict, ofClassification: isPoint)
            return method.verdicts[verdict.rawValue].map { "\(name) \($0)" }
        }
        if let early = method.endedEarly, early > 0 { parts.append("ended early \(early)") }
        return parts.joined(separator: ", ")
    }
}
