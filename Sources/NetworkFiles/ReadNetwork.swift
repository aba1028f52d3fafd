import Networks

/// The formats of network files.
public enum NetworkFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case pytorch, numpy, matlab, safetensors, onnx
}

/// A network with what there is to say about how it was read.
public struct ReadNetwork: Sendable {
    public var network: Network
    public var format: NetworkFormat
    /// The input's extents as the file has them, with the batch of an ONNX model, which is 1 where the model leaves
    /// it open.
    public var inputShape: [Int]
    /// The output's.
    public var outputShape: [Int]
    /// What a user has to know: every rounding that the network contains, and what was left out. Empty for other
    /// formats than ONNX.
    public var notes: [String]
    /// Whether the network's outputs are the file's. Where a softmax at the end was left out only their order is.
    public var keepsOutputValues: Bool

    public init(
        network: Network, format: NetworkFormat, inputShape: [Int], outputShape: [Int], notes: [String] = [],
        keepsOutputValues: Bool = true
    ) {
        self.network = network
        self.format = format
        self.inputShape = inputShape
        self.outputShape = outputShape
        self.notes = notes
        self.keepsOutputValues = keepsOutputValues
    }
}
