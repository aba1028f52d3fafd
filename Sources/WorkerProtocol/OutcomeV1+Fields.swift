import DataFormats
import Foundation
import Questions

extension CodingUserInfoKey {
    /// The `OutcomeFields` of a frame's version; all that this program knows where there are none.
    static let outcomeFields = CodingUserInfoKey(rawValue: "verigap.outcome-fields")!
}

extension KeyedEncodingContainer<FieldKey> {
    /// Writes the outcome's value where it tells something.
    mutating func encode(_ field: OutcomeField, of outcome: Outcome) throws {
        let key = FieldKey(field.key)
        switch field.telling(outcome) {
        // Little-endian floats, deflated, in base64.
        case .pixels(let pixels):
            try encode(Data(PackedFloats.pack(pixels)).base64EncodedString(), forKey: key)
            try encode(pixels.count, forKey: FieldKey(PixelNames.countKey))
        case let value?: try encode(value, forKey: key)
        case nil: break
        }
    }
}

extension KeyedDecodingContainer<FieldKey> {
    /// Reads the fields of the witness, or all others. Throws for a key that is neither one of them nor among `others`,
    /// and where a field is missing that every outcome has.
    func decode(
        _ fields: OutcomeFields, ofWitness isWitness: Bool, besides others: Set<String>, into outcome: inout Outcome
    ) throws {
        var missing = Set<String>()
        for field in fields.all where field.presence == .always && (field.part == .witness) == isWitness {
            missing.insert(field.key)
        }
        for key in allKeys where !others.contains(key.stringValue) {
            guard let position = fields.positions[key.stringValue],
                (fields.all[position].part == .witness) == isWitness
            else { throw fault(key, "an outcome has no “\(key.stringValue)”") }
            let field = fields.all[position]
            guard field.set(try value(of: field, key), in: &outcome) else {
                throw fault(key, "no \(field.name)")
            }
            missing.remove(field.key)
        }
        if let name = missing.min() { throw fault(FieldKey(name), "an outcome without “\(name)”") }
    }

    private func value(of field: OutcomeField, _ key: FieldKey) throws -> FieldValue {
        switch field.form {
        case .number, .seconds: return .number(try decode(Double.self, forKey: key))
        case .count: return .count(try decode(Int.self, forKey: key))
        case .word, .text: return .text(try decode(String.self, forKey: key))
        case .counts: return .counts(try decode([Int].self, forKey: key))
        case .secondsByName: return .numbers(try decode([String: Double].self, forKey: key))
        case .pixels:
            guard let packed = Data(base64Encoded: try decode(String.self, forKey: key)) else {
                throw fault(key, "a witness is not base64")
            }
            let count = try decode(Int.self, forKey: FieldKey(PixelNames.countKey))
            guard let pixels = PackedFloats.unpack(Array(packed), count: count) else {
                throw fault(key, "a witness does not hold \(count) pixels")
            }
            return .pixels(pixels)
        }
    }

    private func fault(_ key: FieldKey, _ text: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath + [key], debugDescription: text))
    }
}
