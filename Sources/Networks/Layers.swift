import LinearAlgebra
import Questions

/// y = W x + b with W of shape out × in.
public struct LinearLayer: Sendable, Hashable {
    public var weight: Matrix<Float>
    public var bias: [Float]

    /// Traps unless the bias has one entry per row of `weight`.
    public init(weight: Matrix<Float>, bias: [Float]) {
        precondition(bias.count == weight.rows)
        self.weight = weight
        self.bias = bias
    }

    public static func == (a: Self, b: Self) -> Bool { a.weight == b.weight && a.bias == b.bias }
    public func hash(into hasher: inout Hasher) { hasher.combine(bias) }
}

/// A two-dimensional convolution (cross-correlation, as in every deep-learning framework) with zero padding.
///
/// Channels may be in groups: with g groups of as many input channels and as many output channels, in order, the outputs of
/// a group read its inputs alone.
public struct ConvolutionLayer: Sendable, Hashable {
    /// Kernels: output channels × (input channels / groups · kernel height · kernel width).
    public var weight: Matrix<Float>
    /// One entry per output channel.
    public var bias: [Float]
    /// `channels` is that of the whole input.
    public var geometry: ConvolutionGeometry
    public var groups: Int

    /// Traps unless the kernels fit the geometry and the groups, and the bias the kernels.
    public init(weight: Matrix<Float>, bias: [Float], geometry: ConvolutionGeometry, groups: Int = 1) {
        precondition(groups > 0 && geometry.channels % groups == 0 && weight.rows % groups == 0)
        precondition(weight.columns == geometry.patchSize / groups && bias.count == weight.rows)
        self.weight = weight
        self.bias = bias
        self.geometry = geometry
        self.groups = groups
    }

    public var outputShape: TensorShape { [weight.rows, geometry.outputHeight, geometry.outputWidth] }

    public static func == (a: Self, b: Self) -> Bool {
        a.weight == b.weight && a.bias == b.bias && a.geometry == b.geometry && a.groups == b.groups
    }
    public func hash(into hasher: inout Hasher) { hasher.combine(bias) }
}

/// The window of a pooling layer; it slides over every channel on its own. Padding never counts: a maximum ignores
/// it and an average is over the pixels actually covered.
///
/// An average sums and multiplies by the double nearest to 1/n. That double *is* the layer, as with normalisations: verdicts
/// hold for the function of real numbers with that factor.
public struct PoolingLayer: Sendable, Hashable {
    /// `channels` is that of the input; each channel is pooled alone.
    public var geometry: ConvolutionGeometry

    public init(geometry: ConvolutionGeometry) { self.geometry = geometry }

    public var outputShape: TensorShape { [geometry.channels, geometry.outputHeight, geometry.outputWidth] }

    /// Input indices that each output entry reads, in order of outputs.
    public var windows: [[Int]] {
        var windows = [[Int]](repeating: [], count: outputShape.count)
        var single = geometry
        single.channels = 1
        let plane = geometry.height * geometry.width
        for channel in 0..<geometry.channels {
            single.forEachTap { _, position, input in
                windows[channel * geometry.positions + position].append(channel * plane + input)
            }
        }
        return windows
    }
}

/// y = (x − mean) · (1 / deviation) per channel, where the factor is rounded once to a double.
public struct NormalisationLayer: Sendable, Hashable, Codable {
    public var mean: [Double]
    public var deviation: [Double]

    public init(mean: [Double], deviation: [Double]) {
        precondition(mean.count == deviation.count && deviation.allSatisfy { $0 > 0 })
        self.mean = mean
        self.deviation = deviation
    }

    /// The factor per channel; this double *is* the layer.
    public var scale: [Double] { deviation.map { 1 / $0 } }
}

/// y = gain · x + offset per channel, or per entry where there are as many gains as entries, with the stored floats.
///
/// A batch normalisation in evaluation mode is a `NormalisationLayer` with this after it: ((x − mean) · scale) · gain +
/// offset, where mean, gain and offset are the floats of the file and scale is 1/√(variance + ε) rounded to a double
/// (the root and its reciprocal in double precision, a relative error of at most 2⁻⁵¹). That double *is* the layer, as
/// with every normalisation. Nothing is multiplied out: folding gain · scale into one number, or into the weights of
/// the layer before, would round again.
public struct ScalingLayer: Sendable, Hashable {
    public var gain: [Float]
    public var offset: [Float]

    /// Traps unless there are as many offsets as gains.
    public init(gain: [Float], offset: [Float]) {
        precondition(gain.count == offset.count)
        self.gain = gain
        self.offset = offset
    }
}

/// y[i] = x[indices[i]], and 0 where the index is −1: slices, transpositions, copies, zero padding. Nothing is computed.
public struct SelectionLayer: Sendable, Hashable {
    /// One per entry of the result.
    public var indices: [Int]

    public init(indices: [Int]) { self.indices = indices }
}

/// What a node of a network computes from its inputs.
public enum Operation: Sendable, Hashable {
    /// The image itself; only node 0.
    case input
    case linear(LinearLayer)
    case convolution(ConvolutionLayer)
    case relu
    case maxPool(PoolingLayer)
    case averagePool(PoolingLayer)
    /// The sum of two nodes of one shape: a residual connection.
    case add
    /// The same entries as one vector.
    case flatten
    case normalise(NormalisationLayer)
    case scale(ScalingLayer)
    case select(SelectionLayer)
    /// The entries of all inputs, one input after the other.
    case concatenate
    /// The same entries in row-major order, in another shape.
    case reshape

    /// `nil` for the input.
    public var kind: LayerKind? {
        switch self {
        case .input: nil
        case .linear: .linear
        case .convolution: .conv2d
        case .relu: .relu
        case .maxPool: .maxPool
        case .averagePool: .averagePool
        case .add: .add
        case .flatten: .flatten
        case .normalise, .scale: .normalise
        case .select: .select
        case .concatenate: .concatenate
        case .reshape: .reshape
        }
    }
}
