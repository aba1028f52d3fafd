/// How wide text will be in LaTeX, so that a table can be laid out before it is set.
///
/// In points at 10 pt in Computer Modern (the widths of `cmr10`), which is wider than Times and most other fonts of papers: what
/// fits by these fits there too. Signs that are set in mathematics count as a relation.
enum LaTeXWidth {
    /// On one line; bold letters are a seventh wider.
    static func points(_ text: String, isBold: Bool = false) -> Double {
        text.reduce(0) { $0 + width($1) } * (isBold ? 1.15 : 1)
    }

    private static func width(_ character: Character) -> Double {
        switch character {
        case "i", "l", "j", ".", ",", ":", ";", "!", "'", "|", "I": 2.8
        case "f", "t", "r", "s", "(", ")", "[", "]", " ", "-": 3.95
        case "a"..."z", "0"..."9", "–", "/", "?", "†", "‡", "§", "\"", "`":
            character == "m" || character == "w" ? 8.4 : 5.6
        case "W", "M", "—", "…", "@", "%": 10.3
        case "A"..."Z": 7.6
        default: 7.8
        }
    }
}
