import DataFormats

extension Unpickler {
    /// Operations that push one simple value; false when `opcode` is none of them.
    mutating func pushScalar(_ opcode: UInt8) throws(FormatFault) -> Bool {
        switch opcode {
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.boolean(true))
        case 0x89: stack.append(.boolean(false))
        case UInt8(ascii: "J"): stack.append(.integer(Int(try reader.integer(Int32.self))))
        case UInt8(ascii: "K"): stack.append(.integer(Int(try reader.byte())))
        case UInt8(ascii: "M"): stack.append(.integer(Int(try reader.integer(UInt16.self))))
        case 0x8A: stack.append(Unpickler.long(try reader.take(Int(try reader.byte()), "an integer")))
        case 0x8B: stack.append(Unpickler.long(try reader.take(Int(try reader.integer(Int32.self)), "an integer")))
        case UInt8(ascii: "I"), UInt8(ascii: "L"): try pushDecimal()
        case UInt8(ascii: "F"):
            guard let value = Double(try reader.line("a number")) else { throw fault(.malformed, "not a number") }
            stack.append(.double(value))
        case UInt8(ascii: "G"):
            stack.append(.double(Double(bitPattern: try reader.integer(UInt64.self, bigEndian: true))))
        case UInt8(ascii: "X"): try pushText(Int(try reader.integer(UInt32.self)))
        case 0x8C: try pushText(Int(try reader.byte()))
        case 0x8D: try pushText(try reader.size64("a text's length"))
        case UInt8(ascii: "V"): stack.append(.text(try reader.line("a text")))
        case UInt8(ascii: "T"): try pushText(Int(try reader.integer(Int32.self)))
        case UInt8(ascii: "U"): try pushText(Int(try reader.byte()))
        case UInt8(ascii: "S"):
            let quoted = try reader.line("a text")
            guard quoted.count >= 2, let quote = quoted.first, quote == "'" || quote == "\"", quoted.last == quote,
                !quoted.contains("\\")
            else { throw fault(.malformed, "a text without quotes, or with escapes") }
            stack.append(.text(String(quoted.dropFirst().dropLast())))
        case UInt8(ascii: "B"): try pushBytes(Int(try reader.integer(UInt32.self)))
        case UInt8(ascii: "C"): try pushBytes(Int(try reader.byte()))
        case 0x8E, 0x96: try pushBytes(try reader.size64("a length"))
        default: return false
        }
        return true
    }

    private mutating func pushText(_ length: Int) throws(FormatFault) {
        stack.append(.text(String(decoding: try reader.take(length, "a text"), as: UTF8.self)))
    }

    private mutating func pushBytes(_ length: Int) throws(FormatFault) {
        stack.append(.bytes(Array(try reader.take(length, "bytes"))))
    }

    private mutating func pushDecimal() throws(FormatFault) {
        let line = try reader.line("an integer")
        if line == "00" || line == "01" {
            stack.append(.boolean(line == "01"))
            return
        }
        guard let value = Int(line.hasSuffix("L") ? String(line.dropLast()) : line) else {
            throw fault(.malformed, "not an integer")
        }
        stack.append(.integer(value))
    }

    /// A little-endian integer in two's complement of any length.
    private static func long(_ bytes: ArraySlice<UInt8>) -> PickleValue {
        guard bytes.count <= 8 else { return .longInteger(Array(bytes)) }
        let negative = (bytes.last ?? 0) & 0x80 != 0
        var value: UInt64 = negative ? .max : 0
        for (index, byte) in bytes.enumerated() {
            let shift = UInt64(8 * index)
            value = value & ~(0xFF << shift) | UInt64(byte) << shift
        }
        return .integer(Int(Int64(bitPattern: value)))
    }
}
