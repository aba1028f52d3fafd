import DataFormats
import Foundation
import GRDB
import Questions

/// The columns of `attempts` that hold an outcome: how they are declared, bound and read back, all of it from a list of
/// fields.
package struct OutcomeColumns: Sendable {
    let fields: OutcomeFields
    /// In the order of `values`.
    package let names: [String]
    /// Where the blob of a witness stands, and where the number of its pixels.
    private let pixels, count: Int

    package static let current = OutcomeColumns(.current)

    package init(_ fields: OutcomeFields) {
        self.fields = fields
        names = fields.all.map(\.column) + [PixelNames.countColumn, PixelNames.fingerprintColumn]
        pixels = fields.all.firstIndex { $0.form == .pixels } ?? -1
        count = fields.all.count
    }

    /// What to select, with the blobs of witnesses or, without `witnesses`, only those that tell the fingerprint which
    /// their row has not.
    func selection(witnesses: Bool) -> String {
        guard !witnesses, names.indices.contains(pixels) else { return names.joined(separator: ", ") }
        var expressions = names
        let blob = names[pixels]
        expressions[pixels] = "CASE WHEN \(PixelNames.fingerprintColumn) IS NULL THEN \(blob) END"
        return expressions.joined(separator: ", ")
    }

    /// Values in the order of `names`. The witness's own pixels, where it has any, tell its fingerprint.
    package func values(
        of outcome: Outcome, fingerprint: PixelFingerprint? = nil
    ) throws -> [(any DatabaseValueConvertible)?] {
        var values = [(any DatabaseValueConvertible)?]()
        values.reserveCapacity(names.count)
        for field in fields.all { values.append(try Self.bound(field, of: outcome)) }
        let pixels = outcome.witness?.pixels ?? []
        values.append(outcome.witness?.pixels.count)
        values.append(
            (pixels.isEmpty ? fingerprint : PixelFingerprint(of: pixels)).map { Int64(bitPattern: $0.bits) })
        return values
    }

    /// All columns of an attempt but its own id.
    var ofAttempt: String {
        (["run", "recorded_at"] + names + ["configuration", "sample", "attempt"]).joined(separator: ", ")
    }

    /// A question mark for each of `ofAttempt` but the last three.
    var places: String { Array(repeating: "?", count: 2 + names.count).joined(separator: ", ") }

    /// Values for `places`.
    func values(
        of outcome: Outcome, run: Int64, recordedAt: String, fingerprint: PixelFingerprint? = nil
    ) throws -> [(any DatabaseValueConvertible)?] {
        [run, recordedAt] + (try values(of: outcome, fingerprint: fingerprint))
    }

    private static func bound(_ field: OutcomeField, of outcome: Outcome) throws -> (any DatabaseValueConvertible)? {
        switch field.value(of: outcome).map(field.kept) {
        case .number(let value): value
        case .count(let value): value
        case .text(let value): value
        case .counts(let values): FlatJSON.text(values)
        case .numbers(let values): try FlatJSON.text(values)
        case .pixels(let pixels): pixels.isEmpty ? nil : Data(PackedFloats.pack(pixels))
        case nil: nil
        }
    }

    /// Reads the columns that start at `first` in a row. A witness has pixels only where its blob was selected.
    package func outcome(
        in row: Row, from first: Int
    ) throws -> (outcome: Outcome, fingerprint: PixelFingerprint?) {
        var outcome = OutcomeFields.blank
        let pixelCount: Int? = try row.value(first + count)
        if pixelCount == nil { outcome.witness = nil }
        for (index, field) in fields.all.enumerated() where field.part != .witness || pixelCount != nil {
            guard try Self.read(field, in: row, first + index, pixelCount, into: &outcome) else {
                guard !field.isNeverNull, field.presence != .always || field.form == .pixels else {
                    throw StoreFault.corrupt("no \(field.column)")
                }
                continue
            }
        }
        if let bits: Int64 = try row.value(first + count + 1) {
            return (outcome, PixelFingerprint(bits: UInt64(bitPattern: bits)))
        }
        // A row of before fingerprints were kept.
        let pixels = outcome.witness?.pixels ?? []
        return (outcome, pixels.isEmpty ? nil : PixelFingerprint(of: pixels))
    }

    /// Reads a field into `outcome`. Returns whether its column has a value. There may be hundreds of millions of them.
    private static func read(
        _ field: OutcomeField, in row: Row, _ index: Int, _ pixelCount: Int?, into outcome: inout Outcome
    ) throws -> Bool {
        switch field.access.direct {
        case .number(_, let set):
            guard let value = try row.value(index) as Double? else { return false }
            set(&outcome, field.form == .seconds ? OutcomeField.fourDigits(value) : value)
        case .count(_, let set):
            guard let value = try row.value(index) as Int? else { return false }
            set(&outcome, value)
        case .word(_, let set):
            guard let value = try row.value(index) as String? else { return false }
            guard let position = field.access.words.firstIndex(of: value) else {
                throw StoreFault.corrupt("\(field.name) \(value)")
            }
            set(&outcome, position)
        case .text(_, let set):
            guard let value = try row.value(index) as String? else { return false }
            set(&outcome, value)
        case .counts(_, let set):
            guard let value = try row.value(index) as String? else { return false }
            set(&outcome, try FlatJSON.counts(value))
        case .numbers(_, let set):
            guard let value = try row.value(index) as String? else { return false }
            set(&outcome, try FlatJSON.seconds(value).mapValues(OutcomeField.fourDigits))
        case .pixels(_, let set):
            guard let blob: Data = try row.value(index), let pixelCount else { return false }
            guard let pixels = PackedFloats.unpack(Array(blob), count: pixelCount) else {
                throw StoreFault.corrupt("a witness does not hold \(pixelCount) pixels")
            }
            set(&outcome, pixels)
        }
        return true
    }
}

extension OutcomeField {
    /// Whether the column has a value in every row: what every outcome has, and numbers that start at 0.
    var isNeverNull: Bool {
        guard part != .witness else { return false }
        switch form {
        case .word: return presence == .always
        case .number, .seconds, .count: return presence != .optional
        case .text, .counts, .secondsByName, .pixels: return false
        }
    }

    /// The column's declaration, for tables that are made and for those that get it later.
    package var columnDeclaration: String {
        let type =
            switch form {
            case .number, .seconds: "REAL"
            case .count: "INTEGER"
            case .word, .text, .counts, .secondsByName: "TEXT"
            case .pixels: "BLOB"
            }
        return isNeverNull ? "\(column) \(type) NOT NULL" : "\(column) \(type)"
    }
}
