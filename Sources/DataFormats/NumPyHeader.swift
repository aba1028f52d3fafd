/// The dictionary at the front of a `.npy` file: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
struct NumPyHeader {
    let elementType: ElementType
    let bigEndian: Bool
    let fortranOrder: Bool
    let shape: [Int]

    init(_ file: [UInt8], from start: Int, to end: Int) throws(FormatFault) {
        var parser = HeaderParser(reader: ByteReader(file, from: start, to: end, format: "npy"))
        var description: String?
        var fortranOrder: Bool?
        var shape: [Int]?
        try parser.expect("{")
        while !parser.accept("}") {
            let key = try parser.string()
            try parser.expect(":")
            switch key {
            case "descr": description = try parser.string()
            case "fortran_order": fortranOrder = try parser.boolean()
            case "shape": shape = try parser.tuple()
            default: throw parser.fault(.malformed, "unknown header key '\(key)'")
            }
            if !parser.accept(",") {
                try parser.expect("}")
                break
            }
        }
        guard let description, let fortranOrder, let shape else {
            throw parser.fault(.malformed, "the header lacks one of descr, fortran_order, shape")
        }
        guard let type = NumPyHeader.types[String(description.drop { "<>|=".contains($0) })] else {
            throw parser.fault(.unsupported, "entries of type '\(description)'; use f2 f4 f8 i1…i8 u1…u8 b1")
        }
        elementType = type
        bigEndian = description.hasPrefix(">")
        self.fortranOrder = fortranOrder
        self.shape = shape
    }

    static let types: [String: ElementType] = [
        "f2": .float16, "f4": .float32, "f8": .float64, "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
        "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64, "b1": .bool, "?": .bool,
    ]
}

/// Reads the few Python literals that such a header consists of.
private struct HeaderParser {
    var reader: ByteReader

    func fault(_ kind: FormatFault.Kind, _ message: String) -> FormatFault { reader.fault(kind, message) }

    private var next: UInt8? { reader.remaining > 0 ? reader.bytes[reader.position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { advance() }
    }

    private mutating func advance() { _ = try? reader.byte() }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        advance()
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws(FormatFault) {
        guard accept(character) else { throw fault(.malformed, "expected '\(character)' in the header") }
    }

    mutating func string() throws(FormatFault) -> String {
        skipSpace()
        guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw fault(.unsupported, "expected a text in the header (structured arrays are not read)")
        }
        advance()
        let start = reader.position
        while let byte = next, byte != quote { advance() }
        let text = String(decoding: reader.bytes[start..<reader.position], as: UTF8.self)
        guard next == quote else { throw fault(.malformed, "a text in the header has no end") }
        advance()
        return text
    }

    mutating func boolean() throws(FormatFault) -> Bool {
        skipSpace()
        let rest = reader.bytes[reader.position..<reader.end]
        for (word, value) in [("True", true), ("False", false)] where rest.starts(with: word.utf8) {
            try reader.skip(word.utf8.count)
            return value
        }
        throw fault(.malformed, "expected True or False in the header")
    }

    mutating func tuple() throws(FormatFault) -> [Int] {
        try expect("(")
        var numbers = [Int]()
        while !accept(")") {
            skipSpace()
            let start = reader.position
            while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { advance() }
            guard let number = Int(String(decoding: reader.bytes[start..<reader.position], as: UTF8.self)) else {
                throw fault(.malformed, "expected an extent in the shape")
            }
            if next == UInt8(ascii: "L") { advance() }
            numbers.append(number)
            if !accept(",") {
                try expect(")")
                break
            }
        }
        return numbers
    }
}
