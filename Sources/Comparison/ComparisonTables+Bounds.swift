import Statistics
import SuiteFiles
import Tables

extension RunComparison {
    /// So many changes are worth a table of their counts.
    private static let many = 20

    /// How many bounds of each cell changed, and by how much; empty where few did, which the list of them tells.
    func boundCountTable(_ changes: [BoundChange], _ name: String, _ caption: String) -> Table {
        var order = [SuiteCell]()
        var groups = [SuiteCell: [BoundChange]]()
        for change in changes {
            if groups[change.cell] == nil { order.append(change.cell) }
            groups[change.cell, default: []].append(change)
        }
        return Table(
            name: name, caption: caption,
            columns: Self.cellColumns + [
                .init("bounds", title: "bounds"),
                .init("median_change", title: "median change", format: .significant(3)),
                .init("largest_change", title: "largest", format: .significant(3)),
                .init("gone", title: "in one run only"),
            ],
            rows: changes.count < Self.many
                ? []
                : order.map { cell in
                    let gains = (groups[cell] ?? []).map(\.gain)
                    let finite = gains.compactMap(\.self).filter { !$0.isNaN }
                    return .init(
                        Self.cells(cell) + [
                            .number(gains.count), .optional(Distribution(finite).median),
                            .optional(finite.max { abs($0) < abs($1) }), .number(gains.count { $0 == nil }),
                        ])
                })
    }
}
