import DataFormats

/// The IDX format of the MNIST files: a magic number, extents, then bytes.
package enum IDXFile {
    /// Reads `…-images-idx3-ubyte`, already unpacked.
    package static func images(
        _ bytes: [UInt8]
    ) throws(FormatFault) -> (count: Int, rows: Int, columns: Int, pixels: [Float]) {
        let (extents, content) = try parse(bytes, magic: 0x0803, what: "images (three extents of bytes)")
        return (extents[0], extents[1], extents[2], content.map { Dataset.pixelOfByte[Int($0)] })
    }

    /// Reads `…-labels-idx1-ubyte`, already unpacked.
    package static func labels(_ bytes: [UInt8]) throws(FormatFault) -> [Int] {
        let (_, content) = try parse(bytes, magic: 0x0801, what: "labels (one extent of bytes)")
        return content.map(Int.init)
    }

    private static func parse(
        _ bytes: [UInt8], magic: UInt32, what: String
    ) throws(FormatFault) -> (extents: [Int], content: ArraySlice<UInt8>) {
        var reader = ByteReader(bytes, format: "idx")
        let found = try reader.integer(UInt32.self, bigEndian: true, "the magic number")
        guard found == magic else {
            throw reader.fault(
                .malformed, "wrong magic number \(hexadecimal(found)), expected \(hexadecimal(magic)) for \(what)",
                at: 0)
        }
        var extents = [Int]()
        for _ in 0..<Int(magic & 0xFF) {
            extents.append(Int(try reader.integer(UInt32.self, bigEndian: true, "an extent")))
        }
        guard let size = ElementType.uint8.byteCount(of: extents) else {
            throw reader.fault(.malformed, "the extents \(extents) are too large", at: 4)
        }
        let content = try reader.take(size, "content of extents \(extents)")
        guard reader.remaining == 0 else {
            throw reader.fault(.malformed, "\(reader.remaining) bytes after the content of extents \(extents)")
        }
        return (extents, content)
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
