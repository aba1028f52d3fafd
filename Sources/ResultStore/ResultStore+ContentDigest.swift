import Foundation
import GRDB
import Questions

extension ResultStore {
    /// One hash over all that the store says of configurations and samples: every attempt with its verdict, bounds,
    /// counts and witness. Left out is what differs between two runs of the same thing: times, memory, run ids,
    /// row ids and the order in which outcomes arrived.
    ///
    /// A field of a later edition enters only where it tells something, so that a store keeps its hash when it gets the
    /// column.
    public func contentDigest() throws(StoreFault) -> Digest {
        let later = columns.fields.all.filter { $0.edition > 1 }
        let laterColumns = Dictionary(uniqueKeysWithValues: later.map { ($0.column, $0) })
        return try read { database in
            var digest = Digest(of: "")
            for query in try queries(database) {
                let rows = try Row.fetchCursor(database, sql: query)
                while let row = try rows.next() {
                    var bytes = digest.bytes
                    for (name, value) in zip(row.columnNames, row.databaseValues) {
                        if let field = laterColumns[name] {
                            if value.isNull || field.isNeverNull && value == 0.databaseValue { continue }
                            Self.append(name.databaseValue, to: &bytes)
                        }
                        Self.append(value, to: &bytes)
                    }
                    digest = Digest(of: bytes)
                }
            }
            return digest
        }
    }

    private func queries(_ database: Database) throws -> [String] {
        let fields = columns.fields.all.filter(\.isRepeatable)
        let blobs = fields.filter { $0.form == .pixels }.map(\.column)
        let wanted = Set(fields.map(\.column) + [PixelNames.countColumn]).subtracting(blobs)
        // In the order of the table, so that the order of the list of fields may change; the blobs first.
        let columns = try blobs + database.columns(in: "attempts").map(\.name).filter(wanted.contains)
        return [
            "SELECT digest, json FROM configurations ORDER BY digest",
            """
            SELECT n.dataset, n.split, n.position, s.digest, s.label FROM sample_names n
            JOIN samples s ON s.id = n.sample ORDER BY n.dataset, n.split, n.position, s.digest
            """,
            """
            SELECT c.digest, s.digest, a.attempt, \(columns.map { "a.\($0)" }.joined(separator: ", "))
            FROM attempts a JOIN configurations c ON c.id = a.configuration JOIN samples s ON s.id = a.sample
            ORDER BY c.digest, s.digest, a.attempt
            """,
        ]
    }

    /// An unambiguous byte form: a tag, a length where there is none by nature, the value.
    private static func append(_ value: DatabaseValue, to bytes: inout [UInt8]) {
        func put(_ tag: UInt8, _ number: UInt64) {
            bytes.append(tag)
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        switch value.storage {
        case .null: bytes.append(0)
        case .int64(let number): put(1, UInt64(bitPattern: number))
        case .double(let number): put(2, number.bitPattern)
        case .string(let text):
            put(3, UInt64(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        case .blob(let data):
            put(4, UInt64(data.count))
            bytes.append(contentsOf: data)
        }
    }
}
