import DataFormats

/// Pixels as deflated little-endian floats.
enum PackedPixels {
    static func pack(_ pixels: [Float]) -> [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(4 * pixels.count)
        for pixel in pixels { withUnsafeBytes(of: pixel.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        return Zlib.compress(bytes)
    }

    /// Throws unless `bytes` inflate to exactly `count` floats.
    static func unpack(_ bytes: [UInt8], count: Int) throws -> [Float] {
        let raw = try Zlib.decompress(bytes, expectedSize: 4 * count)
        guard raw.count == 4 * count else { throw StoreFault.corrupt("a witness does not hold \(count) pixels") }
        return raw.withUnsafeBytes { raw in
            (0..<count).map { index in
                Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
            }
        }
    }
}
