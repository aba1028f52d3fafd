/// Packs bytes that come piece by piece: the same bytes as of all of them at once.
public final class StreamPacker {
    private let stream: DeflateStream

    private init(_ wrapping: DeflateWrapping, level: Int) { stream = DeflateStream(wrapping, level: level) }

    /// One member of a gzip file, without name or time, as `Gzip.compress` makes it.
    ///
    /// - Parameter level: 0 (store) to 9 (smallest).
    public static func gzip(level: Int = 6) -> StreamPacker { StreamPacker(.gzip, level: level) }

    /// A blob in zlib's own wrapping, as `Zlib.compress` makes it.
    ///
    /// - Parameter level: 0 (store) to 9 (smallest).
    public static func zlib(level: Int = 6) -> StreamPacker { StreamPacker(.zlib, level: level) }

    /// Gives `sink` what comes out of `bytes`, which may be nothing yet.
    public func pack<Fault: Error>(
        _ bytes: [UInt8], to sink: ([UInt8]) throws(Fault) -> Void
    ) throws(Fault) {
        try stream.pack(bytes, isLast: false) { chunk throws(Fault) in try sink(Array(chunk)) }
    }

    /// Gives `sink` the end. Nothing may follow.
    public func finish<Fault: Error>(to sink: ([UInt8]) throws(Fault) -> Void) throws(Fault) {
        try stream.pack([], isLast: true) { chunk throws(Fault) in try sink(Array(chunk)) }
    }
}
