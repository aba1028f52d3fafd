import CZlib

enum Deflater {
    /// Packs `input`; `level` is 0 (store) to 9 (smallest), values outside are clamped. The same input gives the same
    /// bytes with the same zlib: no time or name is stored.
    static func pack(_ input: [UInt8], _ wrapping: DeflateWrapping, level: Int) -> [UInt8] {
        var output = [UInt8]()
        let stream = DeflateStream(wrapping, level: level)
        stream.pack(input, isLast: true) { output.append(contentsOf: $0) }
        return output
    }
}

/// Packs bytes that come piece by piece. However they are cut, the same bytes give the same packed ones.
final class DeflateStream {
    /// zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private var chunk = [UInt8](repeating: 0, count: 1 << 18)

    init(_ wrapping: DeflateWrapping, level: Int) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = deflateInit2_(
            stream, Int32(min(max(level, 0), 9)), Z_DEFLATED, wrapping.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot start: status \(status)")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Packs `input` and gives `sink` what comes out, which may be nothing until the last piece.
    func pack<Fault: Error>(
        _ input: [UInt8], isLast: Bool, to sink: (ArraySlice<UInt8>) throws(Fault) -> Void
    ) throws(Fault) {
        var consumed = 0
        while true {
            let available = min(input.count - consumed, 1 << 30)
            let flush = isLast && consumed + available == input.count ? Z_FINISH : Z_NO_FLUSH
            var status = Z_OK
            var produced = 0
            let start = consumed
            input.withUnsafeBufferPointer { source in
                chunk.withUnsafeMutableBufferPointer { target in
                    stream.pointee.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + start) }
                    stream.pointee.avail_in = UInt32(available)
                    stream.pointee.next_out = target.baseAddress
                    stream.pointee.avail_out = UInt32(target.count)
                    status = deflate(stream, flush)
                    produced = target.count - Int(stream.pointee.avail_out)
                }
            }
            consumed += available - Int(stream.pointee.avail_in)
            if produced > 0 { try sink(chunk[..<produced]) }
            let isThrough = consumed == input.count && produced < chunk.count
            if status == Z_STREAM_END || (!isLast && isThrough) { return }
        }
    }
}
