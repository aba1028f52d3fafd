extension Table {
    /// A `table` environment in the manner of booktabs, caveats in its caption. Needs `\usepackage{booktabs,xcolor}`;
    /// label `tab:<name>`. Compiles with pdflatex, xelatex and lualatex alike.
    public var latex: String {
        let positions = printedColumns
        let specification = positions.map { position in
            switch columns[position].alignment {
            case .left: "l"
            case .right: "r"
            case .centre: "c"
            }
        }.joined()
        let fullCaption = ([caption] + caveats).filter { !$0.isEmpty }.joined(separator: " ")
        var lines = [
            "\\begin{table}[t]", "  \\centering", "  \\caption{\(LaTeXText.escaped(fullCaption))}",
            "  \\label{tab:\(name)}",
            "  \\begin{tabular}{@{}\(specification)@{}}", "    \\toprule",
        ]
        let headers = positions.map { position in
            let column = columns[position]
            return LaTeXText.escaped(column.title + (column.unit.map { " (\($0))" } ?? ""))
        }
        lines.append("    " + headers.joined(separator: " & ") + " \\\\")
        lines.append("    \\midrule")
        for row in rows.indices {
            if rows[row].startsGroup, row > 0 { lines.append("    \\addlinespace") }
            let cells = positions.map { latexCell(row: row, column: $0) }
            lines.append("    " + cells.joined(separator: " & ") + " \\\\")
        }
        lines += ["    \\bottomrule", "  \\end{tabular}"]
        for note in notes { lines.append("  \\par\\smallskip{\\footnotesize \(LaTeXText.escaped(note))}") }
        lines.append("\\end{table}")
        let body = lines.joined(separator: "\n") + "\n"
        let head =
            ["% \\usepackage{booktabs,xcolor}"] + (LaTeXText.needsUnicode(body) ? LaTeXText.unicodeDefinition : [])
        return head.joined(separator: "\n") + "\n" + body
    }

    private func latexCell(row: Int, column: Int) -> String {
        let (raw, emphasis) = printed(row: row, column: column, missing: "–")
        let text = LaTeXText.escaped(raw)
        return switch emphasis {
        case .plain: text
        case .strong: "\\textbf{\(text)}"
        case .alarm: "\\textcolor{red}{\\textbf{\(text)}}"
        }
    }
}
