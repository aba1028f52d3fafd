import DataFormats

extension QueryTable {
    /// Digits that margins and distances keep on the page; `results.csv` has them all.
    static let digits = 4
    /// Digits of seconds.
    static let timeDigits = 3

    /// gzip, then base64, of the table column by column, which packs best; a column without any value is left out.
    /// `Resources/rows.js` reads it.
    var packed: String {
        // Of many answers in a quarter of the time, and a tenth larger.
        let packer = StreamPacker.gzip(level: rows.count * methods.count > 1_000_000 ? 3 : 9)
        var bytes = [UInt8]()
        write { text in packer.pack(Array(text.utf8)) { bytes += $0 } }
        packer.finish { bytes += $0 }
        return Packed.base64(bytes)
    }

    /// Gives `sink` the parts of one JSON object, one after the other: all together they may be hundreds of megabytes.
    private func write(to sink: (String) -> Void) {
        let head = ScriptJSON.object([
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
        ])
        sink(head.dropLast() + ",\"rows\":{")
        writeRows(to: sink)
        sink("},\"answers\":[")
        for (number, column) in answers.enumerated() { sink((number == 0 ? "" : ",") + column.json) }
        let tail = ScriptJSON.object([
            "notes": ScriptJSON.list(notes.map { "[\($0.row),\($0.method),\(ScriptJSON.text($0.text))]" }),
            "hasMoreNotes": "\(hasMoreNotes)",
        ])
        sink("]," + tail.dropFirst())
    }

    private func writeRows(to sink: (String) -> Void) {
        sink("\"network\":" + ScriptJSON.integers(rows.lazy.map(\.network)))
        sink(",\"size\":" + ScriptJSON.integers(rows.lazy.map(\.size)))
        sink(",\"set\":" + ScriptJSON.integers(rows.lazy.map(\.set)))
        sink(",\"index\":" + ScriptJSON.integers(rows.lazy.map(\.index)))
        if let labels = ScriptJSON.numbers(rows.lazy.map { $0.label.map(Double.init) }, digits: 15) {
            sink(",\"label\":" + labels)
        }
        sink(",\"state\":" + ScriptJSON.integers(rows.lazy.map(\.state.rawValue)))
        sink(",\"disputed\":" + ScriptJSON.integers(rows.lazy.map { $0.isDisputed ? 1 : 0 }))
        if let seconds = ScriptJSON.numbers(rows.lazy.map(\.seconds), digits: Self.timeDigits) {
            sink(",\"seconds\":" + seconds)
        }
        sink(",\"nodes\":" + ScriptJSON.integers(rows.lazy.map(\.nodes)))
    }
}

extension QueryTable.Method {
    fileprivate var json: String {
        ScriptJSON.object([
            "title": ScriptJSON.text(title), "claim": ScriptJSON.text(claim),
            "limit": ScriptJSON.number(limit, digits: QueryTable.digits), "isProcessorTime": "\(countsProcessorTime)",
            "color": ScriptJSON.text(color),
            "dashes": ScriptJSON.list(dashes.map { ScriptJSON.number($0, digits: QueryTable.digits) }),
            "options": ScriptJSON.text(options),
        ])
    }
}

extension AnswerColumn {
    fileprivate var json: String {
        ScriptJSON.object([
            "codes": ScriptJSON.integers(codes.lazy.map { Int($0) }),
            "lower": ScriptJSON.numbers(lower.values, digits: QueryTable.digits),
            "upper": ScriptJSON.numbers(upper.values, digits: QueryTable.digits),
            "seconds": ScriptJSON.numbers(seconds.values, digits: QueryTable.timeDigits),
            "nodes": ScriptJSON.numbers(nodes.values, digits: 15),
            "programs": ScriptJSON.numbers(programs.values, digits: 15),
        ])
    }
}
