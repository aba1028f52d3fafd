import DataFormats

/// Walks the tags of a MATLAB v5 file, so that a damaged one is refused with a position before a C library sees it.
enum MatlabCheck {
    /// - Throws: a fault unless the file is a sequence of plain or compressed real numeric arrays, each of exactly
    ///   the size that its extents call for.
    static func validate(_ bytes: [UInt8]) throws(FormatFault) {
        var reader = ByteReader(bytes, format: "mat")
        try reader.skip(124, "the header")
        let version = Array(try reader.take(2, "the version"))
        let mark = Array(try reader.take(2, "the byte order"))
        guard mark == Array("IM".utf8) || mark == Array("MI".utf8) else {
            throw reader.fault(.malformed, "not the header of a MATLAB v5 file", at: 126)
        }
        let bigEndian = mark == Array("MI".utf8)
        guard version == (bigEndian ? [1, 0] : [0, 1]) else {
            throw reader.fault(.unsupported, "not version 5 of the format; save with -v7 or -v6", at: 124)
        }
        while reader.remaining > 0 {
            let start = reader.position
            let tag = try Tag(&reader, bigEndian)
            let content = try reader.take(tag.size, "a variable")
            switch tag.type {
            case Tag.matrix: try matrix(bytes, content.startIndex, content.endIndex, bigEndian)
            case Tag.compressed:
                let unpacked = try Zlib.decompress(content)
                var inner = ByteReader(unpacked, format: "mat")
                do {
                    let tag = try Tag(&inner, bigEndian)
                    let start = inner.position
                    try inner.skip(tag.size, "a variable")
                    guard tag.type == Tag.matrix else { throw inner.fault(.malformed, "not an array") }
                    try matrix(unpacked, start, inner.position, bigEndian)
                } catch let fault as FormatFault {
                    throw fault.inside("compressed variable at byte \(start)")
                } catch {
                    throw reader.fault(.malformed, "\(error)", at: start)
                }
            default: throw reader.fault(.unsupported, "data of type \(tag.type)", at: start)
            }
        }
    }

    /// Flags, extents, name and values of one array in `bytes[start..<end]`.
    private static func matrix(
        _ bytes: [UInt8], _ start: Int, _ end: Int, _ bigEndian: Bool
    ) throws(FormatFault) {
        var reader = ByteReader(bytes, from: start, to: end, format: "mat")
        let flagsTag = try Tag(&reader, bigEndian)
        guard flagsTag.type == 6, flagsTag.size == 8 else {
            throw reader.fault(.malformed, "the flags of an array are missing", at: start)
        }
        let flags = try reader.integer(UInt32.self, bigEndian: bigEndian)
        try reader.skip(4)
        let extentsTag = try Tag(&reader, bigEndian)
        guard extentsTag.type == 5, extentsTag.size % 4 == 0, (8...64).contains(extentsTag.size) else {
            throw reader.fault(.malformed, "the extents of an array are missing")
        }
        var shape = [Int]()
        for _ in 0..<extentsTag.size / 4 {
            shape.append(Int(try reader.integer(Int32.self, bigEndian: bigEndian)))
        }
        try reader.skip(extentsTag.padding)
        let nameTag = try Tag(&reader, bigEndian)
        guard nameTag.type == 1 else { throw reader.fault(.malformed, "the name of an array is missing") }
        let name = String(decoding: try reader.take(nameTag.size, "a name"), as: UTF8.self)
        try reader.skip(nameTag.padding)
        guard !name.isEmpty, !name.utf8.contains(0) else { throw reader.fault(.malformed, "an array without a name") }
        guard (6...15).contains(flags & 0xFF), flags & 0x0800 == 0 else {
            throw FormatFault(
                .unsupported, format: "mat", entry: name, offset: start, "only real numeric arrays are read")
        }
        let valuesTag = try Tag(&reader, bigEndian)
        guard let width = Tag.widths[valuesTag.type], let count = ElementType.entryCount(of: shape),
            count <= end - start, valuesTag.size == count * width
        else {
            throw FormatFault(
                .malformed, format: "mat", entry: name, offset: start,
                "\(valuesTag.size) bytes of values do not make an array of shape \(shape)")
        }
        try reader.skip(valuesTag.size, "the values of \(name)")
    }

    /// Type and size at the front of every piece of data; short data share the tag's eight bytes.
    private struct Tag {
        static let matrix = 14
        static let compressed = 15
        /// Bytes per value of the numeric types.
        static let widths = [1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 7: 4, 9: 8, 12: 8, 13: 8]

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
}
