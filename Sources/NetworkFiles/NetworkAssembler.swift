import LinearAlgebra
import Networks

/// Makes a network from the tensors of a file and an architecture.
public struct NetworkAssembler {
    private let file: TensorFile
    private let pairs: [LayerTensors]
    private var used = Set<String>()
    private var builder: NetworkBuilder
    /// Whether the image's shape was inferred.
    private let inputHint: String?
    /// The node that holds the result of each layer; layer 0 is the image, after the normalisation put in front.
    private var nodes = [0]

    /// Assembles a network; see `ArchitectureSpec` for what a missing list of layers means.
    ///
    /// - Parameter inputs: for each listed layer the layers it reads, counted from 1 (0 is the image); `nil` for a
    ///   chain.
    /// - Throws: `NetworkFileFault`: shapes that do not fit, with both shapes and the tensor's name; NaN or infinite
    ///   weights; tensors that no layer uses.
    public static func assemble(
        _ file: TensorFile, _ architecture: ArchitectureSpec, inputs: [[Int]]? = nil
    ) throws(NetworkFileFault) -> Network {
        let pairs = architecture.layers.map { namesAll($0) } == true ? [] : try LayerTensors.pair(file)
        let layers: [ArchitectureSpec.Layer]
        if let listed = architecture.layers { layers = listed } else { layers = try ChainInference.layers(pairs, file) }
        var assembler = try NetworkAssembler(file, pairs, architecture, layers)
        if let normalise = architecture.normalise {
            try assembler.network { builder throws(NetworkFault) in
                try builder.normalise(mean: normalise.mean, deviation: normalise.deviation)
            }
            assembler.nodes = [assembler.builder.last]
        }
        if let inputs, inputs.count != layers.count {
            throw .architecture(
                path: file.path, message: "\(inputs.count) connections, \(layers.count) layers", hint: nil)
        }
        for (position, layer) in layers.enumerated() {
            try assembler.append(layer, inputs: inputs?[position])
        }
        return try assembler.finish()
    }

    /// Whether every layer with tensors names its weight, so that nothing has to be paired.
    private static func namesAll(_ layers: [ArchitectureSpec.Layer]) -> Bool {
        layers.allSatisfy { layer in
            switch layer {
            case .linear(let weight, let bias, _), .conv2d(let weight, let bias, _, _): weight != nil && bias != nil
            default: true
            }
        }
    }

    private init(
        _ file: TensorFile, _ pairs: [LayerTensors], _ architecture: ArchitectureSpec,
        _ layers: [ArchitectureSpec.Layer]
    ) throws(NetworkFileFault) {
        self.file = file
        self.pairs = pairs
        builder = NetworkBuilder(input: [1])
        if let input = architecture.input {
            try InputInference.validate(input, path: file.path)
            inputHint = nil
            builder = NetworkBuilder(input: input)
            return
        }
        var channels = architecture.normalise?.mean.count
        var input: TensorShape?
        inputHint = "the image's shape was inferred; if it is wrong, name it: architecture: { input: [...] }"
        for layer in layers where input == nil {
            switch layer {
            case .normalise(let mean, _): channels = channels ?? mean.count
            case .linear(let weight, let bias, let flag):
                let first = try tensors(weight, bias)
                input = try InputInference.shape(
                    of: first, transposed: isTransposed(first, flag, width: nil), channels: channels, path: file.path)
            case .conv2d(let weight, let bias, _, _):
                input = try InputInference.shape(
                    of: try tensors(weight, bias), transposed: false, channels: channels, path: file.path)
            default: continue
            }
        }
        guard let input else {
            throw .architecture(
                path: file.path, message: "no layer tells the image's shape",
                hint: "name it: architecture: { input: [...] }")
        }
        try InputInference.validate(input, path: file.path)
        builder = NetworkBuilder(input: input)
    }

    // MARK: Layers

    private mutating func append(_ layer: ArchitectureSpec.Layer, inputs: [Int]?) throws(NetworkFileFault) {
        let source = try node(of: inputs?.first ?? nodes.count - 1)
        switch layer {
        case .linear(let weight, let bias, let flag): try appendLinear(try take(weight, bias), flag, source)
        case .conv2d(let weight, let bias, let stride, let padding):
            try appendConvolution(try take(weight, bias), stride, padding, source)
        case .relu: builder.relu(after: source)
        case .maxPool(let kernel, let stride, let padding):
            try requireSizes([kernel, stride, padding])
            try network { builder throws(NetworkFault) in
                try builder.maxPool(kernel: kernel, stride: stride, padding: padding, after: source)
            }
        case .averagePool(let kernel, let stride, let padding):
            try requireSizes([kernel, stride, padding])
            try network { builder throws(NetworkFault) in
                try builder.averagePool(kernel: kernel, stride: stride, padding: padding, after: source)
            }
        case .add(let from):
            let other = try node(of: inputs.map { $0.count == 2 ? $0[1] : -1 } ?? from)
            try network { builder throws(NetworkFault) in try builder.add(source, other) }
        case .flatten: builder.flatten(after: source)
        case .normalise(let mean, let deviation):
            try network { builder throws(NetworkFault) in
                try builder.normalise(mean: mean, deviation: deviation, after: source)
            }
        }
        nodes.append(builder.last)
    }

    private mutating func appendLinear(_ tensors: LayerTensors, _ flag: Bool, _ source: Int) throws(NetworkFileFault) {
        let weight = tensors.weight
        guard weight.shape.count == 2 else { throw mismatch(weight, "[out, in]") }
        let stored = Matrix<Float>(rows: weight.shape[0], columns: weight.shape[1], elements: weight.values)
        let transposed = isTransposed(tensors, flag, width: builder.shape(of: source).count)
        let matrix = transposed ? stored.transposed : stored
        let bias = try bias(of: tensors, count: matrix.rows)
        try network { builder throws(NetworkFault) in
            try builder.linear(weight: matrix, bias: bias, after: source, name: weight.name)
        }
    }

    private mutating func appendConvolution(
        _ tensors: LayerTensors, _ stride: Int, _ padding: Int, _ source: Int
    ) throws(NetworkFileFault) {
        let weight = tensors.weight
        guard weight.shape.count == 4 else { throw mismatch(weight, "[out, in, height, width]") }
        try requireSizes([stride, padding])
        if let image = builder.shape(of: source).image, image.channels != weight.shape[1] {
            throw mismatch(weight, "[out, \(image.channels), height, width]")
        }
        let patch = weight.shape[1] * weight.shape[2] * weight.shape[3]
        let kernels = Matrix<Float>(rows: weight.shape[0], columns: patch, elements: weight.values)
        let bias = try bias(of: tensors, count: kernels.rows)
        try network { builder throws(NetworkFault) in
            try builder.convolution(
                kernels: kernels, bias: bias, kernelHeight: weight.shape[2], kernelWidth: weight.shape[3],
                stride: stride, padding: padding, after: source, name: weight.name)
        }
    }

    /// A layer without a bias has zeros.
    private func bias(of tensors: LayerTensors, count: Int) throws(NetworkFileFault) -> [Float] {
        guard let bias = tensors.bias else { return [Float](repeating: 0, count: count) }
        guard LayerTensors.isVector(bias), bias.values.count == count else { throw mismatch(bias, "[\(count)]") }
        return bias.values
    }

    /// A matrix that is said to be out × in, but fits bias and width only as in × out, is in × out.
    private func isTransposed(_ tensors: LayerTensors, _ flag: Bool, width: Int?) -> Bool {
        let shape = tensors.weight.shape
        guard !flag, shape.count == 2, shape[0] != shape[1], let bias = tensors.bias else { return flag }
        return bias.values.count == shape[1] && (width.map { $0 == shape[0] } ?? true)
    }

    // MARK: Tensors

    private func tensors(_ weight: String?, _ bias: String?) throws(NetworkFileFault) -> LayerTensors {
        guard let weight else {
            guard let next = pairs.first(where: { !used.contains($0.weight.name) }) else {
                throw .architecture(
                    path: file.path,
                    message: "the list of layers needs more weights than the file has (\(pairs.count))",
                    hint: nil)
            }
            return next
        }
        let named = try tensor(weight)
        if let bias { return LayerTensors(key: weight, weight: named, bias: try tensor(bias)) }
        return pairs.first { $0.weight.name == weight } ?? LayerTensors(key: weight, weight: named, bias: nil)
    }

    private mutating func take(_ weight: String?, _ bias: String?) throws(NetworkFileFault) -> LayerTensors {
        let tensors = try tensors(weight, bias)
        used.insert(tensors.weight.name)
        if let bias = tensors.bias { used.insert(bias.name) }
        return tensors
    }

    private func tensor(_ name: String) throws(NetworkFileFault) -> NamedTensor {
        guard let tensor = file.tensors.first(where: { $0.name == name }) else {
            throw .architecture(
                path: file.path, message: "there is no tensor '\(name)'",
                hint: "the file has \(file.tensors.map(\.name).joined(separator: ", "))")
        }
        return tensor
    }

    private func mismatch(_ tensor: NamedTensor, _ expected: String) -> NetworkFileFault {
        .shapeMismatch(
            path: file.path, tensor: tensor.name, expected: expected, found: tensor.shapeText, hint: inputHint)
    }

    // MARK: The graph

    private func node(of layer: Int) throws(NetworkFileFault) -> Int {
        guard nodes.indices.contains(layer) else {
            throw .architecture(
                path: file.path, message: "layer \(nodes.count) reads layer \(layer), which is not before it", hint: nil
            )
        }
        return nodes[layer]
    }

    private func requireSizes(_ sizes: [Int]) throws(NetworkFileFault) {
        if let size = sizes.first(where: { $0 < 0 || $0 > 1 << 16 }) {
            throw .architecture(
                path: file.path, message: "\(size) is no size of a window, stride or padding", hint: nil)
        }
    }

    private mutating func network(
        _ body: (inout NetworkBuilder) throws(NetworkFault) -> Int
    ) throws(NetworkFileFault) {
        do { _ = try body(&builder) } catch {
            if case .shapeMismatch = error { throw .network(path: file.path, fault: error, hint: inputHint) }
            throw .network(path: file.path, fault: error, hint: nil)
        }
    }

    private func finish() throws(NetworkFileFault) -> Network {
        let left = file.tensors.map(\.name).filter { !used.contains($0) }
        guard left.isEmpty else {
            throw .architecture(
                path: file.path, message: "no layer uses the tensors \(left.joined(separator: ", "))",
                hint: "list the layers in the suite's architecture")
        }
        do { return try builder.build() } catch { throw .network(path: file.path, fault: error, hint: nil) }
    }
}
