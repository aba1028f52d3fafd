extension Table {
    /// A `table` environment in the manner of booktabs. Needs `\usepackage{booktabs,xcolor}`; label `tab:<name>`.
    public var latex: String {
        let positions = printedColumns
        let specification = positions.map { position in
            switch columns[position].alignment {
            case .left: "l"
            case .right: "r"
            case .centre: "c"
            }
        }.joined()
        var lines = [
            "% \\usepackage{booktabs,xcolor}", "\\begin{table}[t]", "  \\centering",
            "  \\caption{\(Self.escapedLaTeX(caption))}", "  \\label{tab:\(name)}",
            "  \\begin{tabular}{@{}\(specification)@{}}", "    \\toprule",
        ]
        let headers = positions.map { position in
            let column = columns[position]
            return Self.escapedLaTeX(column.title + (column.unit.map { " (\($0))" } ?? ""))
        }
        lines.append("    " + headers.joined(separator: " & ") + " \\\\")
        lines.append("    \\midrule")
        for row in rows.indices {
            if rows[row].startsGroup, row > 0 { lines.append("    \\addlinespace") }
            let cells = positions.map { latexCell(row: row, column: $0) }
            lines.append("    " + cells.joined(separator: " & ") + " \\\\")
        }
        lines += ["    \\bottomrule", "  \\end{tabular}"]
        for note in notes { lines.append("  \\par\\smallskip{\\footnotesize \(Self.escapedLaTeX(note))}") }
        lines.append("\\end{table}")
        return lines.joined(separator: "\n") + "\n"
    }

    private func latexCell(row: Int, column: Int) -> String {
        let (raw, emphasis) = printed(row: row, column: column, missing: "–")
        var text = Self.escapedLaTeX(raw)
        // A cell that opens with a bracket would be read as the optional argument of the line end before it.
        if text.hasPrefix("[") { text = "{}" + text }
        return switch emphasis {
        case .plain: text
        case .strong: "\\textbf{\(text)}"
        case .alarm: "\\textcolor{red}{\\textbf{\(text)}}"
        }
    }

    /// Text for LaTeX's text mode: special characters escaped, the signs of the field as mathematics.
    static func escapedLaTeX(_ text: String) -> String {
        var escaped = ""
        var previous: Character = " "
        for character in text {
            if let replacement = replacements[character] {
                escaped += replacement
            } else if character == "-", !(previous.isLetter || previous.isNumber) {
                escaped += "$-$"
            } else {
                escaped.append(character.isNewline ? " " : character)
            }
            previous = character
        }
        return escaped
    }

    private static let replacements: [Character: String] = [
        "\\": "\\textbackslash{}", "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
        "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "<": "$<$", ">": "$>$", "|": "$|$", "≥": "$\\geq$",
        "≤": "$\\leq$", "ε": "$\\varepsilon$", "α": "$\\alpha$", "β": "$\\beta$", "Δ": "$\\Delta$", "∞": "$\\infty$",
        "−": "$-$", "–": "--", "×": "$\\times$", "±": "$\\pm$", "‖": "$\\|$", "…": "\\ldots{}", "·": "$\\cdot$",
        "→": "$\\rightarrow$", "⇒": "$\\Rightarrow$", "\u{A0}": "~", "\u{202F}": "\\,",
    ]
}
