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
///         - linear: { weight: fc1.weight, bias: fc1.bias, layout: out-in }
///         - add: { from: 2 }                       # residual: adds the result of layer 2 (counted from 1; 0 is the image)
public struct ArchitectureSpec: Sendable, Hashable, Codable {
    /// One layer of the list.
    public enum Layer: Sendable, Hashable, Codable {
        /// Tensor names are `nil` where the file's order decides. `transposed`: the weight is stored in × out.
        case linear(weight: String?, bias: String?, transposed: Bool)
        case conv2d(weight: String?, bias: String?, stride: Int, padding: Int)
        case relu
        case maxPool(kernel: Int, stride: Int, padding: Int)
        case averagePool(kernel: Int, stride: Int, padding: Int)
        /// Adds the result of an earlier layer, counted from 1; 0 is the image.
        case add(from: Int)
        case flatten
        case normalise(mean: [Double], deviation: [Double])
    }

    /// Shape of the image; `nil` where it follows from the tensors.
    public var input: TensorShape?
    /// `nil`: infer a chain of layers with ReLUs between them from the tensors alone (linear for matrices; for 4-d
    /// kernels conv2d, stride 2 where the kernel is 4×4 and stride 1 where it is 3×3, padding 1).
    public var layers: [Layer]?
    /// Put in front of the inferred or listed layers: networks trained on normalised images.
    public var normalise: NormalisationLayer?

    public init(input: TensorShape? = nil, layers: [Layer]? = nil, normalise: NormalisationLayer? = nil) {
        self.input = input
        self.layers = layers
        self.normalise = normalise
    }

    /// Everything inferred from the tensors.
    public static let inferred = ArchitectureSpec()
}
