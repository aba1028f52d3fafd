extension Table {
    /// GitHub Markdown with padded columns, so that the raw text reads as a table too. Caption first, notes and caveats
    /// last; alarming cells are bold behind a red circle.
    public var markdown: String {
        var text = caption.isEmpty ? "" : PlainText.escapedMarkdown(caption) + "\n\n"
        text += grid
        let remarks = (notes + caveats).map { PlainText.escapedMarkdown($0) + "\n" }
        if !remarks.isEmpty { text += "\n" + remarks.joined(separator: "\n") }
        return text
    }

    /// The table alone.
    private var grid: String {
        let positions = printedColumns
        var lines = [
            positions.map { position in
                let column = columns[position]
                return PlainText.escapedMarkdown(column.title + (column.unit.map { " (\($0))" } ?? ""))
            }
        ]
        for row in rows.indices { lines.append(positions.map { markdownCell(row: row, column: $0) }) }
        let widths = positions.indices.map { position in max(3, lines.map { Self.width($0[position]) }.max() ?? 3) }
        var text = ""
        for (number, line) in lines.enumerated() {
            let cells = line.indices.map { padded(line[$0], to: widths[$0], columns[positions[$0]].alignment) }
            text += "| " + cells.joined(separator: " | ") + " |\n"
            if number == 0 { text += rule(widths, positions) }
        }
        return text
    }

    private func markdownCell(row: Int, column: Int) -> String {
        let (raw, emphasis) = printed(row: row, column: column, missing: "–")
        let text = PlainText.escapedMarkdown(raw)
        return switch emphasis {
        case .plain: text
        case .strong: "**\(text)**"
        case .alarm: "🔴 **\(text)**"
        }
    }

    private func rule(_ widths: [Int], _ positions: [Int]) -> String {
        let cells = positions.indices.map { index in
            let dashes = String(repeating: "-", count: widths[index] - 1)
            return switch columns[positions[index]].alignment {
            case .left: ":" + dashes
            case .right: dashes + ":"
            case .centre: ":" + dashes.dropLast() + ":"
            }
        }
        return "| " + cells.joined(separator: " | ") + " |\n"
    }

    /// Columns of a monospaced font; the red circle takes two.
    private static func width(_ text: String) -> Int { text.reduce(0) { $0 + ($1 == "🔴" ? 2 : 1) } }

    private func padded(_ text: String, to width: Int, _ alignment: Alignment) -> String {
        let room = max(0, width - Self.width(text))
        let left = alignment == .right ? room : alignment == .centre ? room / 2 : 0
        return String(repeating: " ", count: left) + text + String(repeating: " ", count: room - left)
    }
}
