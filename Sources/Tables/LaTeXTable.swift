/// A table on its way into LaTeX: laid out, with its marks and its words.
struct LaTeXTable {
    let table: Table
    /// Stands before the table's name in its label.
    let prefix: String
    /// How cells and titles are written.
    let text: LaTeXText
    /// How sentences are.
    private let prose = LaTeXText()
    let marks: LaTeXMarks
    let widths: LaTeXColumnWidths
    let layout: LaTeXLayout
    /// Whether it may fill several pages.
    let isLong: Bool

    init(_ table: Table, prefix: String, text: LaTeXText) {
        self.table = table
        self.prefix = prefix
        self.text = text
        var marks = LaTeXMarks()
        for row in table.rows {
            for column in table.printedColumns { marks.add(row.cells[column].suffix) }
        }
        let widths = LaTeXColumnWidths(table, marks, text)
        let layout = LaTeXLayout.fitting(widths, isLong: false)
        let isLong = layout.extent == .side || widths.height(of: table, layout) > LaTeXColumnWidths.pageHeight
        (self.marks, self.widths, self.isLong) = (marks, widths, isLong)
        self.layout = isLong ? LaTeXLayout.fitting(widths, isLong: true) : layout
    }

    // MARK: Parts

    /// Packages that it needs, by name.
    var packages: [String] {
        (isLong ? [] : ["adjustbox"]) + (layout.wrapped.isEmpty && !widths.isMarked.contains(true) ? [] : ["array"])
            + ["booktabs"]
            + (isLong ? ["longtable"] : []) + (layout.extent == .side ? ["lscape"] : []) + ["xcolor"]
    }

    var label: String { (["tab", prefix].filter { !$0.isEmpty } + [table.name]).joined(separator: ":") }

    /// What it is about, with everything that it may not be quoted without; never empty.
    var caption: String { prose.escaped(table.latexCaption) }

    /// What stands under it: what its marks mean, then its notes.
    var notes: [String] { ([marks.explanation].compactMap(\.self) + table.notes).map { prose.escaped($0) } }

    /// The columns of `tabular` or `longtable`.
    var columns: String {
        let paragraphs = Dictionary(uniqueKeysWithValues: zip(layout.wrapped, layout.paragraphs(widths)))
        let letters = widths.indices.map { place -> String in
            guard let (share, points) = paragraphs[place] else {
                return letter(place) + (widths.isMarked[place] ? "<{\\hspace{\(Self.markRoom)}}" : "")
            }
            let width =
                "\\dimexpr\(NumberFormat.fixed(3).text(share))\\linewidth\(points < 0 ? "" : "+")"
                + "\(NumberFormat.fixed(1).text(points))pt\\relax"
            return ">{\\raggedright\\arraybackslash}p{\(width)}"
        }
        return "@{}\(letters.joined())@{}"
    }

    /// Where marks stand, right of their columns.
    private static let markRoom = "\(NumberFormat.shortest.text(LaTeXColumnWidths.markWidth))pt"

    private func letter(_ place: Int) -> String {
        switch table.columns[table.printedColumns[place]].alignment {
        case .left: "l"
        case .right: "r"
        case .centre: "c"
        }
    }

    var head: String {
        let titles = widths.indices.map { place -> String in
            let title = table.latexTitle(table.printedColumns[place])
            guard !layout.wrapped.contains(place), layout.isStacked else { return text.escaped(title) }
            let lines = LaTeXColumnWidths.stacked(title, widths.cells[place], text)
            guard lines.count > 1 else { return text.name(title) }
            let stack = lines.map { text.name($0) }.joined(separator: " \\\\ ")
            return "\\begin{tabular}[b]{@{}\(letter(place))@{}}\(stack)\\end{tabular}"
        }
        return "    " + titles.joined(separator: " & ") + " \\\\"
    }

    var rows: [String] {
        table.rows.indices.flatMap { row in
            let cells = widths.indices.map { cell(row, $0) }
            let line = "    " + cells.joined(separator: " & ") + " \\\\"
            return table.rows[row].startsGroup && row > 0 ? ["    \\addlinespace", line] : [line]
        }
    }

    private func cell(_ row: Int, _ place: Int) -> String {
        let column = table.printedColumns[place]
        let mark = marks.mark(of: table.rows[row].cells[column].suffix)
        let (raw, emphasis) = table.printed(row: row, column: column, missing: "–", isBare: mark != nil)
        var cell = layout.wrapped.contains(place) ? text.escaped(raw) : text.name(raw)
        // Numbers stand flush with those that have no mark.
        if let mark { cell += "\\rlap{\\textsuperscript{\(text.name(mark))}}" }
        return switch emphasis {
        case .plain: cell
        case .strong: "\\textbf{\(cell)}"
        case .alarm: "\\textcolor{red}{\\textbf{\(cell)}}"
        }
    }
}

extension Table {
    func latexTitle(_ column: Int) -> String {
        columns[column].title + (columns[column].unit.map { " (\($0))" } ?? "")
    }

    var latexCaption: String {
        let sentences = ([caption] + caveats).filter { !$0.isEmpty }
        return sentences.isEmpty ? name.replacing("-", with: " ") + "." : sentences.joined(separator: " ")
    }
}
