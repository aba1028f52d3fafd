extension QueryTable {
    /// Digits that margins and distances keep on the page; `results.csv` has them all.
    static let digits = 4
    /// Digits of seconds.
    static let timeDigits = 3

    /// Column by column, which packs best; a column without any value is left out. `Resources/rows.js` reads it.
    var json: String {
        ScriptJSON.object([
            "kind": ScriptJSON.text(kind.rawValue),
            "networks": ScriptJSON.texts(networks.map(\.name)),
            "networkOptions": ScriptJSON.list(networks.map { ScriptJSON.text($0.options) }),
            "sizes": ScriptJSON.texts(sizes),
            "sets": ScriptJSON.texts(sets),
            "states": ScriptJSON.texts(State.allCases.map { $0.word(kind) }),
            "verdicts": ScriptJSON.texts(verdicts),
            "reasons": ScriptJSON.texts(reasons),
            "implications": ScriptJSON.texts(implications),
            "methods": ScriptJSON.list(methods.map(\.json)),
            "commonOptions": ScriptJSON.text(commonOptions),
            "suite": ScriptJSON.text(suite),
            "rows": rowColumns,
            "answers": ScriptJSON.list(answers.map(\.json)),
            "notes": ScriptJSON.list(notes.map { "[\($0.row),\($0.method),\(ScriptJSON.text($0.text))]" }),
            "hasMoreNotes": "\(hasMoreNotes)",
        ])
    }

    private var rowColumns: String {
        ScriptJSON.object([
            "network": ScriptJSON.integers(rows.lazy.map(\.network)),
            "size": ScriptJSON.integers(rows.lazy.map(\.size)),
            "set": ScriptJSON.integers(rows.lazy.map(\.set)),
            "index": ScriptJSON.integers(rows.lazy.map(\.index)),
            "label": ScriptJSON.numbers(rows.map { $0.label.map(Double.init) }, digits: 15),
            "state": ScriptJSON.integers(rows.lazy.map(\.state.rawValue)),
            "disputed": ScriptJSON.integers(rows.lazy.map { $0.isDisputed ? 1 : 0 }),
            "seconds": ScriptJSON.numbers(rows.map(\.seconds), digits: Self.timeDigits),
            "nodes": ScriptJSON.integers(rows.lazy.map(\.nodes)),
        ])
    }
}

extension QueryTable.Method {
    fileprivate var json: String {
        ScriptJSON.object([
            "title": ScriptJSON.text(title), "claim": ScriptJSON.text(claim),
            "limit": ScriptJSON.number(limit, digits: QueryTable.digits), "options": ScriptJSON.text(options),
        ])
    }
}

extension AnswerColumn {
    fileprivate var json: String {
        ScriptJSON.object([
            "codes": ScriptJSON.integers(codes),
            "lower": ScriptJSON.numbers(lower, digits: QueryTable.digits),
            "upper": ScriptJSON.numbers(upper, digits: QueryTable.digits),
            "seconds": ScriptJSON.numbers(seconds, digits: QueryTable.timeDigits),
            "nodes": ScriptJSON.numbers(nodes, digits: 15),
            "programs": ScriptJSON.numbers(programs, digits: 15),
        ])
    }
}
