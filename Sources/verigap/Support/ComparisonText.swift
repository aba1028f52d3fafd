import Comparison
import Tables

/// A comparison for a terminal.
enum ComparisonText {
    /// - Parameters:
    ///   - limit: of what is listed of a kind; `nil` is everything.
    ///   - names: of tables that are left out.
    static func text(
        _ comparison: RunComparison, _ judgement: Judgement, limit: Int?, without names: Set<String> = []
    ) -> String {
        let summary = ComparisonSummary(comparison, judgement)
        var parts = [([summary.headline] + (summary.runs + summary.remarks).map { "  " + $0 }).joined(separator: "\n")]
        if !comparison.contradictions.isEmpty { parts.append(contradictions(comparison.contradictions, limit)) }
        parts += comparison.tables(limit: limit).filter { $0.name != "contradictions" && !names.contains($0.name) }.map(
            table)
        return parts.joined(separator: "\n\n")
    }

    private static func contradictions(_ found: [Contradiction], _ limit: Int?) -> String {
        let shown = found.prefix(limit ?? found.count)
        var lines = ["Contradictions: of each, one answer is wrong."]
        for contradiction in shown {
            lines.append("  " + PlainText.line(contradiction.summary))
            lines += (contradiction.proved + contradiction.found).map { "    " + PlainText.line($0.check) }
        }
        if found.count > shown.count { lines.append("  and \(found.count - shown.count) more") }
        return lines.joined(separator: "\n")
    }

    private static func table(_ table: Table) -> String {
        let columns = table.columns.indices
        let header = table.columns.map { $0.title + ($0.unit.map { " (\($0))" } ?? "") }
        let rows = table.rows.indices.map { row in
            columns.map { column in
                PlainText.line(
                    (table.text(row: row, column: column) ?? "–") + (table.rows[row].cells[column].suffix ?? ""))
            }
        }
        let right = Set(columns.filter { table.columns[$0].alignment == .right })
        let text = TextFormat.columns([header] + rows, rightAligned: right)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false) + table.notes.map { $0[...] }
        return ([PlainText.line(table.caption)] + lines.map { "  " + $0 }).joined(separator: "\n")
    }
}
