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
            default:
                if character.isNewline { return "a name has one line" }
                if !isSet(character) {
                    return
                        "\(Self.named(character)) is no letter that pdfLaTeX knows: write it as a command, or leave tex out"
                }
            }
        }
        if braces > 0 { return "a brace is not closed" }
        return isMath ? "a $ is not closed" : nil
    }

    /// Latin letters with their accents, and punctuation: what pdfLaTeX sets without further packages.
    private static func isSet(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x20..<0x7F, 0xA1...0xAC, 0xAE...0x17F, 0x2013, 0x2014, 0x2018...0x201A, 0x201C...0x201E, 0x2022,
                0x2026:
                true
            default: false
            }
        }
    }

    /// A character as a message shows it: `“日” (U+65E5)`.
    private static func named(_ character: Character) -> String {
        let codes = character.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }
        return "\"\(character)\" (\(codes.joined(separator: " ")))"
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
