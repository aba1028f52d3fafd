extension NumPyArray {
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// Whether the bytes start like a `.npy` file.
    public static func isArray(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

    /// Reads a `.npy` file, versions 1 to 3, either byte order, C or Fortran order.
    ///
    /// - Throws: `FormatFault`; arrays of Python objects, structures, texts and complex numbers are unsupported.
    public init(parsing file: [UInt8]) throws(FormatFault) {
        var reader = ByteReader(file, format: "npy")
        let (header, size) = try NumPyArray.preamble(&reader)
        let content = try reader.take(size, "an array of shape \(header.shape)")
        guard reader.remaining == 0 else {
            throw reader.fault(.malformed, "\(reader.remaining) bytes after the array")
        }
        var bytes = Array(content)
        if header.bigEndian { NumPyArray.reverseEntries(&bytes, size: header.elementType.size) }
        if header.fortranOrder { bytes = NumPyArray.rowMajor(bytes, header.shape, size: header.elementType.size) }
        self.init(shape: header.shape, elementType: header.elementType, bytes: bytes)
    }

    /// Everything before the entries fits into so many bytes, unless the header is of an unusual length.
    static let longestPreamble = 4096

    /// Compares what the header in the first bytes of a file describes with the size that the file will have. Where
    /// the header does not fit into them, nothing is compared.
    static func validate(beginning: [UInt8], fileSize: Int) throws(FormatFault) {
        var reader = ByteReader(beginning, format: "npy")
        let size: Int
        do { size = try preamble(&reader).size } catch {
            if error.kind == .truncated, beginning.count == longestPreamble { return }
            throw error
        }
        let described = reader.position.addingReportingOverflow(size)
        guard !described.overflow, described.partialValue == fileSize else {
            throw FormatFault(
                described.partialValue > fileSize || described.overflow ? .truncated : .malformed, format: "npy",
                "the header describes \(size) bytes of entries, the archive holds \(fileSize - reader.position)")
        }
    }

    /// Reads magic, version and header; the reader then stands before the entries, which take `size` bytes.
    private static func preamble(_ reader: inout ByteReader) throws(FormatFault) -> (header: NumPyHeader, size: Int) {
        guard try reader.take(6, "the magic").elementsEqual(NumPyArray.magic) else {
            throw reader.fault(.malformed, "does not start with the bytes 93 'NUMPY'", at: 0)
        }
        let major = try reader.byte("the version")
        let minor = try reader.byte("the version")
        let length: Int
        switch major {
        case 1: length = Int(try reader.integer(UInt16.self, "the header's length"))
        case 2, 3: length = Int(try reader.integer(UInt32.self, "the header's length"))
        default: throw reader.fault(.unsupported, "format version \(major).\(minor)", at: 6)
        }
        let headerStart = reader.position
        try reader.skip(length, "the header")
        let header = try NumPyHeader(reader.bytes, from: headerStart, to: reader.position)
        guard header.shape.count <= maximumRank else {
            throw reader.fault(.unsupported, "\(header.shape.count) extents; NumPy has at most \(maximumRank)")
        }
        guard let size = header.elementType.byteCount(of: header.shape) else {
            throw reader.fault(.malformed, "the shape \(header.shape) is too large", at: headerStart)
        }
        return (header, size)
    }

    private static let maximumRank = 64

    private static func reverseEntries(_ bytes: inout [UInt8], size: Int) {
        for start in stride(from: 0, to: bytes.count, by: size) { bytes[start..<start + size].reverse() }
    }

    /// Reorders entries stored first index fastest into last index fastest.
    private static func rowMajor(_ bytes: [UInt8], _ shape: [Int], size: Int) -> [UInt8] {
        guard shape.count > 1, !bytes.isEmpty else { return bytes }
        var strides = [Int]()
        var step = 1
        for extent in shape {
            strides.append(step)
            step *= extent
        }
        var result = [UInt8]()
        result.reserveCapacity(bytes.count)
        var index = [Int](repeating: 0, count: shape.count)
        for _ in 0..<bytes.count / size {
            let position = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 } * size
            result.append(contentsOf: bytes[position..<position + size])
            var axis = shape.count - 1
            while axis >= 0 {
                index[axis] += 1
                if index[axis] < shape[axis] { break }
                index[axis] = 0
                axis -= 1
            }
        }
        return result
    }
}
