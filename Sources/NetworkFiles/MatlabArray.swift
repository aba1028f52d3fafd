import DataFormats

/// Flags, extents and name of one variable of a MATLAB file, and where its content starts.
struct MatlabArray {
    let name: String
    private let shape: [Int]
    private let flags: UInt32
    private let start: Int
    private let bigEndian: Bool
    /// Stands behind the name.
    private let reader: ByteReader

    /// Reads what stands in front of the content in `bytes[start..<end]`. Opaque objects have no extents: of them only
    /// the class is read.
    init(_ bytes: [UInt8], _ start: Int, _ end: Int, _ bigEndian: Bool) throws(FormatFault) {
        self.start = start
        self.bigEndian = bigEndian
        var reader = ByteReader(bytes, from: start, to: end, format: "mat")
        let flagsTag = try MatlabTag(&reader, bigEndian)
        guard flagsTag.type == 6, flagsTag.size == 8 else {
            throw reader.fault(.malformed, "the flags of an array are missing", at: start)
        }
        flags = try reader.integer(UInt32.self, bigEndian: bigEndian)
        try reader.skip(4)
        if flags & 0xFF == 17 {
            (name, shape, self.reader) = ("an object", [], reader)
            return
        }
        let extentsTag = try MatlabTag(&reader, bigEndian)
        guard extentsTag.type == 5, extentsTag.size % 4 == 0, (8...64).contains(extentsTag.size) else {
            throw reader.fault(.malformed, "the extents of an array are missing")
        }
        var shape = [Int]()
        for _ in 0..<extentsTag.size / 4 {
            shape.append(Int(try reader.integer(Int32.self, bigEndian: bigEndian)))
        }
        self.shape = shape
        try reader.skip(extentsTag.padding)
        let nameTag = try MatlabTag(&reader, bigEndian)
        guard nameTag.type == 1 else { throw reader.fault(.malformed, "the name of an array is missing") }
        name = String(decoding: try reader.take(nameTag.size, "a name"), as: UTF8.self)
        try reader.skip(nameTag.padding)
        guard !name.isEmpty, !name.utf8.contains(0) else { throw reader.fault(.malformed, "an array without a name") }
        self.reader = reader
    }

    var isSparse: Bool { flags & 0xFF == 5 }
    var isInteger: Bool { (8...15).contains(flags & 0xFF) }

    /// What the variable is if it is no array of numbers.
    var foreignKind: String? {
        switch flags & 0xFF {
        case 1: "a cell array"
        case 2: "a structure"
        case 4: "text"
        case 5...15: nil
        case 16: "a function"
        default: "an object"
        }
    }

    private func fault(_ kind: FormatFault.Kind, _ message: String) -> FormatFault {
        FormatFault(kind, format: "mat", entry: name, offset: start, message)
    }

    /// The number of entries. Refuses complex numbers, and content of another size than the extents call for.
    func numericCount() throws(FormatFault) -> Int {
        guard flags & 0x0800 == 0 else { throw fault(.unsupported, "only real numeric arrays are read") }
        var reader = reader
        let valuesTag = try MatlabTag(&reader, bigEndian)
        guard let width = MatlabTag.widths[valuesTag.type], let count = ElementType.entryCount(of: shape),
            count <= reader.end - start, valuesTag.size == count * width
        else {
            throw fault(.malformed, "\(valuesTag.size) bytes of values do not make an array of shape \(shape)")
        }
        try reader.skip(valuesTag.size, "the values of \(name)")
        return count
    }

    /// A sparse matrix with its zeros put in: row indices, column starts, values.
    ///
    /// - Parameter limit: more bytes than this are a fault.
    func sparse(limit: Int) throws(FormatFault) -> NamedTensor {
        guard flags & 0x0800 == 0 else { throw fault(.unsupported, "only real numeric arrays are read") }
        guard shape.count == 2, let count = ElementType.entryCount(of: shape), count <= limit / 4 else {
            throw fault(
                .unsupported,
                "a sparse matrix of shape \(shape) takes more than the \(UnpackingLimit.amount(limit)) allowed here")
        }
        var reader = reader
        let rows = try integers(&reader, "row indices")
        let starts = try integers(&reader, "column starts")
        let tag = try MatlabTag(&reader, bigEndian)
        guard let type = MatlabTag.elementTypes[tag.type] else { throw fault(.malformed, "values of type \(tag.type)") }
        let stored = type.floats(try reader.take(tag.size, "the values of \(name)"), bigEndian: bigEndian)
        guard starts.count == shape[1] + 1, starts.first == 0, zip(starts, starts.dropFirst()).allSatisfy(<=),
            let last = starts.last, last <= rows.count, last <= stored.count,
            rows[..<last].allSatisfy({ (0..<shape[0]).contains($0) })
        else { throw fault(.malformed, "the indices of a sparse matrix of shape \(shape) do not fit") }
        var values = [Float](repeating: 0, count: count)
        for column in 0..<shape[1] {
            for entry in starts[column]..<starts[column + 1] { values[rows[entry] * shape[1] + column] = stored[entry] }
        }
        return NamedTensor(name: name, shape: shape, values: values)
    }

    private func integers(_ reader: inout ByteReader, _ what: String) throws(FormatFault) -> [Int] {
        let tag = try MatlabTag(&reader, bigEndian)
        guard tag.type == 5 || tag.type == 6, tag.size % 4 == 0 else {
            throw fault(.malformed, "the \(what) are missing")
        }
        let bytes = try reader.take(tag.size, what)
        try reader.skip(tag.padding, what)
        return ElementType.int32.integers(bytes, bigEndian: bigEndian) ?? []
    }
}
