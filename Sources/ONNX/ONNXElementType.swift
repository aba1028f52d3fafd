import DataFormats

/// The types of tensor entries that are read, with the format's numbers for them.
public enum ONNXElementType: Int, Sendable, Hashable, CaseIterable {
    case float = 1
    case uint8, int8, uint16, int16, int32, int64
    case bool = 9
    case float16, double, uint32, uint64
    case bfloat16 = 16

    /// How raw data store an entry; least significant byte first.
    public var stored: ElementType {
        switch self {
        case .float: .float32
        case .double: .float64
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .uint8: .uint8
        case .int8: .int8
        case .uint16: .uint16
        case .int16: .int16
        case .int32: .int32
        case .int64: .int64
        case .uint32: .uint32
        case .uint64: .uint64
        case .bool: .bool
        }
    }

    public var isFloatingPoint: Bool { stored.isFloatingPoint }
}
