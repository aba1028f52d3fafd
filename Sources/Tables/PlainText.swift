/// Text from suites and outcome files, which may come from strangers, on its way into a document.
///
/// Every format has one place that makes text safe: `escapedMarkdown` and `escapedHTML` here, `Table.latex` and
/// `CSV.field` for theirs. Nothing else may put such text into a document.
public enum PlainText {
    /// `text` on one line: line ends, tabs and control characters become spaces, invisible marks that turn the
    /// direction of writing or hide letters are left out.
    public static func line(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var endedWithReturn = false
        for scalar in text.unicodeScalars {
            defer { endedWithReturn = scalar == "\r" }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                // CR LF is one line end.
                if !(scalar == "\n" && endedWithReturn) { scalars.append(" ") }
            case .format where !Self.joiners.contains(scalar): break
            case .unassigned, .privateUse, .surrogate: scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// Scripts need them between letters.
    private static let joiners: Set<Unicode.Scalar> = ["\u{200C}", "\u{200D}"]

    /// Text that GitHub's Markdown shows as written, on one line: no emphasis, code, links, pictures, mathematics or
    /// HTML, and no cell of a table ends in it. A word of one's own must stand before it where a paragraph begins.
    public static func escapedMarkdown(_ text: String) -> String {
        let characters = Array(line(text))
        var escaped = ""
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            if needsEscape(character, after: characters[..<index], before: next) { escaped += "\\" }
            escaped.append(character)
        }
        return escaped
    }

    private static func needsEscape(
        _ character: Character, after head: ArraySlice<Character>, before next: Character?
    ) -> Bool {
        switch character {
        case "|", "*", "`", "<", "~", "$", "\\": true
        // Inside a word it marks nothing.
        case "_": !(isWord(head.last) && isWord(next))
        // What makes brackets a link, a picture or a definition.
        case "]": next == "(" || next == "[" || next == ":"
        case "&": next.map { $0 == "#" || $0.isLetter } ?? false
        // GitHub makes links of bare addresses.
        case ":": next == "/"
        case ".": String(head.suffix(3)).lowercased() == "www"
        default: false
        }
    }

    private static func isWord(_ character: Character?) -> Bool {
        character.map { $0.isLetter || $0.isNumber } ?? false
    }

    /// Text inside an HTML attribute in double quotes, or between tags, on one line.
    public static func escapedHTML(_ text: String) -> String {
        var escaped = ""
        for character in line(text) {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// `text` between backticks; those inside become apostrophes, since nothing is escaped in code.
    public static func markdownCode(_ text: String) -> String {
        "`" + line(text).replacing("`", with: "'") + "`"
    }
}
