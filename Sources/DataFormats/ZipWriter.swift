/// Puts a ZIP archive together in memory. The same entries give the same bytes: the date is fixed.
public struct ZipWriter: Sendable {
    private var output = [UInt8]()
    private var directory = [UInt8]()
    private var names = Set<String>()

    public init() {}

    /// Adds a file, deflated unless `compressed` is false.
    ///
    /// - Throws: a fault when the name was used before, or for sizes beyond the classic format's 4 GiB.
    public mutating func add(_ name: String, _ bytes: [UInt8], compressed: Bool = true) throws(FormatFault) {
        guard names.insert(name).inserted else {
            throw FormatFault(.malformed, format: "zip", entry: name, "the name is already used")
        }
        let packed = compressed ? Deflater.pack(bytes, .raw, level: 6) : bytes
        let encodedName = Array(name.utf8)
        guard let size = UInt32(exactly: bytes.count), let packedSize = UInt32(exactly: packed.count),
            let offset = UInt32(exactly: output.count), let nameLength = UInt16(exactly: encodedName.count),
            size != .max, packedSize != .max, offset != .max, names.count < 0xFFFF
        else {
            throw FormatFault(.unsupported, format: "zip", entry: name, "too large for a ZIP archive without zip64")
        }
        var shared = [UInt8]()
        shared.append(little: UInt16(20))
        shared.append(little: UInt16(0x0800))
        shared.append(little: UInt16(compressed ? 8 : 0))
        shared.append(little: UInt16(0))
        shared.append(little: UInt16(0x0021))
        shared.append(little: Zlib.crc32(bytes))
        shared.append(little: packedSize)
        shared.append(little: size)
        shared.append(little: nameLength)
        shared.append(little: UInt16(0))
        output.append(little: UInt32(0x0403_4B50))
        output += shared + encodedName + packed
        directory.append(little: UInt32(0x0201_4B50))
        directory.append(little: UInt16(20))
        directory += shared
        directory += [UInt8](repeating: 0, count: 10)
        directory.append(little: offset)
        directory += encodedName
    }

    /// The archive with its directory.
    public func finish() throws(FormatFault) -> [UInt8] {
        guard let offset = UInt32(exactly: output.count), let size = UInt32(exactly: directory.count) else {
            throw FormatFault(.unsupported, format: "zip", "too large for a ZIP archive without zip64")
        }
        var archive = output + directory
        archive.append(little: UInt32(0x0605_4B50))
        archive.append(little: UInt32(0))
        archive.append(little: UInt16(names.count))
        archive.append(little: UInt16(names.count))
        archive.append(little: size)
        archive.append(little: offset)
        archive.append(little: UInt16(0))
        return archive
    }
}

extension [UInt8] {
    /// Appends an integer, least significant byte first.
    public mutating func append(little value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// Appends an integer, most significant byte first.
    public mutating func append(big value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
