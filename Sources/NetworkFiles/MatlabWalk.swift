import DataFormats

/// Walks the tags of a MATLAB v5 file, so that a damaged one is refused with a position before a C library sees it.
///
/// What is no array of numbers (texts, cells, structures, objects, functions) is stepped over by its size and never
/// looked into.
struct MatlabWalk {
    /// One variable of the file.
    enum Variable {
        /// The bytes of a real, full, numeric array, exactly of the size that its extents call for; `isInteger` is its class.
        case numeric(bytes: Range<Int>, isInteger: Bool)
        case sparse(NamedTensor)
        /// Something else, in words.
        case foreign(name: String, what: String)
    }

    let bytes: [UInt8]
    let bigEndian: Bool
    private(set) var variables = [Variable]()
    /// Bytes that the variables may still take when unpacked.
    private var allowance: Int

    /// - Throws: a fault unless the file is a sequence of plain or compressed variables of allowed size.
    init(_ bytes: [UInt8]) throws(FormatFault) {
        self.bytes = bytes
        allowance = UnpackingLimit.bytes(packed: bytes.count)
        var reader = ByteReader(bytes, format: "mat")
        try reader.skip(124, "the header")
        let version = Array(try reader.take(2, "the version"))
        let mark = Array(try reader.take(2, "the byte order"))
        guard mark == Array("IM".utf8) || mark == Array("MI".utf8) else {
            throw reader.fault(.malformed, "not the header of a MATLAB v5 file", at: 126)
        }
        bigEndian = mark == Array("MI".utf8)
        guard version == (bigEndian ? [1, 0] : [0, 1]) else {
            throw reader.fault(.unsupported, "not version 5 of the format; save with -v7 or -v6", at: 124)
        }
        while reader.remaining > 0 { try variable(&reader) }
    }

    private mutating func variable(_ reader: inout ByteReader) throws(FormatFault) {
        let start = reader.position
        let tag = try MatlabTag(&reader, bigEndian)
        let content = try reader.take(tag.size, "a variable")
        switch tag.type {
        case MatlabTag.matrix:
            let array = try MatlabArray(bytes, content.startIndex, content.endIndex, bigEndian)
            variables.append(try variable(array, start..<reader.position))
        case MatlabTag.compressed:
            let unpacked = try Zlib.decompress(content, limit: allowance)
            allowance -= unpacked.count
            var inner = ByteReader(unpacked, format: "mat")
            do throws(FormatFault) {
                let tag = try MatlabTag(&inner, bigEndian)
                let first = inner.position
                try inner.skip(tag.size, "a variable")
                guard tag.type == MatlabTag.matrix else { throw inner.fault(.malformed, "not an array") }
                let array = try MatlabArray(unpacked, first, inner.position, bigEndian)
                variables.append(try variable(array, start..<reader.position))
            } catch {
                throw error.inside("compressed variable at byte \(start)")
            }
        default: throw reader.fault(.unsupported, "data of type \(tag.type)", at: start)
        }
    }

    private mutating func variable(_ array: MatlabArray, _ range: Range<Int>) throws(FormatFault) -> Variable {
        if let what = array.foreignKind { return .foreign(name: array.name, what: what) }
        if array.isSparse {
            let tensor = try array.sparse(limit: allowance)
            allowance -= 4 * tensor.values.count
            return .sparse(tensor)
        }
        // MATLAB stores doubles that are small whole numbers as bytes.
        let size = 8 * (try array.numericCount())
        guard size <= allowance else {
            throw FormatFault(
                .unsupported, format: "mat", entry: array.name,
                "with this array the file takes more than \(UnpackingLimit.amount(UnpackingLimit.bytes(packed: bytes.count)))"
            )
        }
        allowance -= size
        return .numeric(bytes: range, isInteger: array.isInteger)
    }
}
