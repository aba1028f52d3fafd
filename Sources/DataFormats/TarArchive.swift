/// The regular files of a tar archive (ustar; GNU and POSIX headers) in memory.
public struct TarArchive: Sendable {
    /// One regular file.
    public struct Entry: Sendable, Hashable {
        public let name: String
        /// Where its content lies in the archive.
        public let range: Range<Int>
    }

    public let bytes: [UInt8]
    public let entries: [Entry]

    /// Reads all headers; their checksums are verified.
    public init(_ bytes: [UInt8]) throws(FormatFault) {
        self.bytes = bytes
        var entries = [Entry]()
        var reader = ByteReader(bytes, format: "tar")
        while reader.remaining > 0 {
            let start = reader.position
            let header = Array(try reader.take(512, "a header"))
            if header.allSatisfy({ $0 == 0 }) { break }
            let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
            guard let size = TarArchive.octal(header[124..<136]), let stored = TarArchive.octal(header[148..<156])
            else { throw reader.fault(.malformed, "not a tar header", at: start) }
            guard stored == sum else { throw reader.fault(.checksum, "the header is damaged", at: start) }
            let content = reader.position
            try reader.skip(size, "a file's content")
            if header[156] == 0 || header[156] == UInt8(ascii: "0") {
                let prefix = header[257..<262].elementsEqual("ustar".utf8) ? TarArchive.text(header[345..<500]) : ""
                let name = TarArchive.text(header[0..<100])
                entries.append(
                    Entry(name: prefix.isEmpty ? name : "\(prefix)/\(name)", range: content..<content + size))
            }
            try reader.skip(min((512 - size % 512) % 512, reader.remaining))
        }
        self.entries = entries
    }

    public func contents(of entry: Entry) -> [UInt8] { Array(bytes[entry.range]) }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = String(decoding: field, as: UTF8.self).filter { $0 != " " && $0 != "\0" }
        guard !digits.hasPrefix("-"), !digits.hasPrefix("+") else { return nil }
        return Int(digits, radix: 8)
    }
}
