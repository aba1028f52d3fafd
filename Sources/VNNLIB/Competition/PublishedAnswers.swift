/// What tools said of the instances of benchmarks, read from a table.
///
/// Two shapes are read; the header decides, columns stand in any order, and columns of other names are ignored:
///
///     benchmark,onnx,vnnlib,time_limit_s,nnenum_result,nnenum_run_s,marabou_result,marabou_run_s    one line per instance
///     tool,benchmark,network,property,verdict,seconds                                               one line per answer
public struct PublishedAnswers: Sendable, Hashable {
    /// One answer of one tool.
    public struct Answer: Sendable, Hashable {
        public var tool: String
        public var benchmark: String
        public var instance: InstanceKey
        public var verdict: CompetitionVerdict
        /// Wall-clock, as published; `nil` where none is.
        public var seconds: Double?
        /// Seconds that the tool was allowed; `nil` where the table does not say.
        public var limit: Double?
        /// Of the table, from 1.
        public var line: Int
    }

    /// In the order of the table.
    public var answers: [Answer]

    /// Reads a table, plain or packed by gzip.
    public static func read(_ path: String) throws(CompetitionFileFault) -> PublishedAnswers {
        let bytes = try CompetitionFileFault.bytes(of: path)
        do { return try PublishedAnswers(bytes, path: path) } catch { throw .text(error) }
    }

    /// Reads the text of a table.
    ///
    /// - Throws: columns that are missing, verdicts and seconds that are none, each with its place.
    public init(_ text: [UInt8], path: String = "published.csv") throws(VNNLIBFaults) {
        var reader = AnswerReader(text)
        answers = reader.read()
        if !reader.faults.isEmpty { throw reader.faults.faults(in: text, path: path) }
    }

    /// Names of the tools, in the order of the table.
    public var tools: [String] { distinct(answers.lazy.map(\.tool)) }

    /// Names of the benchmarks, in the order of the table.
    public var benchmarks: [String] { distinct(answers.lazy.map(\.benchmark)) }

    /// Answers of a tool to an instance that it answers on an earlier line, with that line.
    public var repetitions: [(answer: Answer, firstLine: Int)] {
        var first = [[String]: Int]()
        return answers.compactMap { answer in
            let name = [answer.tool, answer.benchmark, answer.instance.network, answer.instance.property]
            if let line = first[name] { return (answer, line) }
            first[name] = answer.line
            return nil
        }
    }

    private func distinct(_ names: some Sequence<String>) -> [String] {
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }
}

private struct AnswerReader {
    private let rows: CSVRows
    private(set) var faults = FaultCollector()

    init(_ bytes: [UInt8]) { rows = CSVRows(bytes) }

    mutating func read() -> [PublishedAnswers.Answer] {
        if let mark = rows.unclosed { faults.add(at: mark, "this quotation mark has no partner") }
        guard let header = rows.rows.first, let columns = columns(header) else {
            if rows.rows.isEmpty { faults.add(at: 0, "the table is empty", hint: AnswerColumns.shape) }
            return []
        }
        return rows.rows.dropFirst().flatMap { answers($0, columns) }
    }

    private mutating func columns(_ header: CSVRows.Row) -> AnswerColumns? {
        do { return try AnswerColumns(header.fields.map(\.text)) } catch {
            faults.add(at: header.fields[0].offset, error.message, hint: AnswerColumns.shape)
            return nil
        }
    }

    private mutating func answers(_ row: CSVRows.Row, _ columns: AnswerColumns) -> [PublishedAnswers.Answer] {
        guard row.fields.count >= columns.count else {
            faults.add(at: row.fields[0].offset, "the line has \(row.fields.count) fields, not \(columns.count)")
            return []
        }
        let text = { (column: Int?) in column.map { row.fields[$0].text } ?? "" }
        let instance = InstanceKey(network: text(columns.network), property: text(columns.property))
        let limit = columns.limit.flatMap { seconds(row.fields[$0]) }
        return columns.tools.compactMap { tool in
            guard let verdict = verdict(row.fields[tool.verdict]) else { return nil }
            return PublishedAnswers.Answer(
                tool: tool.name ?? text(columns.tool), benchmark: text(columns.benchmark), instance: instance,
                verdict: verdict, seconds: tool.seconds.flatMap { seconds(row.fields[$0]) }, limit: limit,
                line: row.line)
        }
    }

    private mutating func verdict(_ field: CSVRows.Field) -> CompetitionVerdict? {
        if let verdict = CompetitionVerdict(field.text) { return verdict }
        faults.add(
            at: field.offset, "\"\(field.text)\" is no verdict", hint: "as in sat, unsat, timeout, unknown, error")
        return nil
    }

    /// `nil` of an empty field, and of a wrong one with a fault.
    private mutating func seconds(_ field: CSVRows.Field) -> Double? {
        if field.text.isEmpty { return nil }
        if let seconds = Double(field.text), seconds >= 0, seconds.isFinite { return seconds }
        faults.add(
            at: field.offset, "\"\(field.text)\" is no number of seconds", hint: "leave it empty where none is known")
        return nil
    }
}
