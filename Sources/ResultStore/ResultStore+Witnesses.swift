import DataFormats
import Foundation
import GRDB
import Questions

extension ResultStore {
    /// The pixels of the witnesses called so; those that are not kept are missing.
    ///
    /// - Complexity: O(attempts); their blobs are read for what is found alone.
    public func witnesses(_ names: Set<PixelFingerprint>) throws(StoreFault) -> [PixelFingerprint: [Float]] {
        guard !names.isEmpty, columns.names.contains(PixelNames.fingerprintColumn),
            let pixels = columns.fields.all.first(where: { $0.form == .pixels })?.column
        else { return [:] }
        return try read { database in
            var found = [PixelFingerprint: [Float]]()
            let bits = names.map { Int64(bitPattern: $0.bits) }
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT \(PixelNames.fingerprintColumn), \(PixelNames.countColumn), \(pixels) FROM attempts
                    WHERE \(pixels) IS NOT NULL AND \(PixelNames.fingerprintColumn) IN (\(databaseQuestionMarks(count: bits.count)))
                    """, arguments: StatementArguments(bits))
            while let row = try rows.next() {
                let (bits, count, blob): (Int64, Int, Data) = try (row.value(0), row.value(1), row.value(2))
                let values = PackedFloats.unpack(Array(blob), count: count)
                if let values { found[PixelFingerprint(bits: UInt64(bitPattern: bits))] = values }
            }
            return found
        }
    }
}
