import LinearAlgebra
import Networks

/// A forward pass with plain loops, in one kind of numbers throughout. Slow, short, and nobody's but the witness check's.
enum ReferenceEvaluation<Number: ReferenceNumber> {
    /// The logits of `network` at `image`.
    static func logits(of network: Network, at image: [Float]) -> [Number] {
        logits(of: network, atNumbers: image.map { Number(constant: Double($0)) })
    }

    /// The logits at an image whose pixels are any numbers.
    static func logits(of network: Network, atNumbers image: [Number]) -> [Number] {
        var values = [[Number]]()
        for node in network.nodes {
            let first = node.inputs.first.map { values[$0] } ?? image
            switch node.operation {
            case .input: values.append(image)
            case .linear(let layer): values.append(linear(layer, first))
            case .convolution(let layer): values.append(convolution(layer, first))
            case .relu: values.append(first.map { Number.larger($0, .zero) })
            case .flatten, .reshape: values.append(first)
            case .add: values.append(zip(first, values[node.inputs[1]]).map { $0 + $1 })
            case .maxPool(let layer):
                values.append(
                    windows(layer.geometry).map { window in
                        window.dropFirst().reduce(first[window[0]]) { Number.larger($0, first[$1]) }
                    })
            case .averagePool(let layer):
                values.append(
                    windows(layer.geometry).map { window in
                        window.reduce(Number.zero) { $0 + first[$1] } * Number(constant: 1 / Double(window.count))
                    })
            case .normalise(let layer):
                let plane = first.count / layer.mean.count
                values.append(
                    first.indices.map { index in
                        (first[index] + Number(constant: -layer.mean[index / plane]))
                            * Number(constant: layer.scale[index / plane])
                    })
            case .scale(let layer):
                let plane = first.count / layer.gain.count
                values.append(
                    first.indices.map { index in
                        first[index] * Number(constant: Double(layer.gain[index / plane]))
                            + Number(constant: Double(layer.offset[index / plane]))
                    })
            case .select(let layer): values.append(layer.indices.map { $0 < 0 ? .zero : first[$0] })
            case .concatenate: values.append(node.inputs.flatMap { values[$0] })
            }
        }
        return values[values.count - 1]
    }

    private static func linear(_ layer: LinearLayer, _ x: [Number]) -> [Number] {
        let width = layer.weight.columns
        return layer.weight.elements.withUnsafeBufferPointer { weights in
            layer.bias.indices.map { row in
                var sum = Number(constant: Double(layer.bias[row]))
                for column in 0..<width {
                    sum = sum + Number(constant: Double(weights[row * width + column])) * x[column]
                }
                return sum
            }
        }
    }
}
