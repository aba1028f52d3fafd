extension Table {
    /// Rows that a page has room for.
    private static let pageRows = 45

    /// A `table` environment in the manner of booktabs, caveats in its caption, label `tab:<name>`; a `longtable` where it
    /// has more rows than a page. The first line says which packages it needs. Compiles with pdflatex, xelatex and
    /// lualatex alike.
    public var latex: String {
        let isLong = rows.count > Self.pageRows
        let body = (isLong ? longLines : floatLines).joined(separator: "\n") + "\n"
        let head =
            ["% \\usepackage{booktabs,xcolor\(isLong ? ",longtable" : "")}"]
            + (LaTeXText.needsUnicode(body) ? LaTeXText.unicodeDefinition : [])
        return head.joined(separator: "\n") + "\n" + body
    }

    private var floatLines: [String] {
        [
            "\\begin{table}[t]", "  \\centering", "  \\caption{\(latexCaption)}", "  \\label{tab:\(name)}",
            "  \\begin{tabular}{\(latexColumns)}", "    \\toprule", latexHeader, "    \\midrule",
        ] + latexRows + ["    \\bottomrule", "  \\end{tabular}"]
            + notes.map { "  \\par\\smallskip{\\footnotesize \(LaTeXText.escaped($0))}" } + ["\\end{table}"]
    }

    /// Its head stands on every page.
    private var longLines: [String] {
        [
            "\\begin{longtable}{\(latexColumns)}", "    \\caption{\(latexCaption)}\\label{tab:\(name)} \\\\",
            "    \\toprule", latexHeader, "    \\midrule", "    \\endfirsthead", "    \\toprule", latexHeader,
            "    \\midrule", "    \\endhead", "    \\bottomrule", "    \\endfoot",
        ] + latexRows + ["\\end{longtable}"] + notes.map { "{\\footnotesize \(LaTeXText.escaped($0))\\par}" }
    }

    private var latexCaption: String {
        LaTeXText.escaped(([caption] + caveats).filter { !$0.isEmpty }.joined(separator: " "))
    }

    private var latexColumns: String {
        let letters = printedColumns.map { position in
            switch columns[position].alignment {
            case .left: "l"
            case .right: "r"
            case .centre: "c"
            }
        }
        return "@{}\(letters.joined())@{}"
    }

    private var latexHeader: String {
        let titles = printedColumns.map { position in
            let column = columns[position]
            return LaTeXText.escaped(column.title + (column.unit.map { " (\($0))" } ?? ""))
        }
        return "    " + titles.joined(separator: " & ") + " \\\\"
    }

    private var latexRows: [String] {
        rows.indices.flatMap { row in
            let cells = printedColumns.map { latexCell(row: row, column: $0) }
            let line = "    " + cells.joined(separator: " & ") + " \\\\"
            return rows[row].startsGroup && row > 0 ? ["    \\addlinespace", line] : [line]
        }
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
