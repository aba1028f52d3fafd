import Networks

/// Which tensors a layer takes: those that it names, or the next ones of the file.
extension NetworkAssembler {
    func tensors(_ weight: String?, _ bias: String?) throws(NetworkFileFault) -> LayerTensors {
        let layers = groups.compactMap(\.weights)
        guard let weight else {
            guard let next = layers.first(where: { !used.contains($0.weight.name) }) else {
                throw .architecture(
                    path: file.path,
                    message: "the list of layers needs more weights than the file has (\(layers.count))",
                    hint: nil)
            }
            return next
        }
        let named = try tensor(weight)
        if let bias { return LayerTensors(key: weight, weight: named, bias: try tensor(bias)) }
        return layers.first { $0.weight.name == weight } ?? LayerTensors(key: weight, weight: named, bias: nil)
    }

    func normTensors(
        _ weight: String?, _ bias: String?, _ mean: String?, _ variance: String?
    ) throws(NetworkFileFault) -> BatchNormTensors {
        let norms = groups.compactMap(\.batchNorm)
        guard let mean else {
            guard let next = norms.first(where: { !used.contains($0.mean.name) }) else {
                throw .architecture(
                    path: file.path,
                    message: "the list of layers needs more batch normalisations than the file has (\(norms.count))",
                    hint: "name its tensors: batch-norm: { mean: …, variance: …, weight: …, bias: … }")
            }
            return next
        }
        let known = norms.first { $0.mean.name == mean }
        guard let variance = try variance.map({ name throws(NetworkFileFault) in try tensor(name) }) ?? known?.variance
        else {
            throw .architecture(
                path: file.path, message: "a batch normalisation by '\(mean)' without a variance",
                hint: "batch-norm: { mean: \(mean), variance: … }")
        }
        return BatchNormTensors(
            key: mean, mean: try tensor(mean), variance: variance,
            gain: try weight.map { name throws(NetworkFileFault) in try tensor(name) } ?? known?.gain,
            offset: try bias.map { name throws(NetworkFileFault) in try tensor(name) } ?? known?.offset)
    }

    mutating func take(_ weight: String?, _ bias: String?) throws(NetworkFileFault) -> LayerTensors {
        let tensors = try tensors(weight, bias)
        used.formUnion(TensorGroup.weights(tensors).names)
        return tensors
    }

    mutating func takeNorm(
        _ weight: String?, _ bias: String?, _ mean: String?, _ variance: String?
    ) throws(NetworkFileFault) -> BatchNormTensors {
        let tensors = try normTensors(weight, bias, mean, variance)
        used.formUnion(TensorGroup.batchNorm(tensors).names)
        return tensors
    }

    func tensor(_ name: String) throws(NetworkFileFault) -> NamedTensor {
        guard let tensor = file.tensors.first(where: { $0.name == name }) else {
            throw .architecture(
                path: file.path, message: "there is no tensor '\(name)'",
                hint: "the file has \(file.tensors.map(\.name).joined(separator: ", "))")
        }
        return tensor
    }

    func mismatch(_ tensor: NamedTensor, _ expected: String, hint: String? = nil) -> NetworkFileFault {
        .shapeMismatch(
            path: file.path, tensor: tensor.name, expected: expected, found: tensor.shapeText, hint: hint ?? inputHint)
    }
}
