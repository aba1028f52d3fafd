import DataFormats

/// Type and size at the front of every piece of data; short data share the tag's eight bytes.
struct MatlabTag {
    static let matrix = 14
    static let compressed = 15
    /// Bytes per value of the numeric types.
    static let widths = [1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 7: 4, 9: 8, 12: 8, 13: 8]

    static let elementTypes: [Int: ElementType] = [
        1: .int8, 2: .uint8, 3: .int16, 4: .uint16, 5: .int32, 6: .uint32, 7: .float32, 9: .float64, 12: .int64,
        13: .uint64,
    ]

    let type: Int
    let size: Int
    /// Bytes after the data that fill up eight (four in short form).
    let padding: Int

    init(_ reader: inout ByteReader, _ bigEndian: Bool) throws(FormatFault) {
        let first = try reader.integer(UInt32.self, bigEndian: bigEndian, "a tag")
        if first >> 16 != 0 {
            type = Int(first & 0xFFFF)
            size = Int(first >> 16)
            guard size <= 4 else { throw reader.fault(.malformed, "a short tag of \(size) bytes") }
            padding = 4 - size
        } else {
            type = Int(first)
            size = Int(try reader.integer(UInt32.self, bigEndian: bigEndian, "a tag"))
            padding = (8 - size % 8) % 8
        }
    }
}
