import Foundation

/// Text in LaTeX's text mode, as any engine takes it.
public struct LaTeXText: Sendable {
    /// Names in print with the LaTeX that stands for them, the longest first.
    private let names: [(plain: [Character], tex: String)]

    /// - Parameter names: LaTeX by the names that it stands for, wherever they are words of their own.
    public init(names: [String: String] = [:]) {
        self.names = names.filter { !$0.key.isEmpty }.sorted { ($1.key.count, $0.key) < ($0.key.count, $1.key) }
            .map { (Array($0.key), $0.value) }
    }

    /// Defines what stands for letters that pdflatex cannot set: the letter itself where the engine reads Unicode
    /// (`\Umathcode` is defined in xelatex and lualatex only), else its code point.
    private static let unicodeDefinition = [
        "% Some names need xelatex or lualatex, and a font that has their letters; pdflatex prints code points instead.",
        "\\providecommand{\\verigapunicode}[2]{\\ifdefined\\Umathcode#1\\else\\texttt{U+#2}\\fi}",
    ]

    /// Lines that must stand before `text`, which is escaped already: empty where all its letters are those of any engine.
    public static func unicodeDefinition(for text: String) -> String {
        text.contains("\\verigapunicode{") ? unicodeDefinition.joined(separator: "\n") + "\n" : ""
    }

    /// `text` in a line of its own that may be broken, also inside names, paths and hashes: a caption, a note, a paragraph.
    public func escaped(_ text: String) -> String {
        replaced(text) { text in
            Self.words(text).map { word in
                Self.pieces(of: word).map(Self.escaped).joined(separator: "\\allowbreak{}")
            }.joined(separator: " ")
        }
    }

    /// `text` on one line: special characters escaped, signs of the field and Greek letters as mathematics, accents as
    /// commands.
    public func name(_ text: String) -> String { replaced(text, Self.escaped) }

    /// `text` with names in their LaTeX, and what stands between them escaped.
    private func replaced(_ text: String, _ escape: (String) -> String) -> String {
        guard !names.isEmpty else { return escape(text) }
        return segments(text).map { segment in segment.tex.map { "{\($0)}" } ?? escape(segment.text) }.joined()
    }

    /// `text` cut at names that have their own LaTeX.
    private func segments(_ text: String) -> [(text: String, tex: String?)] {
        let characters = Array(text)
        var segments: [(text: String, tex: String?)] = []
        var place = 0
        func isWord(_ place: Int) -> Bool {
            characters.indices.contains(place) && (characters[place].isLetter || characters[place].isNumber)
        }
        while place < characters.count {
            let found =
                isWord(place - 1)
                ? nil
                : names.first { characters[place...].starts(with: $0.plain) && !isWord(place + $0.plain.count) }
            if let found {
                segments.append((String(found.plain), found.tex))
                place += found.plain.count
                continue
            }
            if segments.last.map({ $0.tex != nil }) ?? true { segments.append(("", nil)) }
            segments[segments.count - 1].text.append(characters[place])
            place += 1
        }
        return segments
    }

    /// A name as a part of a label: letters, digits, dots and hyphens alone.
    public static func label(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" })
    }

    /// The parts of `text` that no line is broken in: words, and pieces of words that may be broken, hyphens too.
    func unbroken(_ text: String) -> [String] {
        segments(text).flatMap { segment -> [String] in
            guard segment.tex == nil else { return [segment.text] }
            return Self.words(segment.text).flatMap(Self.pieces).flatMap { piece in
                piece.split(separator: "-").map { $0 + "-" }
            }
        }
    }

    /// A title in parts that a line may end with, spaces and hyphens included; never inside a name.
    func titleParts(_ title: String) -> [String] {
        var parts = [""]
        for segment in segments(title) {
            guard segment.tex == nil else {
                parts[parts.count - 1] += segment.text
                continue
            }
            for character in segment.text {
                parts[parts.count - 1].append(character)
                if character == " " || character == "-" { parts.append("") }
            }
        }
        return parts.filter { !$0.isEmpty }
    }

    private static func words(_ text: String) -> [String] {
        PlainText.line(text).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }

    /// Where a word that is none of a language may be broken: behind its signs, and in the midst of what is longer than any
    /// word, or has digits.
    private static func pieces(of word: String) -> [String] {
        guard word.count > 12 else { return [word] }
        var pieces = [""]
        var run = 0
        let hasDigits = word.contains(where: \.isNumber)
        for character in word {
            // A hyphen stays with the word that it ends.
            if character == "-", pieces.count > 1, pieces[pieces.count - 1].isEmpty { pieces.removeLast() }
            pieces[pieces.count - 1].append(character)
            run = character.isLetter || character.isNumber ? run + 1 : 0
            if "/_.,=:@+&".contains(character) || run == (hasDigits ? 12 : 24) {
                pieces.append("")
                run = 0
            }
        }
        return pieces.filter { !$0.isEmpty }
    }

    private static func escaped(_ text: String) -> String {
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
