/// Text that may come from strangers' files (names of nodes, of files, messages of other programs), as a terminal may show it.
package enum VisibleText {
    /// The same text with control characters, and those that turn the direction of what follows, as `\u{1B}`. Line feeds and tabs
    /// stay.
    package static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isActive) else { return text }
        var visible = ""
        for scalar in text.unicodeScalars {
            if isActive(scalar) {
                visible += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                visible.unicodeScalars.append(scalar)
            }
        }
        return visible
    }

    private static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9, 10: false
        case 0..<32, 127..<160, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
