import DataFormats
import Networks

/// Works out an architecture from the tensors alone: a chain with ReLUs between the layers.
enum ChainInference {
    private static let listHint = "list the layers in the suite's architecture"

    /// The layers with every tensor named. Matrices are linear; 4-d kernels are convolutions with padding 1, stride 2
    /// for 4 × 4 and stride 1 for 3 × 3; batch normalisations stand where `BatchNormPlaces` says.
    static func layers(
        _ groups: [TensorGroup], _ file: TensorFile
    ) throws(NetworkFileFault) -> [ArchitectureSpec.Layer] {
        let transposed = try isTransposed(groups.compactMap(\.weights), file)
        var layers = [ArchitectureSpec.Layer]()
        var seenLinear = false
        // Whether the layers so far end in something that a ReLU follows before the next weights.
        var awaitsReLU = false
        for (position, group) in groups.enumerated() {
            switch group {
            case .weights(let tensors):
                if awaitsReLU { layers.append(.relu) }
                layers.append(try layer(tensors, transposed, seenLinear, file))
                seenLinear = seenLinear || tensors.weight.shape.count == 2
                awaitsReLU = true
            case .batchNorm(let norm):
                let last = position > 0 ? groups[position - 1] : nil
                let next = position + 1 < groups.count ? groups[position + 1] : nil
                let isAfterReLU = try isAfterReLU(norm, last, next, file)
                if isAfterReLU { layers.append(.relu) }
                layers.append(
                    .batchNorm(
                        weight: norm.gain?.name, bias: norm.offset?.name, mean: norm.mean.name,
                        variance: norm.variance.name, epsilon: nil))
                awaitsReLU = awaitsReLU && !isAfterReLU
            }
        }
        return layers
    }

    private static func isAfterReLU(
        _ norm: BatchNormTensors, _ last: TensorGroup?, _ next: TensorGroup?, _ file: TensorFile
    ) throws(NetworkFileFault) -> Bool {
        if last?.batchNorm != nil || next?.batchNorm != nil {
            throw .architecture(
                path: file.path, message: "two batch normalisations stand together at '\(norm.key)'", hint: listHint)
        }
        guard let last else {
            guard let gap = next.flatMap({ BatchNormPlaces.distance(norm.key, $0.key) }), gap > 1 else { return false }
            throw .architecture(
                path: file.path, message: "what stands between '\(norm.key)' and the next layer is unknown",
                hint: listHint)
        }
        return try BatchNormPlaces.isAfterReLU(norm, after: last, before: next, file.path)
    }

    private static func layer(
        _ tensors: LayerTensors, _ transposed: Bool, _ seenLinear: Bool, _ file: TensorFile
    ) throws(NetworkFileFault) -> ArchitectureSpec.Layer {
        let weight = tensors.weight
        switch weight.shape.count {
        case 2: return .linear(weight: weight.name, bias: tensors.bias?.name, transposed: transposed)
        case 4 where !seenLinear:
            let stride: Int
            switch (weight.shape[2], weight.shape[3]) {
            case (4, 4): stride = 2
            case (3, 3): stride = 1
            case (let height, let width):
                let isOther = KernelOrder.looksLikeHWIO(weight, bias: tensors.bias)
                throw .architecture(
                    path: file.path,
                    message: "the stride of '\(weight.name)' with \(height) × \(width) kernels cannot be inferred",
                    hint: isOther ? "\(listHint); \(KernelOrder.hint)" : listHint)
            }
            return .conv2d(weight: weight.name, bias: tensors.bias?.name, stride: stride, padding: 1)
        case 1:
            throw .shapeMismatch(
                path: file.path, tensor: weight.name, expected: "[out, in] or [out, in, height, width]",
                found: weight.shapeText,
                hint: "a normalisation without running statistics (layer, group or instance normalisation) is not read")
        default:
            throw .shapeMismatch(
                path: file.path, tensor: weight.name,
                expected: seenLinear ? "[out, in]" : "[out, in] or [out, in, height, width]",
                found: weight.shapeText, hint: listHint)
        }
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
            let isForeign = tensors.contains { KernelOrder.looksLikeHWIO($0.weight, bias: $0.bias) }
            throw .shapeMismatch(
                path: file.path, tensor: straight.tensor.name, expected: straight.expected,
                found: straight.tensor.shapeText, hint: isForeign ? KernelOrder.hint : nil)
        }
        guard matrices.count == tensors.count else {
            throw .architecture(
                path: file.path, message: "matrices stored in × out after convolutions: the order of pixels is unknown",
                hint: listHint)
        }
        return true
    }

    /// Whether the bias tells that a matrix is stored in × out.
    static func isProvenTransposed(_ tensor: LayerTensors) -> Bool {
        let shape = tensor.weight.shape
        return shape.count == 2 && shape[0] != shape[1] && tensor.bias?.values.count == shape[1]
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
