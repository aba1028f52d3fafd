import CMatIO
import DataFormats
import Foundation

/// MATLAB v5 files. `MatlabWalk` checks every tag and steps over what is no array of numbers; the arrays are decoded by
/// matio, which is shown nothing else.
enum MatlabFile {
    static func isMatlab(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Array("MATLAB".utf8)) }

    /// All numeric variables in the order of the file; column-major data become row-major.
    ///
    /// - Throws: a fault also for a file without any, which names what it holds instead.
    static func read(_ bytes: [UInt8]) throws(FormatFault) -> [NamedTensor] {
        let walk = try MatlabWalk(bytes)
        var decoded = try decode(walk)[...]
        var tensors = [NamedTensor]()
        var foreign = [String]()
        for variable in walk.variables {
            switch variable {
            case .numeric(_, let isInteger):
                guard var tensor = decoded.popFirst() else {
                    throw FormatFault(.malformed, format: "mat", "matio finds fewer variables than there are")
                }
                tensor.isInteger = isInteger
                tensors.append(tensor)
            case .sparse(let tensor): tensors.append(tensor)
            case .foreign(let name, let what): foreign.append("\(name) (\(what))")
            }
        }
        guard !tensors.isEmpty || foreign.isEmpty else {
            throw FormatFault(
                .unsupported, format: "mat",
                "no variable is an array of numbers, only \(foreign.joined(separator: ", ")); save every weight and bias as "
                    + "a matrix of its own")
        }
        return tensors
    }

    /// The full numeric arrays, through a temporary file that holds them alone.
    private static func decode(_ walk: MatlabWalk) throws(FormatFault) -> [NamedTensor] {
        var content = Array(walk.bytes.prefix(128))
        for case .numeric(let range, _) in walk.variables { content += walk.bytes[range] }
        guard content.count > 128 else { return [] }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-\(UUID()).mat").path
        defer { unlink(path) }
        guard FileManager.default.createFile(atPath: path, contents: Data(content)) else {
            throw FormatFault(.unsupported, format: "mat", "the temporary file \(path) cannot be written")
        }
        guard let file = Mat_Open(path, Int32(MAT_ACC_RDONLY.rawValue)) else {
            throw FormatFault(.malformed, format: "mat", "matio cannot open the file")
        }
        defer { Mat_Close(file) }
        var tensors = [NamedTensor]()
        while let variable = Mat_VarReadNext(file) {
            defer { Mat_VarFree(variable) }
            tensors.append(try tensor(variable.pointee))
        }
        return tensors
    }

    private static func tensor(_ variable: matvar_t) throws(FormatFault) -> NamedTensor {
        let name = variable.name.map { String(cString: $0) } ?? ""
        guard let type = types[variable.class_type.rawValue], variable.isComplex == 0,
            Int(variable.data_size) == type.size, let extents = variable.dims
        else { throw FormatFault(.unsupported, format: "mat", entry: name, "only real numeric arrays are read") }
        let shape = (0..<Int(variable.rank)).map { Int(extents[$0]) }
        guard let size = type.byteCount(of: shape), size <= variable.nbytes, let data = variable.data else {
            throw FormatFault(.malformed, format: "mat", entry: name, "an array of shape \(shape) without its data")
        }
        let stored = [UInt8](UnsafeRawBufferPointer(start: data, count: size))
        let values = type.floats(stored[...], bigEndian: 1.bigEndian == 1)
        return NamedTensor(name: name, shape: shape, values: rowMajor(values, shape))
    }

    private static let types: [UInt32: ElementType] = [
        MAT_C_DOUBLE.rawValue: .float64, MAT_C_SINGLE.rawValue: .float32, MAT_C_INT8.rawValue: .int8,
        MAT_C_UINT8.rawValue: .uint8, MAT_C_INT16.rawValue: .int16, MAT_C_UINT16.rawValue: .uint16,
        MAT_C_INT32.rawValue: .int32, MAT_C_UINT32.rawValue: .uint32, MAT_C_INT64.rawValue: .int64,
        MAT_C_UINT64.rawValue: .uint64,
    ]

    /// Entries stored first index fastest, put last index fastest.
    private static func rowMajor(_ values: [Float], _ shape: [Int]) -> [Float] {
        var strides = [Int]()
        var step = 1
        for extent in shape {
            strides.append(step)
            step *= extent
        }
        return values.indices.map { index in
            var rest = index
            var position = 0
            for axis in shape.indices.reversed() {
                position += rest % shape[axis] * strides[axis]
                rest /= shape[axis]
            }
            return values[position]
        }
    }
}
