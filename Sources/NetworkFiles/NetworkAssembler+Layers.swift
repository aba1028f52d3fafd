import LinearAlgebra
import Networks

extension NetworkAssembler {
    /// - Parameter inputs: the layers that it reads; `nil` for the one before it and those that it names.
    mutating func append(_ layer: ArchitectureSpec.Layer, inputs: [Int]?) throws(NetworkFileFault) {
        let source = try node(of: inputs?.first ?? layer.source ?? nodes.count - 1)
        try append(layer.itself, inputs, source)
        nodes.append(builder.last)
    }

    private mutating func append(
        _ layer: ArchitectureSpec.Layer, _ inputs: [Int]?, _ source: Int
    ) throws(NetworkFileFault) {
        switch layer {
        case .linear(let weight, let bias, let flag, let order):
            try appendLinear(try take(weight, bias), flag, order, source)
        case .conv2d(let weight, let bias, _, _, _), .convolution(let weight, let bias, _, _, _):
            try appendConvolution(try take(weight, bias), layer, source)
        case .relu: builder.relu(after: source)
        case .maxPool, .averagePool, .windowedMaxPool, .windowedAveragePool: try appendPooling(layer, source)
        case .add(let from):
            let other = try node(of: inputs.map { $0.count == 2 ? $0[1] : -1 } ?? from)
            try network { builder throws(NetworkFault) in try builder.add(source, other) }
        case .flatten: builder.flatten(after: source)
        case .normalise(let mean, let deviation):
            try network { builder throws(NetworkFault) in
                try builder.normalise(mean: mean, deviation: deviation, after: source)
            }
        case .scale(let weight, let bias): try appendScale(try take(weight, bias), source)
        case .batchNorm(let weight, let bias, let mean, let variance, let epsilon):
            try appendBatchNorm(try takeNorm(weight, bias, mean, variance), epsilon, source)
        case .select, .concatenate, .reshape: try appendSelection(layer, inputs, source)
        case .reading(_, let layer): try append(layer.itself, inputs, source)
        }
    }

    private mutating func appendLinear(
        _ tensors: LayerTensors, _ flag: Bool, _ order: ArchitectureSpec.PixelOrder?, _ source: Int
    ) throws(NetworkFileFault) {
        let weight = tensors.weight
        guard weight.shape.count == 2 else { throw mismatch(weight, "[out, in]") }
        let stored = Matrix<Float>(rows: weight.shape[0], columns: weight.shape[1], elements: weight.values)
        let transposed = isTransposed(tensors, flag, width: builder.shape(of: source).count)
        let matrix = try inChannelOrder(transposed ? stored.transposed : stored, order, weight.name, source)
        let bias = try bias(of: tensors, count: matrix.rows)
        try network { builder throws(NetworkFault) in
            try builder.linear(weight: matrix, bias: bias, after: source, name: weight.name)
        }
    }

    /// The matrix for inputs channel by channel. Beside kernels of another framework the order must be stated.
    private func inChannelOrder(
        _ matrix: Matrix<Float>, _ order: ArchitectureSpec.PixelOrder?, _ name: String, _ source: Int
    ) throws(NetworkFileFault) -> Matrix<Float> {
        guard let image = builder.image(before: source)?.image, image.channels > 1, image.height * image.width > 1,
            image.channels * image.height * image.width == matrix.columns
        else { return matrix }
        switch order {
        case .chw: return matrix
        case .hwc:
            let columns = KernelOrder.channelsFirst(image)
            let elements = (0..<matrix.rows).flatMap { row in
                columns.map { matrix.elements[row * matrix.columns + $0] }
            }
            return Matrix(rows: matrix.rows, columns: matrix.columns, elements: elements)
        case nil where hasForeignKernels:
            throw .architecture(
                path: file.path,
                message:
                    "'\(name)' follows an image of \(image.channels)×\(image.height)×\(image.width) and kernels of "
                    + "layout hwio: the order of its inputs is unknown",
                hint: "say linear: { flatten: hwc } (TensorFlow, Keras, JAX) or { flatten: chw }")
        case nil: return matrix
        }
    }

    private mutating func appendScale(_ tensors: LayerTensors, _ source: Int) throws(NetworkFileFault) {
        let gain = tensors.weight
        guard LayerTensors.isVector(gain) else { throw mismatch(gain, "[channels]") }
        let offset = try bias(of: tensors, count: gain.values.count)
        try network { builder throws(NetworkFault) in
            try builder.scale(gain: gain.values, offset: offset, after: source, name: gain.name)
        }
    }

    /// ((x − mean) · 1/√(variance + ε)) · gain + offset; see `ScalingLayer` about what is rounded.
    private mutating func appendBatchNorm(
        _ norm: BatchNormTensors, _ epsilon: Double?, _ source: Int
    ) throws(NetworkFileFault) {
        guard let epsilon = epsilon ?? (norm.isKeras ? nil : ArchitectureSpec.Layer.defaultEpsilon) else {
            throw .architecture(
                path: file.path,
                message: "'\(norm.mean.name)' is of TensorFlow or Keras, whose ε is another than PyTorch's",
                hint: "list the layers and state it: batch-norm: { epsilon: 1e-3 } is the default of Keras")
        }
        let count = norm.mean.values.count
        for tensor in [norm.mean, norm.variance, norm.gain, norm.offset].compactMap(\.self) {
            guard LayerTensors.isVector(tensor), tensor.values.count == count else {
                throw mismatch(tensor, "[\(count)]")
            }
        }
        let variances = norm.variance.values.map { Double($0) + epsilon }
        guard norm.variance.values.allSatisfy({ $0 >= 0 }), variances.allSatisfy({ $0 > 0 }) else {
            throw .architecture(
                path: file.path, message: "'\(norm.variance.name)' has a variance below 0, or 0 with an ε of 0",
                hint: nil)
        }
        let shape = builder.shape(of: source)
        let isFlat = shape.image.map { $0.channels != count && shape.count == count } ?? false
        let start = isFlat ? builder.flatten(after: source) : source
        guard (builder.shape(of: start).image?.channels ?? shape.count) == count else {
            throw mismatch(norm.mean, "[\(shape.image?.channels ?? shape.count)]")
        }
        try network { builder throws(NetworkFault) in
            try builder.normalise(
                mean: norm.mean.values.map(Double.init), deviation: variances.map { $0.squareRoot() }, after: start)
        }
        guard norm.gain != nil || norm.offset != nil else { return }
        let gain = norm.gain?.values ?? [Float](repeating: 1, count: count)
        let offset = norm.offset?.values ?? [Float](repeating: 0, count: count)
        try network { builder throws(NetworkFault) in
            try builder.scale(gain: gain, offset: offset, name: norm.gain?.name ?? norm.offset?.name)
        }
    }

    /// A layer without a bias has zeros.
    func bias(of tensors: LayerTensors, count: Int) throws(NetworkFileFault) -> [Float] {
        guard let bias = tensors.bias else { return [Float](repeating: 0, count: count) }
        guard LayerTensors.isVector(bias), bias.values.count == count else {
            let isForeign = KernelOrder.looksLikeHWIO(tensors.weight, bias: bias)
            throw mismatch(bias, "[\(count)]", hint: isForeign ? KernelOrder.hint : nil)
        }
        return bias.values
    }

    /// A matrix that is said to be out × in, but fits bias and width only as in × out, is in × out.
    func isTransposed(_ tensors: LayerTensors, _ flag: Bool, width: Int?) -> Bool {
        let shape = tensors.weight.shape
        guard !flag, shape.count == 2, shape[0] != shape[1], let bias = tensors.bias else { return flag }
        return bias.values.count == shape[1] && (width.map { $0 == shape[0] } ?? true)
    }

    // MARK: The graph

    func node(of layer: Int) throws(NetworkFileFault) -> Int {
        guard nodes.indices.contains(layer) else {
            throw .architecture(
                path: file.path, message: "layer \(nodes.count) reads layer \(layer), which is not before it", hint: nil
            )
        }
        return nodes[layer]
    }

    func requireSizes(_ sizes: [Int]) throws(NetworkFileFault) {
        if let size = sizes.first(where: { $0 < 0 || $0 > 1 << 16 }) {
            throw .architecture(
                path: file.path, message: "\(size) is no size of a window, stride or padding", hint: nil)
        }
    }

    mutating func network(
        _ body: (inout NetworkBuilder) throws(NetworkFault) -> Int
    ) throws(NetworkFileFault) {
        do { _ = try body(&builder) } catch {
            if case .shapeMismatch = error { throw .network(path: file.path, fault: error, hint: inputHint) }
            throw .network(path: file.path, fault: error, hint: nil)
        }
    }
}
