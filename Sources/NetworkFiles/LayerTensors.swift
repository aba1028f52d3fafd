/// The weight of a layer with its bias, paired by their names, or by their order where names say nothing.
struct LayerTensors: Sendable {
    /// The common part of the names.
    var key: String
    var weight: NamedTensor
    var bias: NamedTensor?

    /// Pairs all tensors of a file; the order is that of the layers.
    static func pair(_ file: TensorFile) throws(NetworkFileFault) -> [LayerTensors] {
        if let tensor = file.tensors.first(where: { $0.name.hasSuffix("running_mean") }) {
            throw .architecture(
                path: file.path, message: "tensor '\(tensor.name)' belongs to a batch normalisation",
                hint: "fold it into the layer before it")
        }
        if let named = try pairByName(file) { return named }
        return try pairByOrder(file)
    }

    /// `nil` unless every name says whether it is a weight or a bias and no role occurs twice.
    private static func pairByName(_ file: TensorFile) throws(NetworkFileFault) -> [LayerTensors]? {
        var keys = [String]()
        var weights = [String: NamedTensor]()
        var biases = [String: NamedTensor]()
        for tensor in file.tensors {
            guard let role = Role(of: tensor.name) else { return nil }
            if !keys.contains(role.key) { keys.append(role.key) }
            let previous =
                role.isBias
                ? biases.updateValue(tensor, forKey: role.key) : weights.updateValue(tensor, forKey: role.key)
            if previous != nil { return nil }
        }
        if !file.isOrdered { keys.sort(by: NaturalOrder.precedes) }
        var layers = [LayerTensors]()
        for key in keys {
            guard let weight = weights[key] else {
                throw .architecture(
                    path: file.path, message: "tensor '\(biases[key]?.name ?? key)' is a bias without a weight",
                    hint: nil)
            }
            layers.append(LayerTensors(key: key, weight: weight, bias: biases[key]))
        }
        return layers
    }

    /// A tensor of several axes is a weight; a vector after it is its bias.
    private static func pairByOrder(_ file: TensorFile) throws(NetworkFileFault) -> [LayerTensors] {
        var layers = [LayerTensors]()
        for tensor in file.tensors {
            if let last = layers.last, last.bias == nil, isVector(tensor),
                last.weight.shape.contains(tensor.values.count)
            {
                layers[layers.count - 1].bias = tensor
            } else if tensor.shape.count >= 2 {
                layers.append(LayerTensors(key: tensor.name, weight: tensor, bias: nil))
            } else {
                throw .architecture(
                    path: file.path,
                    message: "tensor '\(tensor.name)' of shape \(tensor.shapeText) is neither a weight nor the bias of "
                        + "the weight before it",
                    hint: "list the layers in the suite's architecture")
            }
        }
        return layers
    }

    /// `[500]`, and `[1, 500]` as MATLAB stores it.
    static func isVector(_ tensor: NamedTensor) -> Bool { tensor.shape.filter { $0 != 1 }.count <= 1 }
}

/// What a tensor's name says: `3.weight`, `fc1/bias`, `W1`, `conv_kernel`.
private struct Role {
    var key: String
    var isBias: Bool

    init?(of name: String) {
        let separators: Set<Character> = [".", "/", "_"]
        let split = name.lastIndex { separators.contains($0) }
        let last = split.map { String(name[name.index(after: $0)...]) } ?? name
        let prefix = split.map { String(name[..<$0]) } ?? ""
        let number = String(last.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
        switch last.dropLast(number.count).lowercased() {
        case "weight", "weights", "w", "kernel", "kernels": isBias = false
        case "bias", "biases", "b": isBias = true
        default: return nil
        }
        key = prefix.isEmpty ? number : number.isEmpty ? prefix : "\(prefix).\(number)"
    }
}
