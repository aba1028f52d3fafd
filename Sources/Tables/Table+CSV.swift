extension Table {
    /// RFC 4180: a header line of column keys, CRLF line ends, quotes where needed; missing cells are empty. A minus is the one that
    /// programs read and people type.
    public var csv: String {
        var text = CSV.line(columns.map(\.key))
        for row in rows.indices {
            text += CSV.line(columns.indices.map { (self.text(row: row, column: $0) ?? "").replacingMinus })
        }
        return text
    }
}

/// Lines of comma-separated values after RFC 4180.
public enum CSV {
    /// The fields joined by commas and ended by CRLF.
    public static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// `text` as one field: in quotes where it holds a comma, a quote or a line end. A text that a spreadsheet would
    /// take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a return, and is no number) gets an apostrophe in
    /// front.
    public static func field(_ text: String) -> String {
        let text = isFormula(text) ? "'" + text : text
        // Scalars, not characters: CR LF is one character.
        let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
        guard needsQuotes else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else { return false }
        // A lone sign is what options print where there are none.
        return text.unicodeScalars.count > 1 && Double(text) == nil
    }
}

extension String {
    fileprivate var replacingMinus: String {
        contains("\u{2212}") ? String(map { $0 == "\u{2212}" ? "-" : $0 }) : self
    }
}
