/// A stored tensor with its entries.
public struct ONNXTensor: Sendable, Hashable {
    public var name: String
    /// Empty for a single number.
    public var shape: [Int]
    public var values: Values

    /// The entries, last index fastest, in a form that holds every one of them exactly.
    public enum Values: Sendable, Hashable {
        /// Single, half and brain precision.
        case floats([Float])
        case doubles([Double])
        /// Whole numbers and truth values.
        case integers([Int])
        /// Entries of a type that is not read (texts, complex numbers, eight bits and less), with the format's number
        /// for it.
        case unread(type: Int)
    }

    /// Traps unless there are as many entries as the shape calls for.
    public init(name: String = "", shape: [Int], values: Values) {
        switch values {
        case .floats(let entries): precondition(entries.count == shape.reduce(1, *))
        case .doubles(let entries): precondition(entries.count == shape.reduce(1, *))
        case .integers(let entries): precondition(entries.count == shape.reduce(1, *))
        case .unread: break
        }
        self.name = name
        self.shape = shape
        self.values = values
    }

    public init(name: String = "", shape: [Int], floats: [Float]) {
        self.init(name: name, shape: shape, values: .floats(floats))
    }

    public init(name: String = "", shape: [Int], integers: [Int]) {
        self.init(name: name, shape: shape, values: .integers(integers))
    }
}
