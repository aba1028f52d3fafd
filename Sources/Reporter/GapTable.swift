import Statistics
import Tables

/// Bounds of a row over the images that a method has outcomes for.
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
    /// From the best attack to what `method` certifies, over the same images; `nil` of nothing.
    func bracket(of method: MethodColumn, in row: ReportRow) -> Bracket? {
        let answered = row.answered(method)
        guard !answered.isEmpty else { return nil }
        return Bracket(
            n: answered.count, errors: answered.count { row.isError($0) },
            unproved: answered.count { !row.isProved($0, by: method) })
    }

    /// What all methods know together; `nil` of nothing.
    func bestBracket(in row: ReportRow) -> Bracket? {
        let touched = row.touched
        guard !touched.isEmpty else { return nil }
        return Bracket(
            n: touched.count, errors: touched.count { row.isError($0) }, unproved: touched.count { !row.isProved($0) })
    }

    /// Gaps between what is certified and what is attacked.
    var gapTable: Table {
        let certifying = methods.filter(\.boundsAbove)
        var table = Table(
            name: "gap",
            caption: "Gap between bounds in percentage points: upper bound of each method minus the best lower bound "
                + "of any method on the same images. All: every method's verdicts taken together.",
            columns: networkColumns + [
                .init("n", title: "n"), .init("best_lower_pct", title: "best ≥ (%)", format: .fixed(2)),
                .init("best_upper_pct", title: "best ≤ (%)", format: .fixed(2)),
                .init("gap_all_pct", title: "all", format: .fixed(2)),
            ] + certifying.map { .init("gap_\($0.key)_pct", title: $0.title, format: .fixed(2)) })
        for (number, row) in rows.enumerated() {
            let best = bestBracket(in: row)
            let cells = certifying.map { method -> Table.Cell in
                guard let bracket = bracket(of: method, in: row) else { return .missing }
                return .init(.number(bracket.gap), suffix: bracket.n == best?.n ? nil : " (n = \(bracket.n))")
            }
            table.rows.append(
                .init(
                    networkCells(number) + [
                        .number(best?.n ?? 0), .optional(best?.lower), .optional(best?.upper), .optional(best?.gap),
                    ] + cells, startsGroup: startsNetwork(number)))
        }
        return table
    }

    // MARK: What all tables by network share

    var networkColumns: [Table.Column] {
        [.init("network", title: "network", alignment: .left), .init("epsilon", title: "ε")]
    }

    func networkCells(_ row: Int) -> [Table.Cell] { [.text(rows[row].network), .number(rows[row].epsilon)] }

    func startsNetwork(_ row: Int) -> Bool { row > 0 && rows[row].network != rows[row - 1].network }

    /// `mnist test`.
    var dataPhrase: String { "\(suite.dataset.name) \(suite.dataset.split)" }
}
