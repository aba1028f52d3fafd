import LinearAlgebra

/// An untrained network: its layers and how their weights are drawn, in place of a file.
///
/// Weights are uniform on [−a, a) (Glorot & Bengio, AISTATS 2010; He et al., ICCV 2015), biases 0. They are drawn layer by layer,
/// row by row, from one `SeededGenerator(seed:)`: w = Float((2 u − 1) · a) with u of 53 random bits. All of it is IEEE arithmetic
/// without functions of a library, so the same seed gives the same network, to the bit, on every machine.
public struct RandomNetwork: Sendable, Hashable, Codable {
    /// The half-width a of the weights' interval.
    public enum Initialisation: String, Sendable, Hashable, Codable, CaseIterable {
        /// √(6 / (fan-in + fan-out)).
        case glorot
        /// √(6 / fan-in).
        case he

        func halfWidth(fanIn: Int, fanOut: Int) -> Double {
            switch self {
            case .glorot: (6 / Double(fanIn + fanOut)).squareRoot()
            case .he: (6 / Double(fanIn)).squareRoot()
            }
        }
    }

    /// One layer of the chain.
    public enum Layer: Sendable, Hashable, Codable {
        case linear(outputs: Int)
        /// Square kernels.
        case conv2d(channels: Int, kernel: Int, stride: Int, padding: Int)
        case relu
        case maxPool(kernel: Int, stride: Int, padding: Int)
        case averagePool(kernel: Int, stride: Int, padding: Int)
    }

    /// Shape of the image.
    public var input: TensorShape
    public var layers: [Layer]
    public var initialisation: Initialisation
    public var seed: UInt64

    public init(input: TensorShape, layers: [Layer], initialisation: Initialisation = .glorot, seed: UInt64) {
        self.input = input
        self.layers = layers
        self.initialisation = initialisation
        self.seed = seed
    }

    /// Fully-connected with ReLUs in between: `[784, 1024, 10]` are inputs, hidden units, classes.
    public init(widths: [Int], initialisation: Initialisation = .glorot, seed: UInt64) {
        let hidden = widths.dropFirst().dropLast().flatMap { [Layer.linear(outputs: $0), .relu] }
        self.init(
            input: [widths.first ?? 0], layers: hidden + [.linear(outputs: widths.last ?? 0)],
            initialisation: initialisation, seed: seed)
    }

    /// Draws the network.
    ///
    /// - Throws: where a layer does not fit the one before it.
    /// - Complexity: one draw per weight.
    public func network() throws(NetworkFault) -> Network {
        var generator = SeededGenerator(seed: seed)
        var builder = NetworkBuilder(input: input)
        for layer in layers {
            let scale = layer.fans(after: builder.shape(of: builder.last)).map {
                initialisation.halfWidth(fanIn: $0.fanIn, fanOut: $0.fanOut)
            }
            try layer.append(to: &builder) { Float((2 * generator.unitDouble() - 1) * (scale ?? 0)) }
        }
        return try builder.build()
    }
}

extension RandomNetwork.Layer {
    /// Inputs that an output reads and outputs that read an input, strides aside; `nil` for a layer without weights.
    func fans(after shape: TensorShape) -> (fanIn: Int, fanOut: Int)? {
        switch self {
        case .linear(let outputs): return (fanIn: shape.count, fanOut: outputs)
        case .conv2d(let channels, let kernel, _, _):
            let area = kernel * kernel
            return (fanIn: (shape.image?.channels ?? 1) * area, fanOut: channels * area)
        case .relu, .maxPool, .averagePool: return nil
        }
    }

    /// How many weights the layer has behind an output of this shape.
    public func weightCount(after shape: TensorShape) -> Int {
        switch self {
        case .linear(let outputs): shape.count * outputs
        case .conv2d(let channels, _, _, _): (fans(after: shape)?.fanIn ?? 0) * channels
        case .relu, .maxPool, .averagePool: 0
        }
    }

    /// Adds the layer to a network; `weight` is asked for every weight, row by row.
    ///
    /// - Throws: where it does not fit the layer before it.
    public func append(to builder: inout NetworkBuilder, weight: () -> Float) throws(NetworkFault) {
        let inputs = fans(after: builder.shape(of: builder.last))?.fanIn ?? 0
        switch self {
        case .linear(let outputs):
            try builder.linear(weight: matrix(outputs, inputs, weight), bias: [Float](repeating: 0, count: outputs))
        case .conv2d(let channels, let kernel, let stride, let padding):
            try builder.convolution(
                kernels: matrix(channels, inputs, weight), bias: [Float](repeating: 0, count: channels),
                kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: padding)
        case .relu: builder.relu()
        case .maxPool(let kernel, let stride, let padding):
            try builder.maxPool(kernel: kernel, stride: stride, padding: padding)
        case .averagePool(let kernel, let stride, let padding):
            try builder.averagePool(kernel: kernel, stride: stride, padding: padding)
        }
    }

    private func matrix(_ rows: Int, _ columns: Int, _ weight: () -> Float) -> Matrix<Float> {
        Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in weight() })
    }
}
