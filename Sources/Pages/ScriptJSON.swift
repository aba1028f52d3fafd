import Foundation

/// JSON for a script element: nothing in it can end the element or the script, whatever text it carries.
enum ScriptJSON {
    static func text(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "<", ">", "&", "\u{2028}", "\u{2029}": quoted += escape(scalar)
            case _ where scalar.value < 32 || scalar.value == 127: quoted += escape(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    static func text(_ text: String?) -> String { text.map { Self.text($0) } ?? "null" }

    static func list(_ parts: some Sequence<String>) -> String { "[\(parts.joined(separator: ","))]" }

    static func texts(_ texts: some Sequence<String>) -> String { list(texts.map { text($0) }) }

    static func integers(_ values: some Sequence<Int>) -> String { joined(values) { $0.description } }

    /// The members, in order; those without a value are left out.
    static func object(_ members: KeyValuePairs<String, String?>) -> String {
        "{\(members.compactMap { name, value in value.map { "\(text(name)):\($0)" } }.joined(separator: ","))}"
    }

    /// Numbers to so many significant digits; `nil` for a column that has none, `null` for a place that has none.
    static func numbers(_ values: some Sequence<Double?>, digits: Int) -> String? {
        guard values.contains(where: { $0 != nil }) else { return nil }
        return joined(values) { number($0, digits: digits) }
    }

    /// A list of short texts, of which there may be a million.
    private static func joined<Value>(_ values: some Sequence<Value>, _ text: (Value) -> String) -> String {
        var bytes = [UInt8(ascii: "[")]
        for value in values {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes += text(value).utf8
        }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The shortest text of the nearest number of so many digits. What JSON has no number for is `null`.
    static func number(_ value: Double?, digits: Int) -> String {
        guard let value, value.isFinite else { return "null" }
        guard value != 0 else { return "0" }
        let places = digits - 1 - Int(log10(value.magnitude).rounded(.down))
        var rounded = value
        // Powers of ten up to 10²² are exact.
        if (0...22).contains(places) {
            let scale = pow(10, Double(places))
            rounded = (value * scale).rounded() / scale
        } else if (-22..<0).contains(places) {
            let scale = pow(10, Double(-places))
            rounded = (value / scale).rounded() * scale
        }
        return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
