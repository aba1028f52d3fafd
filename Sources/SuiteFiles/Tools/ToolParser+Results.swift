import Questions
import Yams

extension ToolParser {
    /// `result: { in: output, format: words, behind: "Result:", words: { UNSAT: holds } }`.
    func result(_ node: Node) -> ToolResultForm? {
        let before = faults.count
        guard let fields = fields(of: node, what: "result", keys: ["in", "format", "words", "behind"]) else {
            return nil
        }
        let place = fields["in"].flatMap { choice($0.value, "in", as: ToolResultForm.Place.self) } ?? .file
        let format =
            fields["format"].flatMap { choice($0.value, "format", as: ToolResultForm.Format.self) }
            ?? (fields["words"] == nil ? .vnncomp : .words)
        var form = ToolResultForm(place: place, format: format)
        switch format {
        case .vnncomp:
            for key in ["words", "behind"] {
                guard let field = fields[key] else { continue }
                fault("\(key) has no meaning with format vnncomp", at: field.keyPlace, hint: "say format: words")
            }
        case .words:
            form.words =
                required("words", in: fields, hint: "words: { unsat: holds, sat: violated }")
                .flatMap(words) ?? [:]
            form.marker = fields["behind"].flatMap { text($0.value, "behind") }
        }
        return faults.count == before ? form : nil
    }

    private func words(_ node: Node) -> [String: ToolAnswer]? {
        guard case .mapping(let mapping) = node, !mapping.isEmpty else {
            fault(
                "words must be a mapping, found \(describe(node))", at: node,
                hint: "words: { unsat: holds, sat: violated }")
            return nil
        }
        var table = [String: ToolAnswer]()
        for (key, value) in mapping {
            guard let written = source.name(ofKey: key), !written.isEmpty else {
                fault("a word must be text", at: key)
                continue
            }
            guard let answer = choice(value, "\"\(written)\"", as: ToolAnswer.self) else { continue }
            let word = written.lowercased()
            if table[word] != nil { fault("\"\(written)\" stands here twice; capitals do not count", at: key) }
            table[word] = answer
        }
        return table
    }

    /// `counterexample: none`, or `{ in: result, format: numbers }`, or `{ in: "{folder}/x.txt" }`.
    func counterexample(_ node: Node) -> ToolCounterexampleForm? {
        if scalar(node) == "none" { return nil }
        guard let fields = fields(of: node, what: "counterexample", keys: ["in", "format"]) else { return nil }
        let place = fields["in"].flatMap { text($0.value, "in") } ?? ToolCounterexampleForm.behindResult
        if let field = fields["in"], place != ToolCounterexampleForm.behindResult {
            check(place, at: field.value, allowed: [.folder, .result])
            if !place.contains("{") {
                fault(
                    "\"\(place)\" is no place of a counterexample", at: field.value,
                    hint: "in: result, behind the answer; or a file, in: \"{folder}/counterexample.txt\"")
            }
        }
        let format =
            fields["format"].flatMap { choice($0.value, "format", as: ToolCounterexampleForm.Format.self) } ?? .standard
        return ToolCounterexampleForm(place: place, format: format)
    }
}
