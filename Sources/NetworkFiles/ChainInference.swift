import DataFormats
import Networks

/// Works out an architecture from the tensors alone: a chain with ReLUs between the layers.
enum ChainInference {
    private static let listHint = "list the layers in the suite's architecture"

    /// The layers with every tensor named. Matrices are linear; 4-d kernels are convolutions with padding 1, stride 2
    /// for 4 × 4 and stride 1 for 3 × 3.
    static func layers(
        _ tensors: [LayerTensors], _ file: TensorFile
    ) throws(NetworkFileFault) -> [ArchitectureSpec.Layer] {
        let transposed = try isTransposed(tensors, file)
        var layers = [ArchitectureSpec.Layer]()
        var seenLinear = false
        for (position, tensor) in tensors.enumerated() {
            if position > 0 { layers.append(.relu) }
            let weight = tensor.weight
            switch weight.shape.count {
            case 2:
                seenLinear = true
                layers.append(.linear(weight: weight.name, bias: tensor.bias?.name, transposed: transposed))
            case 4 where !seenLinear:
                let stride: Int
                switch (weight.shape[2], weight.shape[3]) {
                case (4, 4): stride = 2
                case (3, 3): stride = 1
                case (let height, let width):
                    throw .architecture(
                        path: file.path,
                        message: "the stride of '\(weight.name)' with \(height) × \(width) kernels cannot be inferred",
                        hint: listHint)
                }
                layers.append(.conv2d(weight: weight.name, bias: tensor.bias?.name, stride: stride, padding: 1))
            default:
                throw .shapeMismatch(
                    path: file.path, tensor: weight.name,
                    expected: seenLinear ? "[out, in]" : "[out, in] or [out, in, height, width]",
                    found: weight.shapeText, hint: listHint)
            }
        }
        return layers
    }

    /// Whether matrices are stored in × out: where only that fits the biases and each other. Against the custom of
    /// a format, a bias must prove it.
    private static func isTransposed(_ tensors: [LayerTensors], _ file: TensorFile) throws(NetworkFileFault) -> Bool {
        let straight = misfit(tensors, transposed: false)
        let swapped = misfit(tensors, transposed: true)
        let matrices = tensors.filter { $0.weight.shape.count == 2 }
        if straight == nil, swapped == nil, !matrices.isEmpty, !file.hasKnownLayout {
            throw .architecture(
                path: file.path, message: "'\(matrices[0].weight.name)' may be stored out × in or in × out",
                hint: "\(listHint), with layout: out-in or in-out")
        }
        guard let straight else { return false }
        guard swapped == nil, !file.hasKnownLayout || matrices.contains(where: isProvenTransposed) else {
            throw .shapeMismatch(
                path: file.path, tensor: straight.tensor.name, expected: straight.expected,
                found: straight.tensor.shapeText, hint: nil)
        }
        guard matrices.count == tensors.count else {
            throw .architecture(
                path: file.path, message: "matrices stored in × out after convolutions: the order of pixels is unknown",
                hint: listHint)
        }
        return true
    }

    /// Whether the bias tells that a matrix is stored in × out.
    private static func isProvenTransposed(_ tensor: LayerTensors) -> Bool {
        let shape = tensor.weight.shape
        return shape[0] != shape[1] && tensor.bias?.values.count == shape[1]
    }

    /// The first tensor that does not fit when all matrices are read one way.
    private static func misfit(
        _ tensors: [LayerTensors], transposed: Bool
    ) -> (tensor: NamedTensor, expected: String)? {
        var width: Int?
        for tensor in tensors {
            let shape = tensor.weight.shape
            if shape.count == 2 {
                let (outputs, inputs) = transposed ? (shape[1], shape[0]) : (shape[0], shape[1])
                if let width, inputs != width {
                    return (tensor.weight, transposed ? "[\(width), out]" : "[out, \(width)]")
                }
                if let bias = tensor.bias, bias.values.count != outputs { return (bias, "[\(outputs)]") }
                width = outputs
            } else if let bias = tensor.bias, let outputs = shape.first, bias.values.count != outputs {
                return (bias, "[\(outputs)]")
            }
        }
        return nil
    }
}
