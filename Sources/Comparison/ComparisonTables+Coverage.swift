import SuiteFiles
import Tables

extension RunComparison {
    /// Ratios of CPU time, everything together first.
    var timeTable: Table {
        Table(
            name: "time",
            caption: "CPU time on queries that both runs answered themselves"
                + (time.notJudged == nil ? "." : ": not judged."),
            columns: [
                .init("method", title: "method", alignment: .left), .init("pairs", title: "queries"),
                .init("before_s", title: "before", unit: "s", format: .significant(4)),
                .init("after_s", title: "after", unit: "s", format: .significant(4)),
                .init("ratio", title: "median ratio", format: .significant(3)),
                .init("lower", title: "from", format: .significant(3)),
                .init("upper", title: "to", format: .significant(3)),
                .init("excess", title: "judged", format: .significant(3)),
                .init("spread", title: "A/A log spread", format: .significant(2)),
                .init("timeouts_both", title: "timeouts in both"), .init("timeouts_before", title: "only before"),
                .init("timeouts_after", title: "only after"),
            ],
            rows: time.rows.map { row in
                .init(
                    [
                        .text(row.method ?? "all"), .number(row.pairs), .number(row.before), .number(row.after),
                        .optional(row.ratio), .optional(row.lower), .optional(row.upper), .optional(row.excess),
                        .optional(row.spread), .number(row.cutOff), .number(row.cutOffBefore), .number(row.cutOffAfter),
                    ], emphasis: row.method == nil ? .strong : .plain)
            })
    }

    /// Cells of one method that differ in the same make one row.
    var refusedTable: Table {
        var order = [[String]]()
        var groups = [[String]: [RefusedCell]]()
        for cell in refused {
            let key = [cell.cell.method] + cell.differences
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(cell)
        }
        return Table(
            name: "refused", caption: "Not comparable: more than limits and revisions differs.",
            columns: [
                .init("method", title: "method", alignment: .left), .init("queries", title: "queries"),
                .init("differs", title: "what differs", alignment: .left),
                .init("cells", title: "cells", alignment: .left),
            ],
            rows: order.map { key in
                let cells = groups[key] ?? []
                return .init([
                    .text(key[0]), .number(cells.reduce(0) { $0 + $1.queries }),
                    .text(key.dropFirst().joined(separator: ", ")),
                    .text(cells.map { Words.row($0.cell) }.joined(separator: ", ")),
                ])
            })
    }

    var aloneTable: Table {
        Table(
            name: "alone", caption: "Cells that only one of the runs has.",
            columns: [
                .init("run", title: "run", alignment: .left), .init("network", title: "network", alignment: .left),
                .init("size", title: "size"), .init("method", title: "method", alignment: .left),
                .init("queries", title: "queries"),
            ],
            rows: [(Side.base, onlyBase), (.new, onlyNew)].flatMap { side, cells in
                cells.map { cell in
                    .init([
                        .text(side.rawValue), .text(cell.cell.network), .optional(cell.cell.size),
                        .text(cell.cell.method), .number(cell.queries),
                    ])
                }
            })
    }
}
