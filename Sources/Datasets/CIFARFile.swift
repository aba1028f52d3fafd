import DataFormats

/// CIFAR-10 binary records: one label byte, then 3 × 32 × 32 bytes, channel by channel.
package enum CIFARFile {
    static let recordSize = 1 + 3 * 32 * 32

    /// Reads all records of an unpacked file.
    ///
    /// - Parameter expected: how many records there must be; `nil` for any number above 0.
    package static func parse(
        _ bytes: [UInt8], expected: Int?
    ) throws(FormatFault) -> (labels: [Int], pixels: [Float]) {
        guard bytes.count % recordSize == 0, !bytes.isEmpty else {
            throw FormatFault(
                .truncated, format: "cifar", offset: bytes.count / recordSize * recordSize,
                "\(bytes.count) bytes are no whole number of records of \(recordSize) bytes: truncated?")
        }
        let count = bytes.count / recordSize
        if let expected, count != expected {
            throw FormatFault(
                count < expected ? .truncated : .malformed, format: "cifar", offset: bytes.count,
                "\(count) records, expected \(expected)")
        }
        var labels = [Int]()
        var pixels = [Float]()
        pixels.reserveCapacity(count * (recordSize - 1))
        for record in 0..<count {
            let start = record * recordSize
            guard bytes[start] < 10 else {
                throw FormatFault(
                    .malformed, format: "cifar", offset: start,
                    "label \(bytes[start]) of record \(record), expected 0–9")
            }
            labels.append(Int(bytes[start]))
            for byte in bytes[start + 1..<start + recordSize] { pixels.append(Dataset.pixelOfByte[Int(byte)]) }
        }
        return (labels, pixels)
    }
}
