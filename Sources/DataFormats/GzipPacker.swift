/// Packs bytes that come piece by piece into one member of a gzip file, without name or time: the same bytes as
/// `Gzip.compress` gives of all of them at once.
public final class GzipPacker {
    private let stream: DeflateStream

    /// - Parameter level: 0 (store) to 9 (smallest).
    public init(level: Int = 6) { stream = DeflateStream(.gzip, level: level) }

    /// Gives `sink` what comes out of `bytes`, which may be nothing yet.
    public func pack<Fault: Error>(
        _ bytes: [UInt8], to sink: ([UInt8]) throws(Fault) -> Void
    ) throws(Fault) {
        try stream.pack(bytes, isLast: false) { chunk throws(Fault) in try sink(Array(chunk)) }
    }

    /// Gives `sink` the end of the file. Nothing may follow.
    public func finish<Fault: Error>(to sink: ([UInt8]) throws(Fault) -> Void) throws(Fault) {
        try stream.pack([], isLast: true) { chunk throws(Fault) in try sink(Array(chunk)) }
    }
}
