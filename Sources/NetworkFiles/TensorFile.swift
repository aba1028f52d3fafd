import DataFormats

/// A tensor as a file names it.
public struct NamedTensor: Sendable, Hashable {
    public var name: String
    public var shape: [Int]
    /// `shape.reduce(1, *)` entries, last index fastest. Doubles of the file are rounded to the nearest float: the
    /// rounded weights are the network.
    public var values: [Float]

    /// Whether the file stores whole numbers or truth values: counters and masks rather than weights.
    public var isInteger: Bool

    /// Traps unless there are as many values as the shape calls for.
    public init(name: String, shape: [Int], values: [Float], isInteger: Bool = false) {
        precondition(values.count == shape.reduce(1, *))
        self.name = name
        self.shape = shape
        self.values = values
        self.isInteger = isInteger
    }

    /// The shape as messages print it: `[100, 784]`.
    public var shapeText: String { "[" + shape.map(String.init).joined(separator: ", ") + "]" }
}

/// The content of a network file: named tensors in order, and texts.
public struct TensorFile: Sendable, Hashable {
    /// For messages.
    public var path: String
    public var tensors: [NamedTensor]
    /// What the order of `tensors` says about the order of the layers.
    public var order: Order
    /// Whether the format's custom is to store matrices out × in (PyTorch and safetensors).
    public var hasKnownLayout: Bool
    public var metadata: [String: String]

    /// Where the order of a file's tensors comes from.
    public enum Order: Sendable, Hashable {
        /// The program that made the layers: a PyTorch state dictionary lists them as they were registered.
        case program
        /// Whoever packed the file; it may be the alphabet's.
        case archive
        /// Nowhere: a folder, or a format that sorts.
        case none
    }

    public init(
        path: String, tensors: [NamedTensor], order: Order, hasKnownLayout: Bool = true,
        metadata: [String: String] = [:]
    ) {
        self.path = path
        self.tensors = tensors
        self.order = order
        self.hasKnownLayout = hasKnownLayout
        self.metadata = metadata
    }
}
