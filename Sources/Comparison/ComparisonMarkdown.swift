import Questions
import Tables

/// A comparison as Markdown, fit for a pull request.
public enum ComparisonMarkdown {
    /// Rows of a table; a pull request is read by people.
    static let limit = 50

    public static func text(_ comparison: RunComparison, _ judgement: Judgement) -> String {
        let summary = ComparisonSummary(comparison, judgement)
        var parts = ["## \(mark(judgement.verdict)) Comparison of \(PlainText.escapedMarkdown(comparison.new.suite))"]
        parts.append("**\(PlainText.escapedMarkdown(summary.headline))**")
        let lines = summary.runs.dropFirst() + summary.remarks
        parts.append(lines.map { "- " + PlainText.escapedMarkdown($0) }.joined(separator: "\n"))
        for table in comparison.tables(limit: limit) {
            // What says that something is wrong stands open, the rest folds.
            let isLong = table.name == "looser" && comparison.looser.count > limit
            let isOpen =
                !isLong && ["contradictions", "newly-open", "looser-by-cell", "looser", "weaker"].contains(table.name)
            parts.append(isOpen ? markdown(table) : folded(table))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func folded(_ table: Table) -> String {
        var table = table
        let caption = PlainText.escapedHTML(table.caption)
        let rest = table.notes.isEmpty ? "" : ", \(table.notes.joined(separator: ", "))"
        let count = table.rows.count
        table.caption = ""
        return "<details><summary>\(caption) (\(Wording.counted(count, "row"))\(rest))</summary>\n\n"
            + markdown(table) + "\n\n</details>"
    }

    private static func markdown(_ table: Table) -> String {
        var text = table.markdown
        while text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    private static func mark(_ verdict: Judgement.Verdict) -> String {
        switch verdict {
        case .same: "⚪"
        case .improved: "🟢"
        case .regressed, .contradiction: "🔴"
        case .notComparable: "🟡"
        }
    }
}
