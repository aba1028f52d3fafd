/// The architecture a suite names where a network file holds only tensors.
///
/// Written in YAML as a list of layers in order, tensors being taken from the file in order or by name:
///
///     architecture:
///       input: [1, 28, 28]
///       layers:
///         - normalise: { mean: [0.1307], deviation: [0.3081] }
///         - conv2d: { stride: 2, padding: 1 }      # tensors: the next weight and bias of the file
///         - relu
///         - max-pool: { kernel: 2, stride: 2 }
///         - batch-norm: { mean: bn.running_mean, variance: bn.running_var, weight: bn.weight, bias: bn.bias, epsilon: 1e-5 }
///         - linear: { weight: fc1.weight, bias: fc1.bias, layout: out-in }
///         - add: { from: 2 }                       # residual: adds the result of layer 2 (counted from 1; 0 is the image)
///         - conv2d: { stride: [2, 1], padding: [0, 1, 1, 1], dilation: 2, groups: 4, from: 3 }      # reads layer 3
///         - select: { indices: [0, 2, -1], shape: [3] }                     # -1 is a zero
///         - concat: { from: [4, 11], shape: [8, 14, 14] }
///         - reshape: { shape: [16, 49] }
public struct ArchitectureSpec: Sendable, Hashable, Codable {
    /// One layer of the list.
    public indirect enum Layer: Sendable, Hashable, Codable {
        /// Tensor names are `nil` where the file's order decides. `transposed`: the weight is stored in × out.
        /// `flatten`: in which order an image in front was made a vector; `nil` is channels first.
        case linear(weight: String?, bias: String?, transposed: Bool, flatten: PixelOrder? = nil)
        /// `layout`: of the stored kernels; `nil` is out × in × height × width.
        case conv2d(weight: String?, bias: String?, stride: Int, padding: Int, layout: KernelLayout? = nil)
        case relu
        case maxPool(kernel: Int, stride: Int, padding: Int)
        case averagePool(kernel: Int, stride: Int, padding: Int)
        /// Adds the result of an earlier layer, counted from 1; 0 is the image.
        case add(from: Int)
        case flatten
        case normalise(mean: [Double], deviation: [Double])
        /// gain · x + offset per channel; the gain's tensor and the offset's.
        case scale(weight: String?, bias: String?)
        /// A batch normalisation in evaluation mode: a `normalise` by the stored mean and √(variance + ε), then a
        /// `scale`. All names are `nil` where the file's order decides; gain and offset may be absent. An ε of `nil` is
        /// PyTorch's.
        case batchNorm(weight: String?, bias: String?, mean: String?, variance: String?, epsilon: Double?)
        /// A `conv2d` that has not one stride and one padding less than its kernel, or that has a dilation or groups; the
        /// extents of the kernel are those of the tensor.
        case convolution(weight: String?, bias: String?, steps: WindowSteps, groups: Int, layout: KernelLayout? = nil)
        /// A `maxPool` or `averagePool` whose window is no square or has not one stride and one padding.
        case windowedMaxPool(window: WindowSpec)
        case windowedAveragePool(window: WindowSpec)
        /// y[i] = x[indices[i]]; −1 is 0.
        case select(indices: [Int], shape: TensorShape)
        /// The entries of earlier layers one after the other; without a shape, the channels of images of one size, or a vector.
        case concatenate(from: [Int], shape: TensorShape?)
        case reshape(shape: TensorShape)
        /// A layer that does not read the one before it, but that of this number.
        case reading(from: Int, layer: Layer)

        /// The ε of a batch normalisation that states none: PyTorch's.
        public static let defaultEpsilon = 1e-5

        /// The tensors that the layer names.
        public var tensorNames: [String] {
            switch self {
            case .linear(let weight, let bias, _, _), .conv2d(let weight, let bias, _, _, _),
                .convolution(let weight, let bias, _, _, _), .scale(let weight, let bias):
                [weight, bias].compactMap(\.self)
            case .batchNorm(let weight, let bias, let mean, let variance, _):
                [weight, bias, mean, variance].compactMap(\.self)
            case .reading(_, let layer): layer.tensorNames
            default: []
            }
        }
    }

    /// The order of a convolution's stored kernels.
    public enum KernelLayout: String, Sendable, Hashable, Codable, CaseIterable {
        /// Output channel, input channel, row, column: PyTorch.
        case oihw
        /// Row, column, input channel, output channel: TensorFlow, Keras, JAX.
        case hwio
    }

    /// The order in which an image becomes a vector.
    public enum PixelOrder: String, Sendable, Hashable, Codable, CaseIterable {
        /// Channel by channel: PyTorch.
        case chw
        /// Pixel by pixel: TensorFlow, Keras, JAX.
        case hwc
    }

    /// Shape of the image; `nil` where it follows from the tensors.
    public var input: TensorShape?
    /// `nil`: infer a chain of layers with ReLUs between them from the tensors alone (linear for matrices; for 4-d
    /// kernels conv2d, stride 2 where the kernel is 4×4 and stride 1 where it is 3×3, padding 1).
    public var layers: [Layer]?
    /// Put in front of the inferred or listed layers: networks trained on normalised images.
    public var normalise: NormalisationLayer?
    /// Which dictionary of a checkpoint holds the weights, as `model.state_dict`; `nil` where it holds only one.
    public var entry: String?
    /// Patterns (`*`, `?`) of tensors that are left out; `nil` for none.
    public var ignore: [String]?
    /// The network is drawn, there is no file; then all the rest is `nil`.
    public var random: RandomNetwork?

    public init(
        input: TensorShape? = nil, layers: [Layer]? = nil, normalise: NormalisationLayer? = nil, entry: String? = nil,
        ignore: [String]? = nil
    ) {
        self.input = input
        self.layers = layers
        self.normalise = normalise
        self.entry = entry
        self.ignore = ignore
    }

    /// Everything inferred from the tensors.
    public static let inferred = ArchitectureSpec()
}
