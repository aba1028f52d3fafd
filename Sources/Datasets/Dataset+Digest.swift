import Questions

extension Dataset {
    /// Content hash of shape, labels and pixels, or of questions; names do not enter.
    ///
    /// - Complexity: reads every pixel; keep the result rather than asking twice.
    public var digest: Digest {
        var bytes = [UInt8]()
        bytes.reserveCapacity(8 * (shape.count + labels.count + 2) + 4 * pixels.count)
        func put(_ value: Int) { withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) } }
        put(shape.count)
        shape.forEach(put)
        put(labels.count)
        labels.forEach(put)
        for pixel in pixels { withUnsafeBytes(of: pixel.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        for instance in given { bytes += instance.sample.digest.bytes }
        return Digest(of: bytes)
    }

    /// byte ↦ Float(byte) / 255 for all 256 bytes: single-precision division, as every framework does it.
    static let pixelOfByte: [Float] = (0...255).map { Float($0) / 255 }
}
