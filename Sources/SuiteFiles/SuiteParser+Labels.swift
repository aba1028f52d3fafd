import Yams

extension SuiteParser {
    /// A name in print has so many characters at most.
    private static let longestName = 80

    /// `label: NAME`, or `label: { plain: NAME, tex: '$\mathrm{NAME}$' }`.
    func label(_ node: Node) -> PrintedName? {
        if case .scalar = node {
            return text(node, "label").flatMap { plainName($0, at: node) }.map { PrintedName(plain: $0) }
        }
        guard let fields = fields(of: node, what: "a label", keys: ["plain", "tex"]) else { return nil }
        var name = PrintedName()
        if let field = fields["plain"], let text = text(field.value, "plain") {
            name.plain = plainName(text, at: field.value)
        }
        if let field = fields["tex"], let text = text(field.value, "tex") {
            if let reason = TeXLabel.fault(in: text) {
                fault(
                    "tex is no name that LaTeX can set: \(reason)", at: field.value,
                    hint: "for example tex: '$\\alpha$-\\textsc{crown}'")
            } else {
                name.tex = text
            }
        }
        return name
    }

    private func plainName(_ text: String, at node: Node) -> String? {
        guard text.count <= Self.longestName, !text.contains(where: \.isNewline) else {
            fault(
                "a label is one line of at most \(Self.longestName) characters", at: node,
                hint: "notes: has room for more")
            return nil
        }
        if let reason = Self.unprintable(text) {
            fault("a label \(reason)", at: node, hint: "letters, digits, signs and blanks can be printed")
            return nil
        }
        if text.contains("$") || text.contains("\\") {
            fault(
                "a label for everywhere cannot be LaTeX", at: node,
                hint: "label: { plain: NAME, tex: '\(text)' }")
            return nil
        }
        return text
    }

    /// Why nobody could read `text` in a table; `nil` where all is well.
    private static func unprintable(_ text: String) -> String? {
        let shown = text.unicodeScalars.filter { scalar in
            !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
        }
        if shown.isEmpty { return "has nothing to show" }
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: return "has a control character"
            case .format where (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value):
                return "has a character that turns the direction of what follows"
            default: break
            }
        }
        let marks = text.map { $0.unicodeScalars.count { $0.properties.generalCategory == .nonspacingMark } }.max() ?? 0
        return marks > 2 ? "has a letter with \(marks) accents" : nil
    }

    /// Names that are taken: two columns, or two rows, would look alike.
    func checkLabels(_ entries: [(id: String, label: PrintedName?, place: SuitePlace)], of what: String) {
        var owners = [String: String]()
        for entry in entries { owners[entry.id] = entry.id }
        for entry in entries {
            guard let name = entry.label?.plain, name != entry.id else { continue }
            if let owner = owners[name] {
                fault(
                    "\(entry.id) cannot be called \"\(name)\" in print", at: entry.place,
                    hint: "\(what) \(owner) is called that")
            } else {
                owners[name] = entry.id
            }
        }
    }
}
