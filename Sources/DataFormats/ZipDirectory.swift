/// Reads the directory at the end of a ZIP archive.
enum ZipDirectory {
    private static let endSize = 22

    static func entries(of bytes: [UInt8]) throws(FormatFault) -> [ZipArchive.Entry] {
        let place = try locate(in: bytes)
        var reader = ByteReader(bytes, format: "zip")
        try reader.seek(to: place.offset, "the central directory")
        var entries = [ZipArchive.Entry]()
        var names = Set<String>()
        for _ in 0..<place.count {
            let start = reader.position
            let entry = try entry(&reader)
            guard names.insert(entry.name).inserted else {
                throw reader.fault(.malformed, "two entries are called '\(entry.name)'", at: start)
            }
            entries.append(entry)
        }
        return entries
    }

    /// Finds the end record (searching back over a comment) and follows it to its zip64 form if there is one.
    private static func locate(in bytes: [UInt8]) throws(FormatFault) -> (offset: Int, count: Int) {
        guard bytes.count >= endSize else {
            throw FormatFault(
                .truncated, format: "zip", offset: bytes.count, "truncated: the central directory is missing")
        }
        var position = bytes.count - endSize
        let lowest = max(0, position - 0xFFFF)
        while !bytes[position...].starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            position -= 1
            guard position >= lowest else {
                throw FormatFault(
                    .truncated, format: "zip", offset: bytes.count, "truncated: the central directory is missing")
            }
        }
        var reader = ByteReader(bytes, from: position, format: "zip")
        try reader.skip(10)
        let count = Int(try reader.integer(UInt16.self))
        try reader.skip(4)
        let offset = Int(try reader.integer(UInt32.self))
        guard count == 0xFFFF || offset == 0xFFFF_FFFF, position >= 20 else { return (offset, count) }
        reader = ByteReader(bytes, from: position - 20, format: "zip")
        guard try reader.integer(UInt32.self) == 0x0706_4B50 else { return (offset, count) }
        try reader.skip(4)
        let wide = try reader.size64("the zip64 directory's place")
        try reader.seek(to: wide, "the zip64 end record")
        guard try reader.integer(UInt32.self) == 0x0606_4B50 else {
            throw reader.fault(.malformed, "there is no zip64 end record", at: wide)
        }
        try reader.skip(28)
        let wideCount = try reader.size64("the number of entries")
        try reader.skip(8)
        return (try reader.size64("the central directory's place"), wideCount)
    }

    private static func entry(_ reader: inout ByteReader) throws(FormatFault) -> ZipArchive.Entry {
        let start = reader.position
        guard try reader.integer(UInt32.self, "a directory entry") == 0x0201_4B50 else {
            throw reader.fault(.malformed, "expected a directory entry", at: start)
        }
        try reader.skip(4)
        let flags = try reader.integer(UInt16.self)
        let method = try reader.integer(UInt16.self)
        try reader.skip(4)
        let checksum = try reader.integer(UInt32.self)
        var packedSize = Int(try reader.integer(UInt32.self))
        var size = Int(try reader.integer(UInt32.self))
        let nameLength = Int(try reader.integer(UInt16.self))
        let extraLength = Int(try reader.integer(UInt16.self))
        let commentLength = Int(try reader.integer(UInt16.self))
        try reader.skip(8)
        var offset = Int(try reader.integer(UInt32.self))
        let name = String(decoding: try reader.take(nameLength, "an entry's name"), as: UTF8.self)
        let extraEnd = reader.position + extraLength
        var extra = ByteReader(reader.bytes, from: reader.position, to: extraEnd, format: "zip")
        try reader.skip(extraLength, "an extra field")
        try reader.skip(commentLength, "a comment")
        while extra.remaining >= 4 {
            let tag = try extra.integer(UInt16.self)
            let length = Int(try extra.integer(UInt16.self))
            let next = extra.position + length
            if tag == 1 {
                if size == 0xFFFF_FFFF { size = try extra.size64("a zip64 size") }
                if packedSize == 0xFFFF_FFFF { packedSize = try extra.size64("a zip64 size") }
                if offset == 0xFFFF_FFFF { offset = try extra.size64("a zip64 offset") }
            }
            try extra.seek(to: next, "an extra field")
        }
        return ZipArchive.Entry(
            name: name, method: method, flags: flags, checksum: checksum, packedSize: packedSize, size: size,
            offset: offset)
    }
}
