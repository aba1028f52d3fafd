/// Tells PNG files how large they are meant to be, which Cairo does not.
enum PNGResolution {
    /// `bytes` with a pHYs chunk behind the header (PNG specification, 11.3.4.3).
    static func stamped(_ bytes: [UInt8], dotsPerInch: Double) -> [UInt8] {
        // 8 bytes of signature, then IHDR: 4 of length, 4 of type, 13 of data, 4 of checksum.
        let headerEnd = 33
        guard bytes.count > headerEnd else { return bytes }
        let perMetre = UInt32((dotsPerInch / 0.0254).rounded())
        let body = Array("pHYs".utf8) + bigEndian(perMetre) + bigEndian(perMetre) + [1]
        let chunk = bigEndian(9) + body + bigEndian(checksum(body))
        return Array(bytes[..<headerEnd]) + chunk + Array(bytes[headerEnd...])
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// CRC-32 as PNG annex D defines it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var register: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register & 1 == 1 ? 0xEDB8_8320 ^ (register >> 1) : register >> 1 }
        }
        return ~register
    }
}
