import Foundation

/// A JSON value with one text: keys in ascending order of their UTF-8, no white space, numbers in their shortest form.
///
/// Hashes are taken of this text, so it must never change.
enum CanonicalJSON: Hashable, Sendable, CustomStringConvertible {
    case integer(Int)
    /// Finite. Whole numbers are written without a fraction: 1.0 as `1`.
    case number(Double)
    case boolean(Bool)
    case text(String)
    case array([CanonicalJSON])
    case object([String: CanonicalJSON])

    /// - Complexity: linear in the text, but for sorting keys.
    var description: String {
        switch self {
        case .integer(let value): return "\(value)"
        case .number(let value):
            precondition(value.isFinite, "JSON has no \(value)")
            let text = value.description
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        case .boolean(let value): return value ? "true" : "false"
        case .text(let value): return Self.quoted(value)
        case .array(let values): return "[\(values.map(\.description).joined(separator: ","))]"
        case .object(let values):
            let entries = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { "\(Self.quoted($0.key)):\($0.value.description)" }
            return "{\(entries.joined(separator: ","))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{8}": quoted += "\\b"
            case "\u{C}": quoted += "\\f"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension CanonicalJSON: Codable {
    /// Reads any JSON value but `null`, which nothing canonical holds.
    init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: Key.self) {
            var values = [String: CanonicalJSON]()
            for key in container.allKeys { values[key.stringValue] = try container.decode(Self.self, forKey: key) }
            self = .object(values)
            return
        }
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            let isNegativeZero = value == 0 && value.sign == .minus
            self =
                isNegativeZero ? .number(value) : (try? container.decode(Int.self)).map(Self.integer) ?? .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else {
            self = .array(try container.decode([CanonicalJSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let values):
            var container = encoder.container(keyedBy: Key.self)
            for (key, value) in values { try container.encode(value, forKey: Key(stringValue: key)) }
        case .integer(let value): try Self.encode(value, encoder)
        case .number(let value): try Self.encode(value, encoder)
        case .boolean(let value): try Self.encode(value, encoder)
        case .text(let value): try Self.encode(value, encoder)
        case .array(let values): try Self.encode(values, encoder)
        }
    }

    private static func encode(_ value: some Encodable, _ encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
