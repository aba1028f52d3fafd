import CZlib

/// Blobs in zlib's own wrapping (RFC 1950).
public enum Zlib {
    /// Packs `bytes`; `level` is 0 (store) to 9 (smallest).
    public static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
        Deflater.pack(bytes, .zlib, level: level)
    }

    /// Unpacks a blob that must give exactly `expectedSize` bytes and nothing else.
    public static func decompress(_ bytes: [UInt8], expectedSize: Int) throws(FormatFault) -> [UInt8] {
        try decompress(bytes[...], expectedSize: expectedSize)
    }

    /// The same of a part of some bytes.
    public static func decompress(_ bytes: ArraySlice<UInt8>, expectedSize: Int) throws(FormatFault) -> [UInt8] {
        // A size may be a stranger's: room is taken at once for what blobs usually are packed from.
        let (output, consumed) = try Inflater.unpack(
            bytes, .zlib, limit: max(expectedSize, 0), format: "zlib", expected: min(expectedSize, 4 * bytes.count))
        guard output.count == expectedSize else {
            throw FormatFault(
                .malformed, format: "zlib", "unpacks to \(output.count) bytes, expected \(expectedSize)")
        }
        guard consumed == bytes.count else {
            throw FormatFault(
                .malformed, format: "zlib", offset: consumed, "\(bytes.count - consumed) bytes after the end")
        }
        return output
    }

    /// Unpacks a blob of unknown size; more than `limit` bytes (`UnpackingLimit` unless stated) is a fault.
    public static func decompress(_ bytes: ArraySlice<UInt8>, limit: Int? = nil) throws(FormatFault) -> [UInt8] {
        let limit = limit ?? UnpackingLimit.bytes(packed: bytes.count)
        return try Inflater.unpack(bytes, .zlib, limit: limit, format: "zlib").output
    }

    /// CRC-32 as ZIP and gzip use it.
    public static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var checksum: UInt = 0
        var start = 0
        bytes.withUnsafeBufferPointer { buffer in
            while start < buffer.count {
                let count = min(buffer.count - start, 1 << 30)
                checksum = CZlib.crc32(checksum, buffer.baseAddress.map { $0 + start }, UInt32(count))
                start += count
            }
        }
        return UInt32(truncatingIfNeeded: checksum)
    }
}
