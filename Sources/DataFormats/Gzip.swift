/// gzip files (RFC 1952).
public enum Gzip {
    /// Whether the bytes start like a gzip file.
    public static func isCompressed(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
    }

    /// Unpacks all members of a gzip file; checksums are verified.
    ///
    /// - Parameter limit: unpacking to more bytes than this is a fault; `UnpackingLimit` of the packed size unless
    ///   stated.
    public static func decompress(_ bytes: [UInt8], limit: Int? = nil) throws(FormatFault) -> [UInt8] {
        let limit = limit ?? UnpackingLimit.bytes(packed: bytes.count)
        guard isCompressed(bytes) else {
            throw FormatFault(.malformed, format: "gzip", offset: 0, "does not start with the bytes 1f 8b")
        }
        // The last four bytes of an undamaged file are the size of its last member, modulo 2³².
        let announced = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        var output = [UInt8]()
        var position = 0
        repeat {
            let member = try Inflater.unpack(
                bytes[position...], .gzip, limit: limit - output.count, format: "gzip",
                expected: announced <= limit ? announced : 0)
            if output.isEmpty { output = member.output } else { output.append(contentsOf: member.output) }
            position += member.consumed
            if bytes[position...].allSatisfy({ $0 == 0 }) { return output }
        } while bytes[position...].starts(with: [0x1F, 0x8B])
        throw FormatFault(.malformed, format: "gzip", offset: position, "foreign bytes after the end")
    }

    /// One member, without name or time: the same input gives the same bytes.
    public static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
        Deflater.pack(bytes, .gzip, level: level)
    }
}
