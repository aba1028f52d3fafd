import Questions
import SuiteFiles
import Tables

extension RunComparison {
    /// What was found, as tables in the order of severity; those with nothing in them are left out.
    ///
    /// - Parameter limit: rows of a table, the rest counted below it; `nil` is all of them.
    public func tables(limit: Int? = nil) -> [Table] {
        let tables = [
            contradictionTable,
            verdictTable(
                newlyOpen, "newly-open",
                "Newly open: settled before and not any more, or answered before and now without an answer."),
            boundCountTable(looser, "looser-by-cell", "Looser certified bounds, cell by cell."),
            numberTable(looser, "looser", "Looser certified bounds.", of: "bound"),
            numberTable(
                weaker, "weaker", "Weaker attacks: the best point found is worse than it was.", of: "found"),
            workTable, timeTable,
            verdictTable(newlyClosed, "newly-closed", "Newly closed: not settled before, or without an answer then."),
            boundCountTable(tighter, "tighter-by-cell", "Tighter certified bounds, cell by cell."),
            numberTable(tighter, "tighter", "Tighter certified bounds.", of: "bound"),
            numberTable(stronger, "stronger", "Stronger attacks.", of: "found"), bracketTable, refusedTable, aloneTable,
        ]
        return tables.filter { !$0.rows.isEmpty }.map { table in
            guard let limit, table.rows.count > limit else { return table }
            var part = table
            part.rows = Array(table.rows.prefix(limit))
            part.notes.append("and \(table.rows.count - limit) more")
            return part
        }
    }

    static let cellColumns: [Table.Column] = [
        .init("network", title: "network", alignment: .left), .init("size", title: "size"),
        .init("method", title: "method", alignment: .left),
    ]
    static let image = Table.Column("image", title: "image", alignment: .left)

    static func cells(_ cell: SuiteCell) -> [Table.Cell] {
        [.text(cell.network), .optional(cell.size), .text(cell.method)]
    }

    private var contradictionTable: Table {
        Table(
            name: "contradictions", caption: "Contradictions: of each, one answer is wrong.",
            columns: [
                .init("network", title: "network", alignment: .left), Self.image,
                .init("run", title: "run", alignment: .left), .init("method", title: "method", alignment: .left),
                .init("claim", title: "says", alignment: .left),
                .init("check", title: "to check", alignment: .left),
            ],
            rows: contradictions.flatMap { contradiction in
                (contradiction.proved + contradiction.found).enumerated().map { number, answer in
                    let derived = answer.impliedBy.map { " (from \($0))" } ?? ""
                    return .init(
                        [
                            .text(answer.cell.network), .text("\(contradiction.sample)"), .text(answer.run.rawValue),
                            .text(answer.cell.method + derived), .text(answer.claim), .text(answer.check),
                        ], startsGroup: number == 0)
                }
            })
    }

    private func verdictTable(_ changes: [VerdictChange], _ name: String, _ caption: String) -> Table {
        Table(
            name: name, caption: caption,
            columns: Self.cellColumns + [
                Self.image, .init("before", title: "before", alignment: .left),
                .init("after", title: "after", alignment: .left),
            ],
            rows: changes.map { change in
                .init(
                    Self.cells(change.cell) + [
                        .text("\(change.sample)"), .text(change.before), .text(change.after),
                    ])
            })
    }

    private var workTable: Table {
        Table(
            name: "work", caption: "Work that does not depend on the machine, summed over a cell's queries.",
            columns: Self.cellColumns + [
                .init("counter", title: "counter", alignment: .left), .init("before", title: "before"),
                .init("after", title: "after"), .init("growth_percent", title: "growth", unit: "%", format: .signed(1)),
                .init("changed", title: "queries changed"), .init("largest", title: "largest change", alignment: .left),
            ],
            rows: work.map { change in
                let largest = change.largest
                return .init(
                    Self.cells(change.cell) + [
                        .text(change.counter), .number(change.before), .number(change.after),
                        .number(100 * change.growth),
                        Table.Cell(.number(Double(change.changed)), suffix: " of \(change.queries)"),
                        .text("\(largest.sample): \(largest.before) → \(largest.after)"),
                    ])
            })
    }

    private var bracketTable: Table {
        Table(
            name: "brackets",
            caption: "Brackets that changed: robust error in %, or mean distance, over images asked in both runs.",
            columns: Self.cellColumns + [
                .init("quantity", title: "of", alignment: .left), .init("n", title: "n"),
                .init("lower_before", title: "≥ before", format: .significant(4)),
                .init("lower_after", title: "≥ after", format: .significant(4)),
                .init("upper_before", title: "≤ before", format: .significant(4)),
                .init("upper_after", title: "≤ after", format: .significant(4)),
            ],
            rows: brackets.filter(\.isChanged).map { bracket in
                let quantity = bracket.quantity == .robustError ? "robust error" : "mean distance"
                return .init(
                    Self.cells(bracket.cell) + [
                        .text(quantity), .number(bracket.n), .optional(bracket.before.lower),
                        .optional(bracket.after.lower), .optional(bracket.before.upper),
                        .optional(bracket.after.upper),
                    ])
            })
    }
}
