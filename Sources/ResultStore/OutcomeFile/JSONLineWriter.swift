import Foundation

/// Writes flat JSON objects, one a line, without spaces.
struct JSONLineWriter {
    private(set) var bytes = [UInt8]()
    private var isFirst = true

    /// A whole line.
    mutating func line(_ text: String) { bytes += "\(text)\n".utf8 }

    mutating func begin() {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
    }

    mutating func end() { bytes += "}\n".utf8 }

    /// What was written since this was asked last.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    mutating func put(_ name: String, _ value: Int) { put(name, raw: "\(value)") }

    mutating func put(_ name: String, _ value: Double) { put(name, raw: Self.text(value)) }

    mutating func put(_ name: String, _ text: String) { put(name, raw: Self.quoted(text)) }

    mutating func put(_ name: String, _ values: [Int]) {
        put(name, raw: "[\(values.map(String.init).joined(separator: ","))]")
    }

    /// Keys in order.
    mutating func put(_ name: String, _ values: [String: Double]) {
        let members = values.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\(Self.text($0.value))" }
        put(name, raw: "{\(members.joined(separator: ","))}")
    }

    private mutating func put(_ name: String, raw: String) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        bytes += name.utf8
        bytes += "\":".utf8
        bytes += raw.utf8
    }

    /// The shortest text that reads back as the same double; what JSON has no number for is quoted.
    private static func text(_ value: Double) -> String { value.isFinite ? "\(value)" : "\"\(value)\"" }

    private static func quoted(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            return "\"\(text)\""
        }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 32 || scalar.value == 127:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
