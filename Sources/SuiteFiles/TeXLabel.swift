/// LaTeX that may stand in a cell, a title or a sentence: a name with its mathematics and fonts.
enum TeXLabel {
    /// Commands that do more than set a name.
    private static let refused: Set<String> = [
        "input", "include", "write", "openout", "openin", "read", "immediate", "special", "catcode", "csname", "def",
        "edef", "gdef", "xdef", "let", "newcommand", "renewcommand", "begin", "end", "par", "newline", "hline", "cr",
        "verb", "label", "usepackage", "csuse", "directlua",
    ]
    /// Signs that a backslash makes ordinary.
    private static let signs: Set<Character> = ["%", "&", "#", "$", "_", "{", "}", " ", ","]

    /// Why `text` would not compile, or would do more than set a name; `nil` where nothing of that is seen. That its commands
    /// exist and have what they need is for LaTeX to say.
    static func fault(in text: String) -> String? {
        var braces = 0
        var isMath = false
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "\\": if let reason = commandFault(&rest) { return reason }
            case "{": braces += 1
            case "}":
                braces -= 1
                if braces < 0 { return "a brace is closed that none opens" }
            case "$": isMath.toggle()
            case "_", "^": if !isMath { return "\(character) has no meaning outside $…$" }
            case "%", "&", "#", "~": return "\(character) needs a backslash in front"
            default: if character.isNewline { return "a name has one line" }
            }
        }
        if braces > 0 { return "a brace is not closed" }
        return isMath ? "a $ is not closed" : nil
    }

    /// Takes what follows a backslash from `rest`.
    private static func commandFault(_ rest: inout Substring) -> String? {
        let word = String(rest.prefix { $0.isASCII && $0.isLetter })
        if refused.contains(word) { return "\\\(word) does more than set a name" }
        rest = rest.dropFirst(word.count)
        var command = word
        if word.isEmpty {
            guard let sign = rest.popFirst() else { return "a backslash ends it" }
            if sign == "\\" { return "a name has one line, \\\\ begins another" }
            if signs.contains(sign) { return nil }
            command = String(sign)
        }
        // What it takes for its argument would be what stands behind the name.
        return rest.isEmpty ? "\\\(command) ends it: write \\\(command){}" : nil
    }
}
