import Questions
import Yams

extension ToolParser {
    /// A command line: a list of words, or one text whose words are parted by blanks. Its program must be there.
    func commandLine(_ node: Node, _ name: String, allowed: [ToolPlaceholder]) -> [String]? {
        let before = faults.count
        let words: [(text: String, node: Node)]
        if case .sequence = node {
            guard let entries = entries(node, name) else { return nil }
            words = entries.compactMap { entry in text(entry, "a word of \(name)").map { ($0, entry) } }
        } else {
            guard let line = text(node, name) else { return nil }
            words = line.split(whereSeparator: \.isWhitespace).map { (String($0), node) }
        }
        for word in words {
            check(word.text, at: word.node, allowed: allowed)
            if word.text.contains("\0") { fault("a word of \(name) contains a NUL", at: word.node) }
        }
        guard faults.count == before, let first = words.first else {
            if words.isEmpty, faults.count == before { fault("\(name) has no words", at: node) }
            return nil
        }
        checkProgram(first.text, name, at: first.node)
        return faults.count == before ? words.map(\.text) : nil
    }

    /// The program is looked for now, so that no run begins without it.
    private func checkProgram(_ word: String, _ name: String, at node: Node) {
        let file = word.replacing("{\(ToolPlaceholder.tool.rawValue)}", with: folder)
        guard !file.contains("{") else {
            return fault("the program of \(name) cannot be left open", at: node, hint: "only {tool} may stand in it")
        }
        guard let search, search.find(file, from: folder) == nil else { return }
        fault(
            "there is no program \"\(word)\" that can be run", at: node,
            hint: file.contains("/")
                ? "looked in \(folder); it must be a file that may be executed (chmod +x)"
                : "looked in the folders of PATH; a program beside this file is written ./\(word)")
    }

    /// Faults for placeholders that there are not, and for braces that are none.
    func check(_ text: String, at node: Node, allowed: [ToolPlaceholder]) {
        let names = allowed.map(\.rawValue)
        let shown = "placeholders: " + names.map { "{\($0)}" }.joined(separator: " ")
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else {
                return fault("\"\(text)\" opens a brace that nothing closes", at: node, hint: shown)
            }
            let name = String(rest[rest.index(after: open)..<close])
            if !names.contains(name) {
                let match = Spelling.closest(to: name, among: names).map { "did you mean {\($0)}?" }
                fault("there is no placeholder {\(name)} here", at: node, hint: match ?? shown)
            }
            rest = rest[rest.index(after: close)...]
        }
    }
}
