import CMatIO
import DataFormats

/// MATLAB v5 files through matio, after `MatlabCheck` has walked every tag of the file.
enum MatlabFile {
    static func isMatlab(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Array("MATLAB".utf8)) }

    /// All numeric variables in the order of the file; column-major data become row-major.
    static func read(_ bytes: [UInt8], path: String) throws(FormatFault) -> [NamedTensor] {
        try MatlabCheck.validate(bytes)
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
