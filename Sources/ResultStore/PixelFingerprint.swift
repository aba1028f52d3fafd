import Questions

/// Names the pixels of a witness where the pixels themselves are not kept: the first eight bytes of the SHA-256 of their
/// little-endian single-precision bytes. Enough to tell whether asking again finds the same point; no proof of anything.
public struct PixelFingerprint: Sendable, Hashable, CustomStringConvertible {
    /// The eight bytes, the first as the most significant.
    public let bits: UInt64

    init(bits: UInt64) { self.bits = bits }

    public init(of pixels: [Float]) {
        var bytes = [UInt8]()
        bytes.reserveCapacity(4 * pixels.count)
        for pixel in pixels { withUnsafeBytes(of: pixel.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        bits = Digest(of: bytes).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads what `description` gives; `nil` for anything else.
    public init?(hexadecimal text: String) {
        guard text.utf8.count == 16, let bits = UInt64(text, radix: 16) else { return nil }
        self.bits = bits
        guard description == text else { return nil }
    }

    /// Sixteen hexadecimal digits in lower case.
    public var description: String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
