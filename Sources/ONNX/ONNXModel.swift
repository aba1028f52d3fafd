/// A model as the file has it: a graph of operators over named values.
///
///     let model = try ONNXModel(parsing: bytes, folder: "networks")
///     for node in model.graph.nodes { print(node.operation, node.inputs) }
public struct ONNXModel: Sendable, Hashable {
    /// Version of the file format.
    public var irVersion: Int
    /// Version of the standard operators; `nil` where the model imports none.
    public var opset: Int?
    /// The program that wrote the file.
    public var producer: String
    public var graph: ONNXGraph
    /// Texts that the file carries.
    public var metadata: [String: String]

    public init(irVersion: Int, opset: Int?, producer: String, graph: ONNXGraph, metadata: [String: String] = [:]) {
        self.irVersion = irVersion
        self.opset = opset
        self.producer = producer
        self.graph = graph
        self.metadata = metadata
    }
}

/// Operators, the tensors they read, and what goes in and out.
public struct ONNXGraph: Sendable, Hashable {
    public var name: String
    /// In the order of the file, which need not be that of the computation.
    public var nodes: [ONNXNode]
    /// Stored tensors, by name.
    public var initialisers: [String: ONNXTensor]
    /// What a user of the model gives: inputs of the graph that no initialiser stands for.
    public var inputs: [ONNXValue]
    public var outputs: [ONNXValue]

    public init(
        name: String, nodes: [ONNXNode], initialisers: [String: ONNXTensor], inputs: [ONNXValue], outputs: [ONNXValue]
    ) {
        self.name = name
        self.nodes = nodes
        self.initialisers = initialisers
        self.inputs = inputs
        self.outputs = outputs
    }
}

/// One operator.
public struct ONNXNode: Sendable, Hashable {
    /// May be empty.
    public var name: String
    /// As `Conv`.
    public var operation: String
    /// Empty or `ai.onnx` for the standard operators.
    public var domain: String
    /// Names of values; an empty name is an input that is left out.
    public var inputs: [String]
    public var outputs: [String]
    public var attributes: [String: ONNXAttribute]

    public init(
        _ operation: String, name: String = "", domain: String = "", inputs: [String], outputs: [String],
        attributes: [String: ONNXAttribute] = [:]
    ) {
        self.operation = operation
        self.name = name
        self.domain = domain
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
    }
}

/// What an attribute holds.
public enum ONNXAttribute: Sendable, Hashable {
    case float(Float)
    case integer(Int)
    case text(String)
    case tensor(ONNXTensor)
    case floats([Float])
    case integers([Int])
    case texts([String])
    /// A kind that is not read: graphs, sparse tensors, types.
    case other(kind: Int)
}

/// A named input or output of a graph.
public struct ONNXValue: Sendable, Hashable {
    public var name: String
    /// `nil` where the file does not say, or says one that is not read.
    public var elementType: ONNXElementType?
    /// `nil` where the file does not say.
    public var shape: [ONNXDimension]?

    public init(name: String, elementType: ONNXElementType?, shape: [ONNXDimension]?) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
    }
}

/// One extent of a shape.
public enum ONNXDimension: Sendable, Hashable, CustomStringConvertible {
    case fixed(Int)
    /// Stands for any number: `N`, `batch_size`, or nothing at all.
    case symbolic(String)

    public var description: String {
        switch self {
        case .fixed(let extent): "\(extent)"
        case .symbolic(let name): name.isEmpty ? "?" : name
        }
    }
}
