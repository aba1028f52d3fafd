import CZlib

/// The three wrappings of a deflate stream, as zlib's window sizes.
enum DeflateWrapping: Int32 {
    case raw = -15
    case zlib = 15
    case gzip = 31
}

enum Inflater {
    /// Unpacks one stream from the front of `input`.
    ///
    /// - Parameters:
    ///   - limit: unpacking more bytes than this is a fault.
    ///   - format: named in faults.
    ///   - expected: room taken at once, at most `limit`; a wrong number costs time, nothing else.
    /// - Returns: the unpacked bytes and how many bytes of `input` the stream took.
    static func unpack(
        _ input: ArraySlice<UInt8>, _ wrapping: DeflateWrapping, limit: Int, format: String, expected: Int = 0
    ) throws(FormatFault) -> (output: [UInt8], consumed: Int) {
        var stream = z_stream()
        guard inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw FormatFault(.unsupported, format: format, "zlib cannot start")
        }
        defer { inflateEnd(&stream) }
        var output = [UInt8]()
        output.reserveCapacity(min(max(expected, 0), max(limit, 0)))
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var consumed = 0
        while true {
            let available = min(input.count - consumed, 1 << 30)
            var status = Z_OK
            var produced = 0
            let start = consumed
            input.withUnsafeBufferPointer { source in
                chunk.withUnsafeMutableBufferPointer { target in
                    stream.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + start) }
                    stream.avail_in = UInt32(available)
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    produced = target.count - Int(stream.avail_out)
                }
            }
            consumed += available - Int(stream.avail_in)
            guard produced <= limit - output.count else {
                throw FormatFault(
                    .malformed, format: format, offset: input.startIndex + consumed,
                    "the data unpacks to more than \(UnpackingLimit.amount(limit))")
            }
            output.append(contentsOf: chunk[..<produced])
            switch status {
            case Z_STREAM_END: return (output, consumed)
            case Z_OK: continue
            case Z_BUF_ERROR:
                throw FormatFault(
                    .truncated, format: format, offset: input.startIndex + consumed,
                    "truncated: the compressed data ends early")
            default:
                throw FormatFault(
                    .malformed, format: format, offset: input.startIndex + consumed,
                    "damaged compressed data\(stream.msg.map { " (" + String(cString: $0) + ")" } ?? "")")
            }
        }
    }
}
