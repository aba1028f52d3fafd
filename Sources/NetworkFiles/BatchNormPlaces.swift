import Networks

/// Where the batch normalisations of a file stand among its layers.
enum BatchNormPlaces {
    /// Layers and batch normalisations in one order: that of the program, or of the numbers in the names (`bn2` after
    /// `conv2`), or after the one layer of the same width.
    ///
    /// - Throws: a fault where none of these tells.
    static func merge(
        _ norms: [BatchNormTensors], into layers: [LayerTensors], _ file: TensorFile
    ) throws(NetworkFileFault) -> [TensorGroup] {
        guard !norms.isEmpty else { return layers.map(TensorGroup.weights) }
        if file.order == .program {
            let position = Dictionary(
                file.tensors.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
            func first(_ group: TensorGroup) -> Int { group.names.compactMap { position[$0] }.min() ?? 0 }
            return (layers.map(TensorGroup.weights) + norms.map(TensorGroup.batchNorm)).sorted {
                first($0) < first($1)
            }
        }
        var following = [Int: [BatchNormTensors]]()
        for norm in norms { following[try layer(before: norm, layers, file), default: []].append(norm) }
        var groups = (following[-1] ?? []).map(TensorGroup.batchNorm)
        for (index, layer) in layers.enumerated() {
            groups.append(.weights(layer))
            groups += (following[index] ?? []).map(TensorGroup.batchNorm)
        }
        return groups
    }

    /// Index of the layer that `norm` follows; −1 in front of all.
    private static func layer(
        before norm: BatchNormTensors, _ layers: [LayerTensors], _ file: TensorFile
    ) throws(NetworkFileFault) -> Int {
        let name = KeyNumbers(norm.key)
        let names = layers.map { KeyNumbers($0.key) }
        let known = names.map { $0.precedes(name) }
        if known.allSatisfy({ $0 != nil }) { return (known.lastIndex(of: true) ?? -1) }
        let width = norm.mean.values.count
        let wide = layers.indices.filter { layers[$0].weight.shape.contains(width) }
        let numbered = wide.filter { name.trailing != nil && names[$0].trailing == name.trailing }
        if numbered.count == 1 { return numbered[0] }
        if wide.count == 1 { return wide[0] }
        throw .architecture(
            path: file.path,
            message: "the names do not say which layer the batch normalisation '\(norm.key)' follows",
            hint: "list the layers: architecture: { layers: [linear: { weight: … }, batch-norm: { mean: "
                + "\(norm.mean.name), variance: \(norm.variance.name) }, relu, …] }")
    }

    /// Whether a ReLU stands between a layer and the batch normalisation after it.
    ///
    /// In a `Sequential`, positions tell: 0 linear, 1 batch norm, 3 linear has its ReLU at 2; 0 linear, 2 batch norm, 3
    /// linear has it at 1. With names of their own (`conv1`, `bn1`) a batch normalisation follows its layer directly, as
    /// is the custom.
    /// - Throws: a fault where positions allow both, or neither.
    static func isAfterReLU(
        _ norm: BatchNormTensors, after last: TensorGroup, before next: TensorGroup?, _ path: String
    ) throws(NetworkFileFault) -> Bool {
        guard let gap = distance(last.key, norm.key) else { return false }
        let rest = next.flatMap { distance(norm.key, $0.key) }
        switch (gap, rest) {
        case (1, nil): return false
        case (1, .some(let rest)) where rest >= 2: return false
        case (2, 1): return true
        default:
            throw .architecture(
                path: path,
                message: "the positions do not say where the ReLU stands around the batch normalisation '\(norm.key)'",
                hint: "list the layers: architecture: { layers: [linear, batch-norm, relu, …] }")
        }
    }

    /// How far apart two modules of one `Sequential` stand; `nil` for any others.
    static func distance(_ first: String, _ second: String) -> Int? {
        func split(_ key: String) -> (prefix: Substring, number: Int)? {
            let last = key.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
            return Int(last).map { (key.dropLast(last.count), $0) }
        }
        guard let a = split(first), let b = split(second), a.prefix == b.prefix else { return nil }
        return b.number - a.number
    }
}
