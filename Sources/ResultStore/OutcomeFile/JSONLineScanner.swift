import Foundation

/// Reads one flat JSON object without spaces, as `JSONLineWriter` writes it. The general coder would take a minute for a
/// large suite.
struct JSONLineScanner {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    /// The line that `range` of `bytes` holds, without its line feed.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Reads the whole line; `member` must read the value of the key that it is given.
    mutating func object(
        _ member: (inout JSONLineScanner, String) throws(LineFault) -> Void
    ) throws(LineFault) {
        try members(member)
        guard position == end else { throw fault("a line of more than one object") }
    }

    mutating func string() throws(LineFault) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        var isPlain = true
        while position < end, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") {
                isPlain = false
                position += 1
            }
            position += 1
        }
        guard position < end else { throw fault("a text without an end") }
        position += 1
        if isPlain {
            guard let text = String(validating: bytes[start..<position - 1], as: UTF8.self) else {
                throw fault("a text that is not UTF-8")
            }
            return text
        }
        let quoted = Data(bytes[start - 1..<position])
        guard let text = try? JSONDecoder().decode(String.self, from: quoted) else {
            throw fault("a text that is none")
        }
        return text
    }

    /// A number, or a quoted `inf`, `-inf` or `nan`.
    mutating func double() throws(LineFault) -> Double {
        if peek == UInt8(ascii: "\"") {
            let text = try string()
            guard ["inf", "-inf", "nan"].contains(text), let value = Double(text) else {
                throw fault("“\(text)” where a number belongs")
            }
            return value
        }
        let text = word()
        guard let value = Double(text), value.isFinite else { throw fault("“\(text)” where a number belongs") }
        return value
    }

    /// A whole number ≥ 0.
    mutating func count() throws(LineFault) -> Int {
        let value = try integer()
        guard value >= 0 else { throw fault("\(value) where a count belongs") }
        return value
    }

    mutating func integer() throws(LineFault) -> Int {
        let text = word()
        guard let value = Int(text) else { throw fault("“\(text)” where a whole number belongs") }
        return value
    }

    mutating func counts() throws(LineFault) -> [Int] {
        try expect(UInt8(ascii: "["))
        var values = [Int]()
        if take(UInt8(ascii: "]")) { return values }
        repeat { values.append(try count()) } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return values
    }

    mutating func doubles() throws(LineFault) -> [String: Double] {
        var values = [String: Double]()
        try members { (scanner, name) throws(LineFault) in
            guard values.updateValue(try scanner.double(), forKey: name) == nil else {
                throw LineFault(message: "“\(name)” twice")
            }
        }
        return values
    }

    private mutating func members(
        _ member: (inout JSONLineScanner, String) throws(LineFault) -> Void
    ) throws(LineFault) {
        try expect(UInt8(ascii: "{"))
        if take(UInt8(ascii: "}")) { return }
        repeat {
            let name = try string()
            try expect(UInt8(ascii: ":"))
            try member(&self, name)
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
    }

    private var peek: UInt8? { position < end ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(LineFault) {
        guard take(byte) else {
            throw fault("no “\(Character(Unicode.Scalar(byte)))” where one belongs")
        }
    }

    /// What stands up to the next mark.
    private mutating func word() -> String {
        let start = position
        while let byte = peek, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]") {
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private func fault(_ message: String) -> LineFault { LineFault(message: message) }
}
