import CZlib

extension Inflater {
    /// The first `count` bytes that a stream unpacks to, or all of them where there are fewer.
    ///
    /// Used to look at a header before room is taken for what it describes; damage behind those bytes is not seen.
    static func beginning(
        _ input: ArraySlice<UInt8>, _ wrapping: DeflateWrapping, count: Int, format: String
    ) throws(FormatFault) -> [UInt8] {
        var stream = z_stream()
        guard inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw FormatFault(.unsupported, format: format, "zlib cannot start")
        }
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: count)
        var status = Z_OK
        var produced = 0
        input.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
                stream.avail_in = UInt32(min(source.count, 1 << 30))
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                status = inflate(&stream, Z_SYNC_FLUSH)
                produced = target.count - Int(stream.avail_out)
            }
        }
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            throw FormatFault(
                .malformed, format: format, offset: input.startIndex,
                "damaged compressed data\(stream.msg.map { " (" + String(cString: $0) + ")" } ?? "")")
        }
        output.removeLast(count - produced)
        return output
    }
}
