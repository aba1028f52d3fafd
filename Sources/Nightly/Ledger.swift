import Tables

/// All nights so far: a file of comma-separated values that is only ever added to.
public struct Ledger: Sendable, Hashable {
    /// The name of the file in its folder.
    public static let name = "ledger.csv"

    /// Oldest first.
    public private(set) var rows: [LedgerRow]

    public init(_ rows: [LedgerRow] = []) { self.rows = rows }

    public mutating func append(_ rows: [LedgerRow]) { self.rows += rows }

    /// How a night of a suite ended; `nil` where the ledger does not have it.
    public func status(ofNight night: String, suite: String) -> NightStatus? {
        rows.last { $0.night == night && $0.series.suite == suite }?.status
    }

    public var csv: String {
        CSV.line(LedgerColumn.all.map(\.name))
            + rows.map { row in CSV.line(LedgerColumn.all.map { $0.text(row) }) }.joined()
    }

    /// Reads the file's text.
    ///
    /// - Throws: `LedgerFault` for anything that verigap does not write; then nothing may be written over it.
    public init(csv text: String) throws(LedgerFault) {
        var lines = CSVLines(text)
        guard let header = lines.next() else {
            rows = []
            return
        }
        var columns = [LedgerColumn]()
        for name in header {
            guard let column = LedgerColumn.all.first(where: { $0.name == name }) else {
                throw LedgerFault(line: 1, "there is no column “\(name)”; a newer verigap may have written it")
            }
            columns.append(column)
        }
        guard Set(header).count == header.count, header.contains("night"), header.contains("status") else {
            throw LedgerFault(line: 1, "not the columns of a ledger")
        }
        var rows = [LedgerRow]()
        while let fields = lines.next() {
            guard fields.count == columns.count else {
                throw LedgerFault(line: lines.number, "\(fields.count) fields where \(columns.count) belong")
            }
            var row = LedgerRow.blank
            for (column, field) in zip(columns, fields) where !column.read(field, &row) {
                throw LedgerFault(line: lines.number, "“\(field)” is no \(column.name)")
            }
            rows.append(row)
        }
        self.rows = rows
    }
}

/// Why a ledger cannot be read.
public struct LedgerFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// From 1.
    public var line: Int
    public var message: String

    init(line: Int, _ message: String) {
        self.line = line
        self.message = message
    }

    public var description: String { "line \(line): \(message)" }
}

extension LedgerRow {
    /// A row to read fields into.
    static let blank = LedgerRow(
        night: "", series: Series(suite: "", network: "", method: "", epsilon: nil), status: .same, commit: "",
        machine: "", revision: 0)
}
