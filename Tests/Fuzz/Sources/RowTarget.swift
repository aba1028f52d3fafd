import DataFormats
import Foundation
import GRDB
import Questions
import ResultStore
import TestSupport

/// Rows of the table of attempts, as a damaged or a stranger's store may hold them: any value of any type in any column.
enum RowTarget {
    private static let columns = OutcomeColumns.current.names.count
    private static let queue = try? DatabaseQueue()

    /// Per column a byte for the type and then the value; what is missing is NULL.
    static func decode(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes, format: "row")
        let values = (0..<columns).map { _ in (try? value(&reader)) ?? .null }
        guard let queue else { preconditionFailure("no database in memory") }
        let marks = [String](repeating: "?", count: columns).joined(separator: ", ")
        try? queue.read { database in
            let statement = try database.cachedStatement(sql: "SELECT \(marks)")
            let rows = try Row.fetchCursor(statement, arguments: StatementArguments(values))
            while let row = try rows.next() {
                let (outcome, fingerprint) = try OutcomeColumns.current.outcome(in: row, from: 0)
                _ = try OutcomeColumns.current.values(of: outcome, fingerprint: fingerprint)
            }
        }
    }

    private static func value(_ reader: inout ByteReader) throws(FormatFault) -> DatabaseValue {
        switch try reader.byte() % 5 {
        case 1: return Int64(bitPattern: try reader.integer(UInt64.self, "an integer")).databaseValue
        case 2: return Double(bitPattern: try reader.integer(UInt64.self, "a number")).databaseValue
        case 3: return String(decoding: try content(&reader), as: UTF8.self).databaseValue
        case 4: return Data(try content(&reader)).databaseValue
        default: return .null
        }
    }

    private static func content(_ reader: inout ByteReader) throws(FormatFault) -> ArraySlice<UInt8> {
        try reader.take(Int(try reader.byte()), "content")
    }

    /// Rows as the store writes them, and one of NULLs.
    static var seeds: [[UInt8]] {
        let outcomes = EveryField.outcomes().prefix(8)
        return [[]]
            + outcomes.map { outcome in
                let values = (try? OutcomeColumns.current.values(of: outcome)) ?? []
                return values.map { $0?.databaseValue ?? .null }.flatMap(bytes)
            }
    }

    private static func bytes(of value: DatabaseValue) -> [UInt8] {
        var bytes = [UInt8]()
        switch value.storage {
        case .null: bytes = [0]
        case .int64(let number):
            bytes = [1]
            bytes.append(little: number)
        case .double(let number):
            bytes = [2]
            bytes.append(little: number.bitPattern)
        case .string(let text): bytes = [3, UInt8(truncatingIfNeeded: text.utf8.count)] + Array(text.utf8)
        case .blob(let data): bytes = [4, UInt8(truncatingIfNeeded: data.count)] + Array(data)
        }
        return bytes
    }
}
