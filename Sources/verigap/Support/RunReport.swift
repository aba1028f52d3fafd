import Robustness
import Runner

/// What `verigap run` prints at its end.
struct RunReport: Encodable {
    struct Method: Encodable {
        var id: String
        var total: Int
        var reused: Int
        var asked: Int
        var derived: Int
        var open: Int
        var verdicts: [String: Int]
        var wallSeconds: Double
        var cpuSeconds: Double
    }

    var suite: String
    var store: String
    var methods: [Method]
    var wallSeconds: Double
    var open: Int
    /// `nil` if nothing was left open.
    var stopReason: String?

    init(suite: String, store: String, _ summary: RunSummary) {
        self.suite = suite
        self.store = store
        methods = summary.methods.map { method in
            Method(
                id: method.id, total: method.total, reused: method.reused, asked: method.asked,
                derived: method.derived, open: method.open,
                verdicts: Dictionary(uniqueKeysWithValues: method.verdicts.map { ($0.key.rawValue, $0.value) }),
                wallSeconds: method.wallSeconds, cpuSeconds: method.cpuSeconds)
        }
        wallSeconds = summary.wallSeconds
        open = summary.open
        stopReason = summary.stopReason?.rawValue
    }

    var text: String {
        let header = ["method", "queries", "in store", "asked", "derived", "open", "time", ""]
        let rows = methods.map { method in
            [
                method.id, "\(method.total)", "\(method.reused)", "\(method.asked)", "\(method.derived)",
                "\(method.open)", TextFormat.duration(method.wallSeconds), verdicts(method),
            ]
        }
        var lines = [TextFormat.columns([header] + rows, rightAligned: [1, 2, 3, 4, 5, 6]), ""]
        lines.append("\(suite): \(TextFormat.duration(wallSeconds)), outcomes in \(store)")
        if open > 0 {
            lines.append(
                "\(TextFormat.count(open, "query", plural: "queries")) open: \(stopReason ?? "stopped"); "
                    + "run again to go on")
        }
        return lines.joined(separator: "\n")
    }

    private func verdicts(_ method: Method) -> String {
        Verdict.allCases.compactMap { verdict in
            method.verdicts[verdict.rawValue].map { "\(ProgressText.name(verdict)) \($0)" }
        }.joined(separator: ", ")
    }
}
