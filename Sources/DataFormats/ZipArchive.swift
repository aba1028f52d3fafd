/// A ZIP archive in memory: stored and deflated entries, zip64 sizes.
public struct ZipArchive: Sendable {
    /// One file of the archive.
    public struct Entry: Sendable, Hashable {
        public let name: String
        /// 0 is stored, 8 is deflated.
        public let method: UInt16
        public let flags: UInt16
        public let checksum: UInt32
        public let packedSize: Int
        public let size: Int
        /// Position of the local header.
        public let offset: Int
    }

    public let bytes: [UInt8]
    /// In the order of the central directory; no name occurs twice.
    public let entries: [Entry]

    /// Reads the central directory; contents are unpacked and verified by `contents(of:)`.
    ///
    /// - Throws: a fault for a damaged directory, and for one whose entries unpack to more than `UnpackingLimit` allows
    ///   together; nothing has been unpacked then.
    public init(_ bytes: [UInt8]) throws(FormatFault) {
        self.bytes = bytes
        entries = try ZipDirectory.entries(of: bytes)
        let limit = UnpackingLimit.bytes(packed: bytes.count)
        var total = 0
        for entry in entries {
            guard entry.size <= limit - total else {
                throw FormatFault(
                    .unsupported, format: "zip", entry: entry.name,
                    "with this entry the archive unpacks to \(UnpackingLimit.explanation(limit))")
            }
            total += entry.size
        }
    }

    /// Whether the bytes start like a ZIP archive.
    public static func isArchive(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
    }

    /// The entry called `name`, if there is one.
    public func entry(named name: String) -> Entry? { entries.first { $0.name == name } }

    /// The unpacked content of an entry.
    ///
    /// - Throws: a fault that names the entry when it is cut off, damaged, encrypted or packed in another way.
    public func contents(of entry: Entry) throws(FormatFault) -> [UInt8] {
        do { return try unpack(entry) } catch { throw error.inside(entry.name) }
    }

    /// The first `count` bytes of the unpacked content, or all of it where there is less; they are not verified.
    func beginning(of entry: Entry, count: Int) throws(FormatFault) -> [UInt8] {
        do {
            let packed = try packed(entry)
            guard entry.method == 8 else { return Array(packed.prefix(count)) }
            return try Inflater.beginning(packed, .raw, count: count, format: "zip")
        } catch { throw error.inside(entry.name) }
    }

    private func unpack(_ entry: Entry) throws(FormatFault) -> [UInt8] {
        let packed = try packed(entry)
        let content: [UInt8]
        if entry.method == 8 {
            content =
                try Inflater.unpack(packed, .raw, limit: entry.size, format: "zip", expected: entry.size).output
        } else {
            content = Array(packed)
        }
        guard content.count == entry.size else {
            throw FormatFault(
                .malformed, format: "zip", offset: packed.endIndex,
                "unpacks to \(content.count) bytes, the directory says \(entry.size)")
        }
        guard Zlib.crc32(content) == entry.checksum else {
            throw FormatFault(
                .checksum, format: "zip", offset: entry.offset, "the checksum does not fit: the data is damaged")
        }
        return content
    }

    /// The bytes of an entry as they lie in the archive; stored or deflated.
    private func packed(_ entry: Entry) throws(FormatFault) -> ArraySlice<UInt8> {
        var reader = ByteReader(bytes, format: "zip")
        try reader.seek(to: entry.offset, "the local header")
        guard try reader.integer(UInt32.self) == 0x0403_4B50 else {
            throw reader.fault(.malformed, "there is no local header", at: entry.offset)
        }
        guard entry.flags & 1 == 0 else { throw reader.fault(.unsupported, "is encrypted", at: entry.offset) }
        try reader.skip(22, "the local header")
        let nameLength = try reader.integer(UInt16.self)
        let extraLength = try reader.integer(UInt16.self)
        try reader.skip(Int(nameLength) + Int(extraLength), "the local header")
        guard entry.method == 0 || entry.method == 8 else {
            throw reader.fault(.unsupported, "compression method \(entry.method)", at: entry.offset)
        }
        return try reader.take(entry.packedSize, "the packed data")
    }
}
