/// The weight of a layer with its bias, paired by their names, or by their order where names say nothing.
struct LayerTensors: Sendable, Hashable {
    /// The common part of the names.
    var key: String
    var weight: NamedTensor
    var bias: NamedTensor?

    /// `[500]`, and `[1, 500]` as MATLAB stores it.
    static func isVector(_ tensor: NamedTensor) -> Bool { tensor.shape.filter { $0 != 1 }.count <= 1 }
}

/// The statistics of a batch normalisation; gain and offset are `nil` where it has none (`affine=False`).
struct BatchNormTensors: Sendable, Hashable {
    /// The common part of the names.
    var key: String
    var mean: NamedTensor
    var variance: NamedTensor
    var gain: NamedTensor?
    var offset: NamedTensor?

    /// Whether the names are those of TensorFlow and Keras.
    var isKeras: Bool { mean.name.lowercased().hasSuffix("moving_mean") }
}

/// The tensors of one layer.
enum TensorGroup: Sendable, Hashable {
    case weights(LayerTensors)
    case batchNorm(BatchNormTensors)

    var key: String {
        switch self {
        case .weights(let layer): layer.key
        case .batchNorm(let layer): layer.key
        }
    }

    var names: [String] {
        switch self {
        case .weights(let layer): [layer.weight.name] + [layer.bias?.name].compactMap(\.self)
        case .batchNorm(let layer):
            [layer.mean.name, layer.variance.name] + [layer.gain?.name, layer.offset?.name].compactMap(\.self)
        }
    }

    var weights: LayerTensors? { if case .weights(let layer) = self { layer } else { nil } }
    var batchNorm: BatchNormTensors? { if case .batchNorm(let layer) = self { layer } else { nil } }
}
