/// The rows of a file of comma-separated values: quotes after RFC 4180, blanks around fields dropped, empty lines and lines
/// that begin with `#` skipped, `\n` or `\r\n` at the ends.
struct CSVRows {
    struct Field {
        var text: String
        /// Of its first byte.
        var offset: Int
    }

    struct Row {
        /// Never empty.
        var fields: [Field]
        var line: Int
    }

    private(set) var rows: [Row] = []
    /// A quotation mark without a partner.
    private(set) var unclosed: Int?
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// - Complexity: linear.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count { readRow() }
    }

    private mutating func readRow() {
        var row = Row(fields: [], line: line)
        let isComment = bytes[position] == UInt8(ascii: "#")
        if isComment {
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        } else {
            repeat { row.fields.append(readField()) } while take(UInt8(ascii: ","))
        }
        // A field ends at a comma, at the end of the line, or at the end of the file.
        if take(UInt8(ascii: "\n")) { line += 1 }
        let isBlank = row.fields.allSatisfy(\.text.isEmpty)
        if !isComment, !isBlank { rows.append(row) }
    }

    private mutating func readField() -> Field {
        skipBlanks()
        let start = position
        guard take(UInt8(ascii: "\"")) else { return Field(text: plain(), offset: start) }
        let quoted = quoted(from: start)
        let rest = plain()
        return Field(text: quoted + rest, offset: start)
    }

    /// Up to a comma or the end of the line, without blanks at the end.
    private mutating func plain() -> String {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: ","), bytes[position] != UInt8(ascii: "\n") {
            position += 1
        }
        var end = position
        while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Behind the opening mark, up to behind the closing one; two in a row are one that counts.
    private mutating func quoted(from start: Int) -> String {
        var content = [UInt8]()
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "\""), !take(UInt8(ascii: "\"")) {
                return String(decoding: content, as: UTF8.self)
            }
            content.append(byte)
        }
        unclosed = unclosed ?? start
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
