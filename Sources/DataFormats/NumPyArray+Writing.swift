extension NumPyArray {
    /// The array as a `.npy` file: version 1 (2 when the header is long), little-endian, C order.
    public var fileBytes: [UInt8] {
        let code = NumPyArray.codes[elementType] ?? "<f4"
        let extents = shape.map(String.init).joined(separator: ", ")
        let tuple = shape.count == 1 ? "(\(extents),)" : "(\(extents))"
        let dictionary = Array("{'descr': '\(code)', 'fortran_order': False, 'shape': \(tuple), }".utf8)
        let wide = dictionary.count > 0xFF00
        let prefix = wide ? 12 : 10
        let padding = (64 - (prefix + dictionary.count + 1) % 64) % 64
        let length = dictionary.count + padding + 1
        var file = NumPyArray.magic + [wide ? 2 : 1, 0]
        if wide { file.append(little: UInt32(length)) } else { file.append(little: UInt16(length)) }
        file += dictionary
        file += [UInt8](repeating: 0x20, count: padding)
        file.append(0x0A)
        file += bytes
        return file
    }

    /// NumPy has no bfloat16; arrays of it come from elsewhere and are never made by the initialisers here.
    private static let codes: [ElementType: String] = [
        .float16: "<f2", .float32: "<f4", .float64: "<f8", .int8: "|i1", .int16: "<i2", .int32: "<i4", .int64: "<i8",
        .uint8: "|u1", .uint16: "<u2", .uint32: "<u4", .uint64: "<u8", .bool: "|b1",
    ]
}
