import Yams

extension SuiteParser {
    /// `ablation: { source: …, rows: [{ method: …, removed: …, published: { … } }] }`.
    func ablation(_ node: Node, _ methods: [ParsedMethod]) -> Ablation? {
        guard let fields = fields(of: node, what: "the ablation", keys: ["source", "rows"]) else { return nil }
        let source = fields["source"].flatMap { text($0.value, "source") }
        let hint = "rows: [{ method: ID, removed: WORDS }]"
        guard let list = required("rows", in: fields, hint: hint), let entries = entries(list, "rows") else {
            return nil
        }
        var seen = [String: Int]()
        var rows = [Ablation.Row]()
        for entry in entries {
            guard let row = row(entry, methods) else { continue }
            let line = YAMLSource.place(of: entry).line
            if let first = seen[row.method] {
                fault("\(row.method) has two rows", at: entry, hint: "the first is in line \(first)")
            } else {
                seen[row.method] = line
                rows.append(row)
            }
        }
        return Ablation(source: source, rows: rows)
    }

    private func row(_ node: Node, _ methods: [ParsedMethod]) -> Ablation.Row? {
        let keys = ["method", "removed", "published"]
        guard let fields = fields(of: node, what: "a row of the ablation", keys: keys) else { return nil }
        let method = required("method", in: fields).flatMap { text($0, "method") }
        let removed = required("removed", in: fields, hint: "what the method goes without, in words")
            .flatMap { text($0, "removed") }
        let published = fields["published"].flatMap { cost($0.value) }
        if let method, let field = fields["method"], !methods.isEmpty, !methods.contains(where: { $0.id == method }) {
            fault(
                "the suite has no method \"\(method)\"", at: field.value,
                hint: Spelling.hint(for: method, among: methods.map(\.id), called: "its methods"))
        }
        guard let method, let removed else { return nil }
        return Ablation.Row(method: method, removed: removed, published: published)
    }

    private func cost(_ node: Node) -> Ablation.Cost? {
        let keys = ["bounding", "solving", "nodes-mean", "nodes-median"]
        guard let fields = fields(of: node, what: "a published cost", keys: keys) else { return nil }
        func count(_ key: String) -> Double? {
            guard let node = fields[key]?.value, let value = number(node, key) else { return nil }
            guard value < 0 else { return value }
            fault("\(key) must not be negative, found \(describe(node))", at: node)
            return nil
        }
        return Ablation.Cost(
            boundingSeconds: fields["bounding"].flatMap { duration($0.value, "bounding") },
            solvingSeconds: fields["solving"].flatMap { duration($0.value, "solving") },
            meanNodes: count("nodes-mean"), medianNodes: count("nodes-median"))
    }
}
