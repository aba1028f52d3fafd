/// A NumPy array in memory: shape, type and entries, always little-endian and in C order.
///
///     let array = try NumPyArray(parsing: bytes)      // the content of a .npy file
///     array.shape                                     // [784, 500]
///     array.floats                                    // 392,000 entries, row after row
public struct NumPyArray: Sendable, Hashable {
    public let shape: [Int]
    public let elementType: ElementType
    /// `shape.reduce(1, *)` entries, little-endian, last index fastest.
    public let bytes: [UInt8]

    init(shape: [Int], elementType: ElementType, bytes: [UInt8]) {
        self.shape = shape
        self.elementType = elementType
        self.bytes = bytes
    }

    /// Traps unless there are as many values as the shape calls for.
    public init(shape: [Int], floats: [Float]) {
        precondition(floats.count == shape.reduce(1, *))
        var bytes = [UInt8]()
        bytes.reserveCapacity(4 * floats.count)
        for value in floats { bytes.append(little: value.bitPattern) }
        self.init(shape: shape, elementType: .float32, bytes: bytes)
    }

    /// Traps unless there are as many values as the shape calls for.
    public init(shape: [Int], doubles: [Double]) {
        precondition(doubles.count == shape.reduce(1, *))
        var bytes = [UInt8]()
        bytes.reserveCapacity(8 * doubles.count)
        for value in doubles { bytes.append(little: value.bitPattern) }
        self.init(shape: shape, elementType: .float64, bytes: bytes)
    }

    /// Traps unless there are as many values as the shape calls for.
    public init(shape: [Int], integers: [Int]) {
        precondition(integers.count == shape.reduce(1, *))
        var bytes = [UInt8]()
        bytes.reserveCapacity(8 * integers.count)
        for value in integers { bytes.append(little: Int64(value)) }
        self.init(shape: shape, elementType: .int64, bytes: bytes)
    }

    /// Traps unless there are as many values as the shape calls for.
    public init(shape: [Int], unsignedBytes: [UInt8]) {
        precondition(unsignedBytes.count == shape.reduce(1, *))
        self.init(shape: shape, elementType: .uint8, bytes: unsignedBytes)
    }

    public var count: Int { bytes.count / elementType.size }
    /// Doubles are rounded to the nearest float.
    public var floats: [Float] { elementType.floats(bytes[...]) }
    public var doubles: [Double] { elementType.doubles(bytes[...]) }
    /// `nil` when an entry is not a whole number.
    public var integers: [Int]? { elementType.integers(bytes[...]) }
}
