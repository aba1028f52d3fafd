import Statistics
import Tables

/// Bounds of a row over the images that a method was asked about; an image without an answer counts as not falsified and
/// as not proved.
struct Bracket {
    var n: Int
    /// Misclassified or falsified by whichever method.
    var errors: Int
    /// Not proved robust.
    var unproved: Int

    var lower: Double { 100 * Double(errors) / Double(n) }
    var upper: Double { 100 * Double(unproved) / Double(n) }
    var gap: Double { 100 * Double(unproved - errors) / Double(n) }
}

extension ReportModel {
    /// From the best attack to what `method` certifies, over the same images; `nil` where it was asked about none.
    func bracket(of method: MethodColumn, in row: ReportRow) -> Bracket? {
        guard let asked = row.asked[method.id], !asked.isEmpty else { return nil }
        return Bracket(
            n: asked.count, errors: asked.count { row.isError($0) },
            unproved: asked.count { !row.isProved($0, by: method) })
    }

    /// What all methods know together; `nil` of no images.
    func bestBracket(in row: ReportRow) -> Bracket? {
        guard !row.samples.isEmpty else { return nil }
        let images = row.samples.indices
        return Bracket(
            n: images.count, errors: images.count { row.isError($0) }, unproved: images.count { !row.isProved($0) })
    }

    /// Gaps between what is certified and what is attacked.
    var gapTable: Table {
        let certifying = methods.filter(\.boundsAbove)
        var table = Table(
            name: "gap",
            caption: "Gap between bounds in percentage points: upper bound of each method minus the best lower bound "
                + "of any method on the same images. All: every method's verdicts taken together.",
            columns: networkColumns + [
                .init("n", title: "n"), .init("best_lower_pct", title: "best ≥ (%)", format: percentFormat),
                .init("best_upper_pct", title: "best ≤ (%)", format: percentFormat),
                .init("gap_all_pct", title: "all", format: percentFormat),
            ]
                + certifying.map {
                    .init(
                        "gap_\($0.key)_pct", title: $0.title, format: percentFormat,
                        about: BoundColumn(method: $0, bound: .upper).name)
                })
        for (number, row) in rows.enumerated() {
            let best = bestBracket(in: row)
            let cells = certifying.map { method -> Table.Cell in
                guard let bracket = bracket(of: method, in: row) else { return .missing }
                let share = BoundColumn(method: method, bound: .upper).share(in: row)
                return .init(.number(bracket.gap), suffix: share?.remark)
            }
            table.rows.append(
                .init(
                    networkCells(number) + [
                        countCell(row), .optional(best?.lower), .optional(best?.upper), .optional(best?.gap),
                    ] + cells, startsGroup: startsNetwork(number)))
        }
        return table
    }

    // MARK: What all tables by network share

    var networkColumns: [Table.Column] {
        [.init("network", title: "network", alignment: .left), .init("epsilon", title: sizeSymbol)]
    }

    /// What stands over sizes.
    var sizeSymbol: String { suite.form.family.isBall ? "ε" : "size" }

    func networkCells(_ row: Int) -> [Table.Cell] { [rows[row].networkCell, epsilonCell(rows[row])] }

    /// ε, printed as the suite writes it.
    func epsilonCell(_ row: ReportRow) -> Table.Cell {
        Table.Cell(.number(row.epsilon), written: row.epsilonText)
    }

    /// The n of a row, and how many of its images are unanswered.
    func countCell(_ row: ReportRow) -> Table.Cell {
        Table.Cell(
            .number(Double(row.samples.count)),
            suffix: row.unanswered > 0 ? " (\(row.unansweredText))" : nil)
    }

    func startsNetwork(_ row: Int) -> Bool { row > 0 && rows[row].network != rows[row - 1].network }

    /// `mnist test`.
    var dataPhrase: String { "\(suite.dataset.name) \(suite.dataset.split)" }
}
