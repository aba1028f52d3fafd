import Foundation

/// What `--json` prints: keys sorted, absent values as `null` where a key always belongs.
enum JSONText {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return packingNumbers(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Arrays of numbers, such as the pixels of a witness, on one line each, and empty ones without a line between.
    private static func packingNumbers(_ text: String) -> String {
        text.replacing(/([\[{])\s+([\]}])/) { $0.1 + $0.2 }.replacing(
            /\[\s*(-?\d[-+.\deE]*(?:,\s*-?\d[-+.\deE]*)*)\s*\]/
        ) { match in
            "["
                + match.1.split(separator: ",").map { String($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
                .joined(separator: ", ") + "]"
        }
    }
}
