import Figures
import Tables

/// A comparison as one page that needs nothing beside it: no script, no style sheet, no picture.
public enum ComparisonHTML {
    /// Rows of a table; what is beyond stands in the JSON.
    static let limit = 1000

    public static func page(_ comparison: RunComparison, _ judgement: Judgement) -> String {
        let summary = ComparisonSummary(comparison, judgement)
        let title = "Comparison of \(comparison.new.suite)"
        var body = "<h1>\(PlainText.escapedHTML(title))</h1>\n"
        let kind = judgement.verdict == .notComparable ? "unknown" : judgement.verdict.rawValue
        body += "<p class=\"verdict \(kind)\">\(PlainText.escapedHTML(summary.headline))</p>\n<ul>\n"
        for line in summary.runs.dropFirst() + summary.remarks { body += "<li>\(PlainText.escapedHTML(line))</li>\n" }
        body += "</ul>\n" + figures(comparison)
        for table in comparison.tables(limit: limit) { body += html(table) }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>\(PlainText.escapedHTML(title))</title>
            <style>
            \(style)
            </style>
            </head>
            <body>
            \(body)</body>
            </html>

            """
    }

    private static func figures(_ comparison: RunComparison) -> String {
        var text = ""
        let plots: [any Plot] = [comparison.scatter as (any Plot)?, comparison.histogram].compactMap(\.self)
        for plot in plots {
            let svg = SVGRenderer.element(plot.scene())
            text += "<figure>\n\(svg)\n<figcaption>\(PlainText.escapedHTML(plot.title))</figcaption>\n</figure>\n"
        }
        return text.isEmpty ? "" : "<div class=\"figures\">\n\(text)</div>\n"
    }

    private static func html(_ table: Table) -> String {
        var text = "<h2>\(PlainText.escapedHTML(table.caption))</h2>\n<div class=\"wide\"><table>\n<tr>"
        for column in table.columns {
            let title = column.title + (column.unit.map { " (\($0))" } ?? "")
            text += "<th class=\"\(column.alignment.rawValue)\">\(PlainText.escapedHTML(title))</th>"
        }
        text += "</tr>\n"
        for row in table.rows.indices {
            let group = table.rows[row].startsGroup ? " class=\"group\"" : ""
            text += "<tr\(group)>"
            for (place, column) in table.columns.enumerated() {
                let cell = table.rows[row].cells[place]
                let words = (table.text(row: row, column: place) ?? "–") + (cell.suffix ?? "")
                let tag = column.key == "check" ? "<code>\(PlainText.escapedHTML(words))</code>" : nil
                text += "<td class=\"\(column.alignment.rawValue)\">\(tag ?? PlainText.escapedHTML(words))</td>"
            }
            text += "</tr>\n"
        }
        return text + "</table></div>\n" + table.notes.map { "<p>\(PlainText.escapedHTML($0))</p>\n" }.joined()
    }

    private static let style = """
        body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #1a1a1a }
        h1 { font-size: 1.4em } h2 { font-size: 1.05em; margin-top: 2em }
        .verdict { padding: .6em .9em; border-left: .4em solid #8c8c8c; background: #f4f4f4; font-weight: 600 }
        .improved { border-color: #009e73 } .regressed, .contradiction { border-color: #d55e00 }
        .unknown { border-color: #e69f00 }
        .wide { overflow-x: auto } table { border-collapse: collapse; font-size: 13px }
        th, td { padding: .25em .7em; border-bottom: 1px solid #ddd; white-space: nowrap }
        th { text-align: left; vertical-align: bottom } .right { text-align: right; font-variant-numeric: tabular-nums }
        tr.group td { border-top: 2px solid #8c8c8c }
        .figures { display: flex; flex-wrap: wrap; gap: 2em } figure { margin: 0 } figure svg { width: 27em; height: auto }
        figcaption { font-size: 13px; color: #555 }
        """
}
