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
                .init("what", title: "what", alignment: .left),
                .init("before", title: "before", format: .significant(6)),
                .init("after", title: "after", format: .significant(6)),
                .init("change", title: "change", format: .significant(3)), .init("is", title: "", alignment: .left),
                .init("commits", title: "commits", alignment: .left),
            ],
            rows: changes.prefix(limit).map { change in
                .init(
                    [
                        .text(change.night), .text(change.series.network.isEmpty ? "all" : change.series.network),
                        .optional(change.series.epsilon), .text(change.series.method), .text(change.what),
                        .optional(change.before), .optional(change.after), .optional(change.difference),
                        .text(word(change)),
                        .text("\(shown(change.commits.before)) → \(shown(change.commits.after))"),
                    ])
            },
            notes: changes.count > limit ? ["The newest \(limit) of \(changes.count)."] : [])
    }

    private static func word(_ change: SeriesChange) -> String {
        if change.isOtherQuestion { return "asked otherwise" }
        return !change.isWorse ? "better" : change.isAcknowledged ? "worse, acknowledged" : "worse"
    }

    private static func shown(_ commit: String) -> String { commit.isEmpty ? "?" : commit }
}
