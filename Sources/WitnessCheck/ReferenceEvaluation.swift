import LinearAlgebra
import Networks

/// A forward pass with plain loops, in one precision throughout. Slow, short, and nobody's but the witness check's.
enum ReferenceEvaluation<Scalar: BLASScalar> {
    /// The logits of `network` at `image`.
    static func logits(of network: Network, at image: [Scalar]) -> [Scalar] {
        var values = [[Scalar]]()
        for node in network.nodes {
            let first = node.inputs.first.map { values[$0] } ?? image
            switch node.operation {
            case .input: values.append(image)
            case .linear(let layer): values.append(linear(layer, first))
            case .convolution(let layer): values.append(convolution(layer, first))
            case .relu: values.append(first.map { $0 > 0 ? $0 : 0 })
            case .flatten: values.append(first)
            case .add: values.append(zip(first, values[node.inputs[1]]).map { $0 + $1 })
            case .maxPool(let layer):
                values.append(layer.windows.map { window in window.map { first[$0] }.max() ?? 0 })
            case .averagePool(let layer):
                values.append(
                    layer.windows.map { window in
                        window.reduce(Scalar(0)) { $0 + first[$1] } * (1 / Scalar(window.count))
                    })
            case .normalise(let layer):
                let plane = first.count / layer.mean.count
                values.append(
                    first.indices.map { index in
                        (first[index] - Scalar(layer.mean[index / plane])) * Scalar(layer.scale[index / plane])
                    })
            case .scale(let layer):
                let plane = first.count / layer.gain.count
                values.append(
                    first.indices.map { index in
                        first[index] * Scalar(layer.gain[index / plane]) + Scalar(layer.offset[index / plane])
                    })
            }
        }
        return values[values.count - 1]
    }

    private static func linear(_ layer: LinearLayer, _ x: [Scalar]) -> [Scalar] {
        let width = layer.weight.columns
        return layer.weight.elements.withUnsafeBufferPointer { weights in
            layer.bias.indices.map { row in
                var sum = Scalar(layer.bias[row])
                for column in 0..<width { sum += Scalar(weights[row * width + column]) * x[column] }
                return sum
            }
        }
    }

    private static func convolution(_ layer: ConvolutionLayer, _ x: [Scalar]) -> [Scalar] {
        let positions = layer.geometry.positions
        let patch = layer.geometry.patchSize
        var result = [Scalar]()
        result.reserveCapacity(layer.bias.count * positions)
        for bias in layer.bias { result += [Scalar](repeating: Scalar(bias), count: positions) }
        layer.geometry.forEachTap { entry, position, input in
            for channel in layer.bias.indices {
                result[channel * positions + position] +=
                    Scalar(layer.weight.elements[channel * patch + entry]) * x[input]
            }
        }
        return result
    }
}
