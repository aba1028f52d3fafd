import Foundation

/// Text in LaTeX's text mode, as any engine takes it.
enum LaTeXText {
    /// Defines what stands for letters that pdflatex cannot set: the letter itself where the engine reads Unicode
    /// (`\Umathcode` is defined in xelatex and lualatex only), else its code point.
    static let unicodeDefinition = [
        "% Some names need xelatex or lualatex, and a font that has their letters; pdflatex prints code points instead.",
        "\\providecommand{\\verigapunicode}[2]{\\ifdefined\\Umathcode#1\\else\\texttt{U+#2}\\fi}",
    ]
    /// Whether `text`, once escaped, needs ``unicodeDefinition``.
    static func needsUnicode(_ text: String) -> Bool { text.contains("\\verigapunicode{") }

    /// Special characters escaped, signs of the field and Greek letters as mathematics, accents as commands.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        var previous: Character = " "
        for character in PlainText.line(text) {
            if let replacement = LaTeXLetters.replacements[character] {
                escaped += replacement
            } else if character == "-", !(previous.isLetter || previous.isNumber) {
                escaped += "$-$"
            } else if character.isASCII {
                escaped.append(character)
            } else {
                escaped += accented(character) ?? unicode(character)
            }
            previous = character
        }
        // After a line end a bracket would be read as its optional argument, a star as its variant.
        return escaped.hasPrefix("[") || escaped.hasPrefix("*") ? "{}" + escaped : escaped
    }

    /// A Latin letter with one or two accents, by commands that every font encoding has.
    private static func accented(_ character: Character) -> String? {
        var scalars = Array(String(character).decomposed)
        guard let base = scalars.first, base.isASCII, base.properties.isAlphabetic, scalars.count > 1 else {
            return nil
        }
        scalars.removeFirst()
        var letter = base == "i" ? "\\i" : base == "j" ? "\\j" : String(base)
        for mark in scalars {
            guard let command = LaTeXLetters.accents[mark] else { return nil }
            letter = "\\\(command){\(letter)}"
        }
        return letter
    }

    private static func unicode(_ character: Character) -> String {
        character.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, 4 - digits.count))
            return "\\verigapunicode{\(scalar)}{\(padding)\(digits)}"
        }.joined()
    }
}

extension String {
    /// Scalars of the canonical decomposition.
    fileprivate var decomposed: String.UnicodeScalarView { decomposedStringWithCanonicalMapping.unicodeScalars }
}
