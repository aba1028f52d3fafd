/// Floats as deflated little-endian bytes: how witnesses travel and are kept.
public enum PackedFloats {
    public static func pack(_ values: [Float]) -> [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(4 * values.count)
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        return Zlib.compress(bytes)
    }

    /// The floats that were packed; `nil` unless `bytes` inflate to exactly `count` of them (at most 2²⁶).
    public static func unpack(_ bytes: [UInt8], count: Int) -> [Float]? {
        guard count >= 0, count <= 1 << 26, let raw = try? Zlib.decompress(bytes, expectedSize: 4 * count),
            raw.count == 4 * count
        else { return nil }
        return raw.withUnsafeBytes { raw in
            (0..<count).map { index in
                Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
            }
        }
    }
}
