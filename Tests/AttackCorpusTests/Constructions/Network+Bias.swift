import LinearAlgebra
import Networks

extension Network {
    /// The same network with the floats of `shift` added to one logit, each by a last layer of its own, so that none is rounded.
    func addingToLogit(_ label: Int, _ shift: [Float]) throws -> Network {
        var builder = try copy()
        var identity = Matrix<Float>(rows: classCount, columns: classCount)
        for index in 0..<classCount { identity[index, index] = 1 }
        for part in shift {
            try builder.linear(weight: identity, bias: (0..<classCount).map { $0 == label ? part : 0 })
        }
        return try builder.build()
    }

    /// A builder that has got as far as this network.
    private func copy() throws -> NetworkBuilder {
        var builder = NetworkBuilder(input: inputShape)
        for node in nodes.dropFirst() {
            let source = node.inputs[0]
            switch node.operation {
            case .input: break
            case .linear(let layer): try builder.linear(weight: layer.weight, bias: layer.bias, after: source)
            case .convolution(let layer):
                try builder.convolution(
                    kernels: layer.weight, bias: layer.bias, window: WindowSpec(layer.geometry),
                    groups: layer.groups, after: source)
            case .relu: builder.relu(after: source)
            case .maxPool(let layer): try builder.maxPool(window: WindowSpec(layer.geometry), after: source)
            case .averagePool(let layer): try builder.averagePool(window: WindowSpec(layer.geometry), after: source)
            case .add: try builder.add(source, node.inputs[1])
            case .flatten: builder.flatten(after: source)
            case .scale(let layer): try builder.scale(gain: layer.gain, offset: layer.offset, after: source)
            case .normalise(let layer):
                try builder.normalise(mean: layer.mean, deviation: layer.deviation, after: source)
            case .select(let layer): try builder.select(layer.indices, shape: node.shape, after: source)
            case .concatenate: try builder.concatenate(node.inputs, shape: node.shape)
            case .reshape: try builder.reshape(node.shape, after: source)
            }
        }
        return builder
    }
}

extension Subject {
    /// The same question about a network whose worst margin is nearly 0: `parts` floats take it away, of which the last is moved by
    /// `ulps`. `nil` where the margin is unknown or beyond single precision.
    func calibrated(parts: Int, ulps: Int) throws -> Subject? {
        guard var rest = truth?.attained else { return nil }
        var shift = [Float]()
        for _ in 0..<parts {
            let part = -Float(rest.approximation)
            guard part.isFinite else { return nil }
            shift.append(part)
            rest = rest + Rational(part)
        }
        for _ in 0..<abs(ulps) { shift[parts - 1] = ulps > 0 ? shift[parts - 1].nextUp : shift[parts - 1].nextDown }
        return Subject(
            "\(name), calibrated by \(parts) floats\(ulps == 0 ? "" : ", \(ulps) ulp")",
            try network.addingToLogit(query.label, shift), label: query.label, at: query.sample.pixels,
            query.perturbation)
    }
}
