import Questions
import SuiteFiles
import Tables

/// A number of one answer that is not what it was.
protocol NumberChange {
    var cell: SuiteCell { get }
    var sample: SampleID { get }
    /// Of what: a margin, a distance.
    var kind: String { get }
    /// `nil` where there is none.
    var before: Double? { get }
    var after: Double? { get }
}

extension NumberChange {
    /// `nil` where one of the two is missing.
    var difference: Double? {
        guard let before, let after else { return nil }
        return after - before
    }

    /// For sorting; what is lost or new altogether comes first.
    fileprivate var size: Double { difference.map { $0.isNaN ? .infinity : abs($0) } ?? .infinity }
}

extension BoundChange: NumberChange {
    var kind: String { bound.rawValue }
}

extension AttackChange: NumberChange {
    var kind: String { quantity.rawValue }
}

extension RunComparison {
    /// Numbers before and after, the largest change first.
    ///
    /// - Parameter column: key of the column that says which number it is.
    func numberTable(
        _ changes: [some NumberChange], _ name: String, _ caption: String, of column: String
    ) -> Table {
        let sorted = changes.enumerated().sorted { first, second in
            let (a, b) = (first.element.size, second.element.size)
            return a == b ? first.offset < second.offset : a > b
        }
        return Table(
            name: name, caption: caption,
            columns: Self.cellColumns + [
                Self.image, .init(column, title: column == "bound" ? "bound of" : column, alignment: .left),
                .init("before", title: "before"), .init("after", title: "after"),
                .init("change", title: "change", format: .significant(3)),
            ],
            rows: sorted.map { _, change in
                .init(
                    Self.cells(change.cell) + [
                        .text("\(change.sample)"), .text(change.kind), .optional(change.before),
                        .optional(change.after), .optional(change.difference),
                    ])
            })
    }
}
