/// Sorts the tensors of a file into layers.
enum TensorGroups {
    /// The layers of a file in their order; tensors that no layer can use are left out.
    ///
    /// - Throws: `NetworkFileFault` where a tensor belongs to nothing, and where the order of the layers would be a
    ///   guess (see `LayerOrder`).
    static func ordered(_ file: TensorFile) throws(NetworkFileFault) -> [TensorGroup] {
        let leftOver = LeftOver(file)
        var file = file
        file.tensors.removeAll(where: leftOver.contains)
        try Reparametrisation.refuse(in: file)
        let norms = try batchNorms(file)
        let taken = Set(norms.flatMap { TensorGroup.batchNorm($0).names })
        var rest = file
        rest.tensors.removeAll { taken.contains($0.name) }
        let layers = try LayerOrder.resolve(try pair(rest), file)
        return try BatchNormPlaces.merge(norms, into: layers, file)
    }

    /// Weights with their biases, in the order of the file.
    private static func pair(_ file: TensorFile) throws(NetworkFileFault) -> [LayerTensors] {
        if let named = try pairByName(file) { return named }
        return try pairByOrder(file)
    }

    /// `nil` unless every name says whether it is a weight or a bias and no role occurs twice.
    private static func pairByName(_ file: TensorFile) throws(NetworkFileFault) -> [LayerTensors]? {
        var keys = [String]()
        var known = Set<String>()
        var found = [TensorRole: NamedTensor]()
        for tensor in file.tensors {
            guard let role = TensorRole(of: tensor.name), role.part == .weight || role.part == .bias else { return nil }
            if known.insert(role.key).inserted { keys.append(role.key) }
            guard found.updateValue(tensor, forKey: role) == nil else { return nil }
        }
        var layers = [LayerTensors]()
        for key in keys {
            let bias = found[TensorRole(key: key, part: .bias)]
            guard let weight = found[TensorRole(key: key, part: .weight)] else {
                throw .architecture(
                    path: file.path, message: "tensor '\(bias?.name ?? key)' is a bias without a weight", hint: nil)
            }
            layers.append(LayerTensors(key: key, weight: weight, bias: bias))
        }
        return layers
    }

    /// A tensor of several axes is a weight; a vector after it is its bias.
    private static func pairByOrder(_ file: TensorFile) throws(NetworkFileFault) -> [LayerTensors] {
        var layers = [LayerTensors]()
        for tensor in try inOrder(file) {
            if let last = layers.last, last.bias == nil, LayerTensors.isVector(tensor),
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
                    hint: LeftOver.hint([tensor.name]))
            }
        }
        return layers
    }

    /// Tensors whose names do not say what they are: those of a program in its order, all others by the numbers in
    /// their names.
    private static func inOrder(_ file: TensorFile) throws(NetworkFileFault) -> [NamedTensor] {
        let weights = file.tensors.filter { $0.shape.count >= 2 && !LayerTensors.isVector($0) }
        if file.order == .program || weights.count <= 1 && file.order == .archive { return file.tensors }
        let sorted = file.tensors.sorted { NaturalOrder.precedes($0.name, $1.name) }
        if weights.count <= 1 { return sorted }
        let roles = sorted.map { TensorRole(of: $0.name) }
        if let stray = roles.firstIndex(of: nil), roles.contains(where: { $0 != nil }) {
            throw .architecture(
                path: file.path,
                message: "tensor '\(sorted[stray].name)' of shape \(sorted[stray].shapeText) is neither a weight nor a "
                    + "bias",
                hint: LeftOver.hint([sorted[stray].name]))
        }
        for (first, second) in zip(sorted, sorted.dropFirst())
        where KeyNumbers(first.name).precedes(KeyNumbers(second.name)) != true {
            throw .architecture(
                path: file.path,
                message: "the names do not say which tensors belong together and in which order: '\(first.name)', "
                    + "'\(second.name)'",
                hint: LayerOrder.hint(weights.map { LayerTensors(key: $0.name, weight: $0) }))
        }
        return sorted
    }

    /// Every mean with its variance, gain and offset, in the order of the means in the file.
    private static func batchNorms(_ file: TensorFile) throws(NetworkFileFault) -> [BatchNormTensors] {
        var found = [TensorRole: NamedTensor]()
        for tensor in file.tensors {
            if let role = TensorRole(of: tensor.name) { found[role] = tensor }
        }
        var norms = [BatchNormTensors]()
        for tensor in file.tensors {
            guard let role = TensorRole(of: tensor.name), role.part == .mean || role.part == .variance else { continue }
            func part(_ part: TensorRole.Part) -> NamedTensor? { found[TensorRole(key: role.key, part: part)] }
            guard let mean = part(.mean), let variance = part(.variance) else {
                throw .architecture(
                    path: file.path,
                    message: "tensor '\(tensor.name)' belongs to a batch normalisation that is not whole",
                    hint: "it needs a mean and a variance")
            }
            if role.part == .variance { continue }
            norms.append(
                BatchNormTensors(
                    key: role.key, mean: mean, variance: variance, gain: part(.weight) ?? part(.gain),
                    offset: part(.bias) ?? part(.offset)))
        }
        return norms
    }
}
