extension ElementType {
    /// The entries as single-precision numbers; wider ones are rounded to the nearest, narrower ones are exact.
    ///
    /// Bytes beyond the last whole entry are ignored.
    public func floats(_ bytes: ArraySlice<UInt8>, bigEndian: Bool = false) -> [Float] {
        switch self {
        case .float16: convert(bytes, bigEndian, UInt16.self) { ElementType.float(half: $0) }
        case .bfloat16: convert(bytes, bigEndian, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .float32: convert(bytes, bigEndian, UInt32.self) { Float(bitPattern: $0) }
        case .float64: convert(bytes, bigEndian, UInt64.self) { Float(Double(bitPattern: $0)) }
        case .int8: convert(bytes, bigEndian, Int8.self) { Float($0) }
        case .int16: convert(bytes, bigEndian, Int16.self) { Float($0) }
        case .int32: convert(bytes, bigEndian, Int32.self) { Float($0) }
        case .int64: convert(bytes, bigEndian, Int64.self) { Float($0) }
        case .uint8: convert(bytes, bigEndian, UInt8.self) { Float($0) }
        case .uint16: convert(bytes, bigEndian, UInt16.self) { Float($0) }
        case .uint32: convert(bytes, bigEndian, UInt32.self) { Float($0) }
        case .uint64: convert(bytes, bigEndian, UInt64.self) { Float($0) }
        case .bool: convert(bytes, bigEndian, UInt8.self) { $0 == 0 ? 0 : 1 }
        }
    }

    /// The entries as double-precision numbers; only 64-bit integers beyond 2^53 are rounded.
    public func doubles(_ bytes: ArraySlice<UInt8>, bigEndian: Bool = false) -> [Double] {
        switch self {
        case .float64: convert(bytes, bigEndian, UInt64.self) { Double(bitPattern: $0) }
        case .int32: convert(bytes, bigEndian, Int32.self) { Double($0) }
        case .int64: convert(bytes, bigEndian, Int64.self) { Double($0) }
        case .uint32: convert(bytes, bigEndian, UInt32.self) { Double($0) }
        case .uint64: convert(bytes, bigEndian, UInt64.self) { Double($0) }
        default: floats(bytes, bigEndian: bigEndian).map(Double.init)
        }
    }

    /// The entries as integers; `nil` when one is not a whole number or does not fit.
    public func integers(_ bytes: ArraySlice<UInt8>, bigEndian: Bool = false) -> [Int]? {
        let values: [Int?] =
            switch self {
            case .int64: convert(bytes, bigEndian, Int64.self) { Int(exactly: $0) }
            case .uint64: convert(bytes, bigEndian, UInt64.self) { Int(exactly: $0) }
            default: doubles(bytes, bigEndian: bigEndian).map { Int(exactly: $0) }
            }
        let whole = values.compactMap { $0 }
        return whole.count == values.count ? whole : nil
    }

    /// The number with IEEE 754 binary16 pattern `bits`; exact.
    static func float(half bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10) & 0x1F
        let fraction = bits & 0x3FF
        switch exponent {
        case 0: return sign * Float(fraction) * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + Float(fraction) * 0x1p-10)
        }
    }

    private func convert<Stored: FixedWidthInteger, Value>(
        _ bytes: ArraySlice<UInt8>, _ bigEndian: Bool, _ stored: Stored.Type, _ value: (Stored) -> Value
    ) -> [Value] {
        let width = MemoryLayout<Stored>.size
        let count = bytes.count / width
        return bytes.withUnsafeBytes { buffer in
            [Value](unsafeUninitializedCapacity: count) { output, initialised in
                for index in 0..<count {
                    let raw = buffer.loadUnaligned(fromByteOffset: index * width, as: Stored.self)
                    let entry = bigEndian ? Stored(bigEndian: raw) : Stored(littleEndian: raw)
                    (output.baseAddress.map { $0 + index })?.initialize(to: value(entry))
                }
                initialised = count
            }
        }
    }
}
