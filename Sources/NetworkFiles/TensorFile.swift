import DataFormats

/// A tensor as a file names it.
public struct NamedTensor: Sendable, Hashable {
    public var name: String
    public var shape: [Int]
    /// `shape.reduce(1, *)` entries, last index fastest. Doubles of the file are rounded to the nearest float: the
    /// rounded weights are the network.
    public var values: [Float]

    /// Traps unless there are as many values as the shape calls for.
    public init(name: String, shape: [Int], values: [Float]) {
        precondition(values.count == shape.reduce(1, *))
        self.name = name
        self.shape = shape
        self.values = values
    }

    /// The shape as messages print it: `[100, 784]`.
    public var shapeText: String { "[" + shape.map(String.init).joined(separator: ", ") + "]" }
}

/// The content of a network file: named tensors in order, and texts.
public struct TensorFile: Sendable, Hashable {
    /// For messages.
    public var path: String
    public var tensors: [NamedTensor]
    /// Whether the order of `tensors` is that of the layers; otherwise names decide (`fc2` before `fc10`).
    public var isOrdered: Bool
    /// Whether the format's custom is to store matrices out × in (PyTorch and safetensors).
    public var hasKnownLayout: Bool
    public var metadata: [String: String]

    public init(
        path: String, tensors: [NamedTensor], isOrdered: Bool, hasKnownLayout: Bool = true,
        metadata: [String: String] = [:]
    ) {
        self.path = path
        self.tensors = tensors
        self.isOrdered = isOrdered
        self.hasKnownLayout = hasKnownLayout
        self.metadata = metadata
    }
}
