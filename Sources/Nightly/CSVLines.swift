/// Reads lines of comma-separated values after RFC 4180, as `CSV` writes them.
struct CSVLines {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// Of the line read last, from 1; quoted line ends do not count.
    private(set) var number = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The fields of the next line that is not empty; `nil` at the end.
    mutating func next() -> [String]? {
        while position < scalars.count, scalars[position] == "\r" || scalars[position] == "\n" { position += 1 }
        guard position < scalars.count else { return nil }
        number += 1
        var fields = [String]()
        repeat { fields.append(field()) } while take(",")
        return fields
    }

    private mutating func field() -> String {
        var text = String.UnicodeScalarView()
        guard take("\"") else {
            while position < scalars.count, !",\r\n".unicodeScalars.contains(scalars[position]) {
                text.append(scalars[position])
                position += 1
            }
            return Self.unmarked(text)
        }
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            if scalar == "\"", !take("\"") { break }
            text.append(scalar)
        }
        return Self.unmarked(text)
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard position < scalars.count, scalars[position] == scalar else { return false }
        position += 1
        return true
    }

    /// Without the apostrophe that keeps spreadsheets from taking a text for a formula.
    private static func unmarked(_ text: String.UnicodeScalarView) -> String {
        guard text.first == "'", let second = text.dropFirst().first, "=+-@\t\r\n".unicodeScalars.contains(second)
        else {
            return String(text)
        }
        return String(String.UnicodeScalarView(text.dropFirst()))
    }
}
