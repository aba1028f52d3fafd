import LinearAlgebra
import Networks

/// Layers that look through windows, and layers that move entries.
extension NetworkAssembler {
    /// Appends a `conv2d` or a `convolution` with its tensors.
    mutating func appendConvolution(
        _ tensors: LayerTensors, _ layer: ArchitectureSpec.Layer, _ source: Int
    ) throws(NetworkFileFault) {
        let layout = layer.kernelLayout
        let weight = try kernels(tensors, layout, groups: layer.groups, source)
        hasForeignKernels = hasForeignKernels || layout == .hwio
        let columns = weight.shape[1] * weight.shape[2] * weight.shape[3]
        let kernels = Matrix<Float>(rows: weight.shape[0], columns: columns, elements: weight.values)
        let bias = try bias(of: tensors, count: kernels.rows)
        if case .conv2d(_, _, let stride, let padding, _) = layer {
            try requireSizes([stride, padding])
            try network { builder throws(NetworkFault) in
                try builder.convolution(
                    kernels: kernels, bias: bias, kernelHeight: weight.shape[2], kernelWidth: weight.shape[3],
                    stride: stride, padding: padding, after: source, name: weight.name)
            }
        }
        if case .convolution(_, _, let steps, let groups, _) = layer {
            let window = steps.window(kernelHeight: weight.shape[2], kernelWidth: weight.shape[3])
            try network { builder throws(NetworkFault) in
                try builder.convolution(
                    kernels: kernels, bias: bias, window: window, groups: groups, after: source, name: weight.name)
            }
        }
    }

    /// Kernels as out × in × height × width, for as many channels as the source has in a group.
    private func kernels(
        _ tensors: LayerTensors, _ layout: ArchitectureSpec.KernelLayout, groups: Int, _ source: Int
    ) throws(NetworkFileFault) -> NamedTensor {
        let axes = layout == .oihw ? "[out, in, height, width]" : "[height, width, in, out]"
        guard tensors.weight.shape.count == 4 else { throw mismatch(tensors.weight, axes) }
        let weight = layout == .hwio ? KernelOrder.oihw(tensors.weight) : tensors.weight
        if let image = builder.shape(of: source).image, groups > 0, image.channels / groups != weight.shape[1] {
            let expected = axes.replacing(" in,", with: " \(image.channels / groups),")
            let isForeign = layout == .oihw && KernelOrder.looksLikeHWIO(tensors.weight, bias: tensors.bias)
            throw mismatch(tensors.weight, expected, hint: isForeign ? KernelOrder.hint : nil)
        }
        return weight
    }

    mutating func appendPooling(_ layer: ArchitectureSpec.Layer, _ source: Int) throws(NetworkFileFault) {
        switch layer {
        case .maxPool(let kernel, let stride, let padding), .averagePool(let kernel, let stride, let padding):
            try requireSizes([kernel, stride, padding])
            let window = WindowSpec(kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: padding)
            try append(window, takesMaximum: layer.takesMaximum, source)
        case .windowedMaxPool(let window), .windowedAveragePool(let window):
            try append(window, takesMaximum: layer.takesMaximum, source)
        default: break
        }
    }

    private mutating func append(
        _ window: WindowSpec, takesMaximum: Bool, _ source: Int
    ) throws(NetworkFileFault) {
        try network { builder throws(NetworkFault) in
            guard takesMaximum else { return try builder.averagePool(window: window, after: source) }
            return try builder.maxPool(window: window, after: source)
        }
    }

    /// Appends a `select`, a `concatenate` or a `reshape`; `inputs` are the layers that a description of its own names.
    mutating func appendSelection(
        _ layer: ArchitectureSpec.Layer, _ inputs: [Int]?, _ source: Int
    ) throws(NetworkFileFault) {
        switch layer {
        case .select(let indices, let shape):
            try network { builder throws(NetworkFault) in try builder.select(indices, shape: shape, after: source) }
        case .concatenate(let from, let shape):
            var sources = [Int]()
            for layer in inputs ?? from { sources.append(try node(of: layer)) }
            let shape = shape ?? joined(sources)
            try network { builder throws(NetworkFault) in try builder.concatenate(sources, shape: shape) }
        case .reshape(let shape):
            try network { builder throws(NetworkFault) in try builder.reshape(shape, after: source) }
        default: break
        }
    }

    /// All channels of images of one height and width; else a vector.
    private func joined(_ sources: [Int]) -> TensorShape {
        let shapes = sources.map { builder.shape(of: $0) }
        let images = shapes.compactMap(\.image)
        let channels = images.reduce(0) { $0 + $1.channels }
        if let first = images.first, images.count == shapes.count,
            images.allSatisfy({ $0.height == first.height && $0.width == first.width })
        {
            return [channels, first.height, first.width]
        }
        return [shapes.reduce(0) { $0 + $1.count }]
    }
}

extension ArchitectureSpec.Layer {
    /// The layer without the number of the one that it reads.
    var itself: ArchitectureSpec.Layer { if case .reading(_, let layer) = self { layer.itself } else { self } }

    /// The number of the layer that it reads, where it says so.
    var source: Int? { if case .reading(let from, _) = self { from } else { nil } }

    fileprivate var groups: Int { if case .convolution(_, _, _, let groups, _) = self { groups } else { 1 } }

    fileprivate var kernelLayout: ArchitectureSpec.KernelLayout {
        switch self {
        case .conv2d(_, _, _, _, let layout), .convolution(_, _, _, _, let layout): layout ?? .oihw
        default: .oihw
        }
    }

    fileprivate var takesMaximum: Bool {
        switch self {
        case .maxPool, .windowedMaxPool: true
        default: false
        }
    }
}
