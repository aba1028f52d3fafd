import SuiteFiles
import Tables

extension RunComparison {
    /// What attacks found before and after, the largest change first.
    func attackTable(_ changes: [AttackChange], _ name: String, _ caption: String) -> Table {
        let sorted = changes.enumerated().sorted { first, second in
            let (a, b) = (first.element.size, second.element.size)
            return a == b ? first.offset < second.offset : a > b
        }
        return Table(
            name: name, caption: caption,
            columns: Self.cellColumns + [
                Self.image, .init("found", title: "found", alignment: .left), .init("before", title: "before"),
                .init("after", title: "after"), .init("change", title: "change", format: .significant(3)),
            ],
            rows: sorted.map { _, change in
                .init(
                    Self.cells(change.cell) + [
                        .text("\(change.sample)"), .text(change.quantity.rawValue), .optional(change.before),
                        .optional(change.after), .optional(change.loss),
                    ])
            })
    }
}

extension AttackChange {
    /// Of the change, for sorting; what is lost or new altogether comes first.
    fileprivate var size: Double { loss.map { $0.isNaN ? .infinity : abs($0) } ?? .infinity }
}
