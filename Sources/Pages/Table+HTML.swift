import Tables

extension Table {
    /// Columns whose texts are no longer than this are not broken into lines.
    private static let shortText = 40

    /// The printed columns. Caption first, notes and caveats last; where a cell does not print its number plainly, the script
    /// finds it in `data-v`.
    var html: HTML {
        let positions = printedColumns
        let short = Set(
            positions.filter { column in
                rows.indices.allSatisfy { printed(row: $0, column: column, missing: "–").text.count <= Self.shortText }
            })
        let head = positions.map { position in
            HTML.element(
                "th", ["scope": "col", "class": columns[position].alignment == .left ? nil : "number"],
                HTML(columns[position].title + (columns[position].unit.map { " (\($0))" } ?? "")))
        }
        let body = rows.indices.map { row in
            HTML.element(
                "tr", ["class": rows[row].startsGroup ? "group" : nil],
                positions.map { htmlCell(row: row, column: $0, isShort: short.contains($0)) }
            )
        }
        let remarks =
            notes.map { HTML.element("p", ["class": "note"], HTML($0)) }
            + caveats.map { HTML.element("p", ["class": "caveat"], HTML($0)) }
        return HTML.element(
            "figure", ["class": "table"],
            [caption.isEmpty ? HTML("") : HTML.element("figcaption", [:], HTML(caption))] + [
                HTML.element(
                    "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": name],
                    HTML.element(
                        "table", ["data-sortable": ""],
                        HTML.element("thead", [:], HTML.element("tr", [:], head)),
                        HTML.element("tbody", [:], body.joined)))
            ] + remarks)
    }

    private func htmlCell(row: Int, column: Int, isShort: Bool) -> HTML {
        let cell = rows[row].cells[column]
        let (text, emphasis) = printed(row: row, column: column, missing: "–")
        var value: String?
        if case .number(let number) = cell.value, cell.written != nil || cell.suffix != nil {
            value = NumberFormat.shortest.text(number)
        }
        var classes = [String]()
        if columns[column].alignment != .left { classes.append("number") } else if isShort { classes.append("short") }
        if emphasis != .plain { classes.append(emphasis.rawValue) }
        return HTML.element(
            "td", ["class": classes.isEmpty ? nil : classes.joined(separator: " "), "data-v": value], HTML(text))
    }
}
