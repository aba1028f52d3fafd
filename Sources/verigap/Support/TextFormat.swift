import Foundation
import Questions
import Tables

/// How numbers are written for people.
package enum TextFormat {
    /// `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "–" }
        if seconds < 9.95 { return NumberFormat.fixed(1).text(max(0, seconds)) + " s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
        return "\(whole / 3600) h \(twoDigits(whole % 3600 / 60)) min"
    }

    /// `512 KiB`, `3.4 MiB`.
    package static func bytes(_ count: Int) -> String {
        var value = Double(count)
        var unit = "B"
        for next in ["KiB", "MiB", "GiB", "TiB"] where value >= 1024 {
            value /= 1024
            unit = next
        }
        return unit == "B" ? "\(count) B" : "\(NumberFormat.significant(3).text(value)) \(unit)"
    }

    /// The number as an option of that value would be written.
    package static func number(_ value: Double) -> String { NumberFormat.shortest.text(value) }

    /// Rows of words as aligned columns, two spaces apart; numbers are for the caller to align.
    package static func columns(_ rows: [[String]], rightAligned: Set<Int> = []) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return rightAligned.contains(column) ? space + cell : cell + space
            }
            return trimmedEnd(cells.joined(separator: "  "))
        }.joined(separator: "\n")
    }

    static func trimmedEnd(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
