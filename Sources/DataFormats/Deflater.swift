import CZlib

enum Deflater {
    /// Packs `input`; `level` is 0 (store) to 9 (smallest), values outside are clamped. The same input gives the same
    /// bytes with the same zlib: no time or name is stored.
    static func pack(_ input: [UInt8], _ wrapping: DeflateWrapping, level: Int) -> [UInt8] {
        var stream = z_stream()
        let status = deflateInit2_(
            &stream, Int32(min(max(level, 0), 9)), Z_DEFLATED, wrapping.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot start: status \(status)")
        defer { deflateEnd(&stream) }
        var output = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var consumed = 0
        while true {
            let available = min(input.count - consumed, 1 << 30)
            let flush = consumed + available == input.count ? Z_FINISH : Z_NO_FLUSH
            var status = Z_OK
            var produced = 0
            let start = consumed
            input.withUnsafeBufferPointer { source in
                chunk.withUnsafeMutableBufferPointer { target in
                    stream.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + start) }
                    stream.avail_in = UInt32(available)
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = deflate(&stream, flush)
                    produced = target.count - Int(stream.avail_out)
                }
            }
            consumed += available - Int(stream.avail_in)
            output.append(contentsOf: chunk[..<produced])
            if status == Z_STREAM_END { return output }
        }
    }
}
