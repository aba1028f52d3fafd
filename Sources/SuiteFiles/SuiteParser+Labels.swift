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
        if text.contains("$") || text.contains("\\") {
            fault(
                "a label for everywhere cannot be LaTeX", at: node,
                hint: "label: { plain: NAME, tex: '\(text)' }")
            return nil
        }
        return text
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
