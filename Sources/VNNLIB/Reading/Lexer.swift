/// Splits a property file into parentheses and words.
///
/// Works on bytes and makes no strings. Comments run from `;` to the end of the line, and blanks are needed only between words.
/// - Complexity: linear; some ten nanoseconds per token.
struct Lexer {
    enum Kind: UInt8 {
        case open, close, word, text, openIndex, closeIndex, comma
        /// A byte that no text has.
        case foreign
        case end
    }

    struct Token {
        var kind: Kind
        var range: Range<Int>
        var offset: Int { range.lowerBound }
    }

    let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private static let blank: UInt8 = 1
    private static let mark: UInt8 = 2
    private static let foreign: UInt8 = 3
    /// 0 for bytes of words.
    private static let classes: [UInt8] = (0...255).map { byte in
        switch UInt8(byte) {
        case 0x20, 0x09...0x0D: blank
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: ","):
            mark
        case 0...0x1F, 0x7F: foreign
        default: 0
        }
    }

    /// The next token, and past it.
    mutating func next() -> Token {
        bytes.withUnsafeBufferPointer { bytes in
            Self.classes.withUnsafeBufferPointer { Self.next(in: bytes, from: &position, $0) }
        }
    }

    /// The next token, which stays the next.
    func peek() -> Token {
        var copy = self
        return copy.next()
    }

    private static func next(
        in bytes: UnsafeBufferPointer<UInt8>, from position: inout Int, _ classes: UnsafeBufferPointer<UInt8>
    ) -> Token {
        skipBlanks(in: bytes, from: &position, classes)
        let start = position
        guard start < bytes.count else { return Token(kind: .end, range: start..<start) }
        switch classes[Int(bytes[start])] {
        case mark: return special(in: bytes, from: &position)
        case foreign:
            position += 1
            return Token(kind: .foreign, range: start..<position)
        default:
            repeat { position += 1 } while position < bytes.count && classes[Int(bytes[position])] == 0
            return Token(kind: .word, range: start..<position)
        }
    }

    private static func skipBlanks(
        in bytes: UnsafeBufferPointer<UInt8>, from position: inout Int, _ classes: UnsafeBufferPointer<UInt8>
    ) {
        while position < bytes.count {
            if classes[Int(bytes[position])] == blank {
                position += 1
            } else if bytes[position] == UInt8(ascii: ";") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            } else {
                return
            }
        }
    }

    private static func special(in bytes: UnsafeBufferPointer<UInt8>, from position: inout Int) -> Token {
        let start = position
        position += 1
        let kind: Kind =
            switch bytes[start] {
            case UInt8(ascii: "("): .open
            case UInt8(ascii: ")"): .close
            case UInt8(ascii: "["): .openIndex
            case UInt8(ascii: "]"): .closeIndex
            case UInt8(ascii: ","): .comma
            default: quoted(in: bytes, from: &position)
            }
        return Token(kind: kind, range: start..<position)
    }

    /// To the closing quotation mark; one that never comes makes the rest of the file foreign.
    private static func quoted(in bytes: UnsafeBufferPointer<UInt8>, from position: inout Int) -> Kind {
        while position < bytes.count {
            position += 1
            if bytes[position - 1] == UInt8(ascii: "\"") { return .text }
        }
        return .foreign
    }

    /// Whether a word is `text`.
    func isWord(_ token: Token, _ text: StaticString) -> Bool {
        guard token.range.count == text.utf8CodeUnitCount else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            (0..<token.range.count).allSatisfy { bytes[token.offset + $0] == text.utf8Start[$0] }
        }
    }

    /// A token as a message quotes it, shortened.
    func quote(_ token: Token) -> String {
        guard token.kind != .end else { return "the end of the file" }
        if token.kind == .foreign, token.range.count == 1 {
            return "the byte 0x" + String(bytes[token.offset], radix: 16)
        }
        let head = String(decoding: bytes[token.range.prefix(40)], as: UTF8.self)
        return token.range.count > 40 ? head + "…" : head
    }
}
