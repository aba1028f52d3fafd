import Questions
import Tables

/// Changes as a table.
enum ChangeTable {
    /// The first `limit` of `changes`.
    static func table(_ changes: [SeriesChange], limit: Int) -> Table {
        Table(
            name: "changes", caption: "",
            columns: [
                .init("night", title: "night", alignment: .left), .init("network", title: "network", alignment: .left),
                .init("epsilon", title: "ε"), .init("method", title: "method", alignment: .left),
                .init("what", title: "what", alignment: .left), .init("before", title: "before"),
                .init("after", title: "after"), .init("is", title: "", alignment: .left),
                .init("commits", title: "commits", alignment: .left),
            ],
            rows: changes.prefix(limit).map { change in
                .init(
                    [
                        .text(change.night), .text(change.series.network.isEmpty ? "all" : change.series.network),
                        .optional(change.series.epsilon), .text(change.series.method), .text(change.what),
                        value(change.before, change), value(change.after, change),
                        .text(!change.isWorse ? "better" : change.isAcknowledged ? "worse, acknowledged" : "worse"),
                        .text("\(shown(change.commits.before)) → \(shown(change.commits.after))"),
                    ])
            },
            notes: changes.count > limit ? ["The newest \(limit) of \(changes.count)."] : [])
    }

    /// Exact numbers in full, times as exact as they are.
    private static func value(_ value: Double?, _ change: SeriesChange) -> Table.Cell {
        var cell = Table.Cell.optional(value)
        if let value, change.series.network.isEmpty { cell.written = NumberFormat.significant(4).text(value) }
        return cell
    }

    private static func shown(_ commit: String) -> String { commit.isEmpty ? "?" : commit }
}
