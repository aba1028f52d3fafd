extension LaTeXColumnWidths {
    /// Of the columns of `table` that are printed, remarks behind numbers being marks.
    init(_ table: Table, _ marks: LaTeXMarks, _ words: LaTeXText) {
        let positions = table.printedColumns
        let texts = positions.map { column in
            table.rows.indices.map { row in
                table.printed(
                    row: row, column: column, missing: "–",
                    isBare: marks.mark(of: table.rows[row].cells[column].suffix) != nil)
            }
        }
        cells = texts.map { $0.map { LaTeXWidth.points($0.text, isBold: $0.emphasis != .plain) }.max() ?? 0 }
        pieces = texts.map { texts in
            texts.flatMap { text in
                words.unbroken(text.text).map { LaTeXWidth.points($0, isBold: text.emphasis != .plain) }
            }.max() ?? 0
        }
        let titles = positions.map { table.latexTitle($0) }
        self.titles = titles.map { LaTeXWidth.points($0) }
        stackedTitles = zip(titles, cells).map { title, width in
            Self.stacked(title, width, words).map { LaTeXWidth.points($0) }.max() ?? 0
        }
        isMarked = positions.map { column in
            table.rows.contains { marks.mark(of: $0.cells[column].suffix) != nil }
        }
        isText = positions.map { table.columns[$0].alignment == .left }
    }

    /// A title in lines no wider than the cells below it, or than the longest part that cannot be broken: behind spaces and
    /// hyphens.
    static func stacked(_ title: String, _ width: Double, _ words: LaTeXText) -> [String] {
        let parts = words.titleParts(title)
        func length(_ line: String) -> Double {
            LaTeXWidth.points(line.hasSuffix(" ") ? String(line.dropLast()) : line)
        }
        let limit = max(width, parts.map(length).max() ?? 0)
        let lines = parts.reduce(into: [String]()) { lines, part in
            if let last = lines.last, length(last + part) <= limit {
                lines[lines.count - 1] = last + part
            } else {
                lines.append(part)
            }
        }
        return lines.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }
    }

    /// The height of the text of `article` on letter paper at 10 pt, the least of all papers, less a little.
    static let pageHeight = 530.0

    /// What `table` needs of it with its caption and notes, in points, where the text is as narrow as it may be.
    func height(of table: Table, _ layout: LaTeXLayout) -> Double {
        let widths = layout.paragraphs(self).map { $0.share * layout.extent.width + $0.points }
        let lines = table.rows.indices.reduce(0) { sum, row in
            let most =
                zip(layout.wrapped, widths).map { place, width in
                    let text = table.printed(row: row, column: table.printedColumns[place], missing: "–").text
                    return Self.lines(text, layout.size, width)
                }.max() ?? 1
            return sum + most
        }
        let groups = table.rows.dropFirst().count(where: \.startsGroup)
        let head = 3 * layout.size.lineHeight + 20
        let width = layout.extent.width
        let words =
            Double(Self.lines(table.latexCaption, .normalsize, width)) * 12
            + table.notes.reduce(0) { $0 + Double(Self.lines($1, .footnotesize, width)) * 9.5 + 4 } + 30
        return words + head + Double(lines) * layout.size.lineHeight + Double(groups) * 5
    }

    /// Lines of a paragraph; ragged ones are not filled.
    private static func lines(_ text: String, _ size: LaTeXLayout.Size, _ width: Double) -> Int {
        Int(LaTeXWidth.points(text) * size.factor / (0.88 * width)) + 1
    }
}
