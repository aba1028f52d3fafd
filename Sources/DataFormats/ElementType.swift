/// The type of an array's entries as stored.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
    case float16, bfloat16, float32, float64
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case bool

    /// Bytes per entry.
    public var size: Int {
        switch self {
        case .int8, .uint8, .bool: 1
        case .float16, .bfloat16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64: 8
        }
    }

    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .bfloat16, .float32, .float64: true
        default: false
        }
    }

    /// Bytes of an array of the given shape; `nil` for a negative extent or when it does not fit an `Int`.
    public func byteCount(of shape: [Int]) -> Int? {
        guard let count = ElementType.entryCount(of: shape) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        return overflow ? nil : bytes
    }

    /// Entries of an array of the given shape; `nil` for a negative extent or when it does not fit an `Int`. The same of an
    /// empty array whose other extents would not fit: their product is formed wherever one image or row is looked at.
    public static func entryCount(of shape: [Int]) -> Int? {
        var count = 1
        for extent in shape where extent != 0 {
            guard extent > 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard !overflow else { return nil }
            count = product
        }
        return shape.contains(0) ? 0 : count
    }
}
