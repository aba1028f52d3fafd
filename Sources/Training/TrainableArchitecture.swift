import LinearAlgebra
import Networks

/// The shape of a network to be trained: affine layers with ReLUs between them, and where each layer's parameters lie
/// in one flat vector.
public struct TrainableArchitecture: Sendable, Hashable {
    public let input: TensorShape
    public let layers: [AffineLayer]

    /// Fully-connected: `input` pixels, hidden layers of the given widths, one logit per class.
    public init(pixels: Int, hidden: [Int], classes: Int) {
        input = [pixels]
        var layers = [AffineLayer]()
        var inputs = pixels
        for width in hidden + [classes] {
            layers.append(AffineLayer(.linear, rows: width, columns: inputs, after: layers.last))
            inputs = width
        }
        self.layers = layers
    }

    /// CNN-SMALL of Wong & Kolter: conv 16 4×4 stride 2, conv 32 4×4 stride 2, both with padding 1, fc 100, fc 10.
    public static func cnnSmall(channels: Int, height: Int, width: Int, classes: Int) -> TrainableArchitecture {
        convolutional(
            channels: channels, height: height, width: width, kernels: [16, 32], hidden: [100], classes: classes)
    }

    /// Convolutions of 4×4 kernels, stride 2 and padding 1, then fully-connected layers.
    public static func convolutional(
        channels: Int, height: Int, width: Int, kernels: [Int], hidden: [Int], classes: Int
    ) -> TrainableArchitecture {
        var layers = [AffineLayer]()
        var (depth, rows, columns) = (channels, height, width)
        for count in kernels {
            let geometry = ConvolutionGeometry(
                channels: depth, height: rows, width: columns, kernelHeight: 4, kernelWidth: 4, stride: 2, padding: 1)
            layers.append(
                AffineLayer(.convolution(geometry), rows: count, columns: geometry.patchSize, after: layers.last))
            (depth, rows, columns) = (count, geometry.outputHeight, geometry.outputWidth)
        }
        var inputs = depth * rows * columns
        for count in hidden + [classes] {
            layers.append(AffineLayer(.linear, rows: count, columns: inputs, after: layers.last))
            inputs = count
        }
        return TrainableArchitecture(input: [channels, height, width], layers: layers)
    }

    private init(input: TensorShape, layers: [AffineLayer]) {
        self.input = input
        self.layers = layers
    }

    public var classCount: Int { layers.last?.rows ?? 0 }
    public var parameterCount: Int { layers.last?.end ?? 0 }
    public var isFullyConnected: Bool { layers.allSatisfy { $0.geometry == nil } }

    /// Normal weights of variance 2 / fan-in (He et al. 2015) and zero biases, the same for the same generator.
    public func initialParameters(_ generator: inout SeededGenerator) -> [Float] {
        var parameters = [Float](repeating: 0, count: parameterCount)
        for layer in layers {
            let deviation = (2 / Double(layer.columns)).squareRoot()
            for index in layer.weights { parameters[index] = Float(generator.normal() * deviation) }
        }
        return parameters
    }

    /// The network with these parameters.
    ///
    /// - Throws: when a parameter is not finite: training diverged.
    public func network(_ parameters: [Float]) throws(NetworkFault) -> Network {
        var builder = NetworkBuilder(input: input)
        for (index, layer) in layers.enumerated() {
            if index > 0 { builder.relu() }
            let weight = Matrix(rows: layer.rows, columns: layer.columns, elements: Array(parameters[layer.weights]))
            let bias = Array(parameters[layer.biases])
            switch layer.kind {
            case .linear: try builder.linear(weight: weight, bias: bias)
            case .convolution(let geometry):
                try builder.convolution(kernels: weight, bias: bias, window: WindowSpec(geometry))
            }
        }
        return try builder.build()
    }
}
