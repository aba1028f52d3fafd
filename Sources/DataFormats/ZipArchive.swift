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
    public init(_ bytes: [UInt8]) throws(FormatFault) {
        self.bytes = bytes
        entries = try ZipDirectory.entries(of: bytes)
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

    private func unpack(_ entry: Entry) throws(FormatFault) -> [UInt8] {
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
        let packed = try reader.take(entry.packedSize, "the packed data")
        let content: [UInt8]
        switch entry.method {
        case 0: content = Array(packed)
        case 8: content = try Inflater.unpack(packed, .raw, limit: entry.size, format: "zip").output
        default: throw reader.fault(.unsupported, "compression method \(entry.method)", at: entry.offset)
        }
        guard content.count == entry.size else {
            throw reader.fault(.malformed, "unpacks to \(content.count) bytes, the directory says \(entry.size)")
        }
        guard Zlib.crc32(content) == entry.checksum else {
            throw reader.fault(.checksum, "the checksum does not fit: the data is damaged", at: entry.offset)
        }
        return content
    }
}
