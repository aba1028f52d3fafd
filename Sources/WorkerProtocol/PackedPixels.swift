import DataFormats

/// Pixels as deflated little-endian floats.
enum PackedPixels {
    static func pack(_ pixels: [Float]) -> [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(4 * pixels.count)
        for pixel in pixels { withUnsafeBytes(of: pixel.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        return Zlib.compress(bytes)
    }

    /// `nil` unless `bytes` inflate to exactly `count` floats.
    static func unpack(_ bytes: [UInt8], count: Int) -> [Float]? {
        guard count >= 0, count <= 1 << 26, let raw = try? Zlib.decompress(bytes, expectedSize: 4 * count),
            raw.count == 4 * count
        else { return nil }
        return (0..<count).map { index in
            Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(raw[4 * index + $1]) << (8 * UInt32($1)) })
        }
    }
}
