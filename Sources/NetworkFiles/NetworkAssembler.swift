import LinearAlgebra
import Networks

/// Makes a network from the tensors of a file and an architecture.
public struct NetworkAssembler {
    let file: TensorFile
    /// What the file's tensors make, in order; empty where every layer names its own.
    let groups: [TensorGroup]
    var used = Set<String>()
    var builder: NetworkBuilder
    /// What to say of shapes that do not fit: the image's shape was inferred.
    let inputHint: String?
    /// Whether a layer before has kernels of another order than PyTorch's.
    var hasForeignKernels = false
    /// The node that holds the result of each layer; layer 0 is the image, after the normalisation put in front.
    var nodes = [0]

    /// Assembles a network; see `ArchitectureSpec` for what a missing list of layers means.
    ///
    /// - Parameter inputs: for each listed layer the layers it reads, counted from 1 (0 is the image); `nil` for a
    ///   chain.
    /// - Throws: `NetworkFileFault`: shapes that do not fit, with both shapes and the tensor's name; an order of layers
    ///   that would be a guess; NaN or infinite weights; tensors that no layer uses.
    public static func assemble(
        _ file: TensorFile, _ architecture: ArchitectureSpec, inputs: [[Int]]? = nil
    ) throws(NetworkFileFault) -> Network {
        let file = try IgnoredTensors.remove(architecture.ignore ?? [], from: file, architecture.layers)
        let groups = architecture.layers.map { namesAll($0) } == true ? [] : try TensorGroups.ordered(file)
        let layers: [ArchitectureSpec.Layer]
        if let listed = architecture.layers {
            layers = listed
        } else {
            layers = try ChainInference.layers(groups, file)
        }
        var assembler = try NetworkAssembler(file, groups, architecture, layers)
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

    /// Whether every layer with tensors names all of them, so that nothing has to be paired.
    private static func namesAll(_ layers: [ArchitectureSpec.Layer]) -> Bool {
        layers.allSatisfy { layer in
            switch layer.itself {
            case .linear(let weight, let bias, _, _), .conv2d(let weight, let bias, _, _, _),
                .convolution(let weight, let bias, _, _, _), .scale(let weight, let bias):
                weight != nil && bias != nil
            case .batchNorm(let weight, let bias, let mean, let variance, _):
                mean != nil && variance != nil && (weight == nil) == (bias == nil)
            default: true
            }
        }
    }

    private init(
        _ file: TensorFile, _ groups: [TensorGroup], _ architecture: ArchitectureSpec,
        _ layers: [ArchitectureSpec.Layer]
    ) throws(NetworkFileFault) {
        self.file = file
        self.groups = groups
        builder = NetworkBuilder(input: [1])
        if let input = architecture.input {
            try InputInference.validate(input, path: file.path)
            inputHint = nil
            builder = NetworkBuilder(input: input)
            return
        }
        inputHint = "the image's shape was inferred; if it is wrong, name it: architecture: { input: [...] }"
        let input = try inferredInput(layers, channels: architecture.normalise?.mean.count)
        try InputInference.validate(input, path: file.path)
        builder = NetworkBuilder(input: input)
    }

    /// The image's shape as the first layer with weights calls for it.
    private func inferredInput(
        _ layers: [ArchitectureSpec.Layer], channels: Int?
    ) throws(NetworkFileFault) -> TensorShape {
        var channels = channels
        // Of a batch normalisation in front: channels of an image, or entries of a vector.
        var width: Int?
        for layer in layers {
            switch layer.itself {
            case .normalise(let mean, _): channels = channels ?? mean.count
            case .batchNorm(let weight, let bias, let mean, let variance, _):
                if width == nil { width = try normTensors(weight, bias, mean, variance).mean.values.count }
            case .linear(let weight, let bias, let flag, _):
                let first = try tensors(weight, bias)
                let transposed = isTransposed(first, flag, width: nil)
                if channels == nil, let width, first.weight.shape.last(transposed ? 2 : 1) == width { return [width] }
                return try InputInference.shape(
                    of: first, transposed: transposed, channels: channels ?? width, path: file.path)
            case .conv2d(let weight, let bias, _, _, let layout):
                return try InputInference.shape(
                    of: try tensors(weight, bias), transposed: false, channels: channels, layout: layout ?? .oihw,
                    path: file.path)
            case .convolution(let weight, let bias, _, 1, let layout):
                return try InputInference.shape(
                    of: try tensors(weight, bias), transposed: false, channels: channels, layout: layout ?? .oihw,
                    path: file.path)
            // What comes after these says nothing of the image.
            case .convolution, .select, .concatenate, .reshape: throw unknownInput
            default: continue
            }
        }
        throw unknownInput
    }

    private var unknownInput: NetworkFileFault {
        .architecture(
            path: file.path, message: "no layer tells the image's shape",
            hint: "name it: architecture: { input: [...] }")
    }

    private func finish() throws(NetworkFileFault) -> Network {
        let leftOver = LeftOver(file)
        let left = file.tensors.filter { !used.contains($0.name) && !leftOver.contains($0) }.map(\.name)
        guard left.isEmpty else {
            throw .architecture(
                path: file.path, message: "no layer uses the tensors \(left.joined(separator: ", "))",
                hint: LeftOver.hint(left))
        }
        do { return try builder.build() } catch { throw .network(path: file.path, fault: error, hint: nil) }
    }
}

extension [Int] {
    /// The entry so many from the end.
    fileprivate func last(_ position: Int) -> Int? { count >= position ? self[count - position] : nil }
}
