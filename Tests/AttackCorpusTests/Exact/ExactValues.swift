import Networks

/// Every node of a network at one point, in exact arithmetic.
///
/// Averages and normalisations multiply by the doubles that their layers state.
struct ExactValues: Sendable {
    /// By node.
    private(set) var nodes: [[Rational]]

    init(of network: Network, at point: [Rational]) {
        nodes = []
        let point = Rational.withOneDenominator(point)
        for node in network.nodes {
            let first = node.inputs.first.map { nodes[$0] } ?? point
            switch node.operation {
            case .input: nodes.append(point)
            case .flatten, .reshape: nodes.append(first)
            case .relu: nodes.append(first.map { max($0, .zero) })
            case .add: nodes.append(zip(first, nodes[node.inputs[1]]).map { $0 + $1 })
            case .select(let layer): nodes.append(layer.indices.map { $0 < 0 ? .zero : first[$0] })
            case .concatenate: nodes.append(node.inputs.flatMap { nodes[$0] })
            case .linear(let layer): nodes.append(Self.linear(layer, first))
            case .convolution(let layer): nodes.append(Self.convolution(layer, first))
            case .maxPool(let layer):
                nodes.append(layer.windows.map { $0.map { first[$0] }.max() ?? .zero })
            case .averagePool(let layer):
                nodes.append(
                    layer.windows.map { window in
                        window.reduce(Rational.zero) { $0 + first[$1] } * Rational(1 / Double(window.count))
                    })
            case .scale(let layer):
                let plane = first.count / layer.gain.count
                nodes.append(
                    first.indices.map {
                        first[$0] * Rational(layer.gain[$0 / plane]) + Rational(layer.offset[$0 / plane])
                    })
            case .normalise(let layer):
                let plane = first.count / layer.mean.count
                nodes.append(
                    first.indices.map {
                        (first[$0] - Rational(layer.mean[$0 / plane])) * Rational(layer.scale[$0 / plane])
                    })
            }
        }
    }

    /// The smallest f_y − f_k over all k ≠ y; `nil` where there is no other class.
    func worstMargin(label: Int) -> Rational? {
        let logits = nodes[nodes.count - 1]
        return logits.indices.filter { $0 != label }.map { logits[label] - logits[$0] }.min()
    }

    private static func linear(_ layer: LinearLayer, _ x: [Rational]) -> [Rational] {
        layer.bias.indices.map { row in
            x.indices.reduce(Rational(layer.bias[row])) { sum, column in
                let weight = layer.weight[row, column]
                return weight == 0 ? sum : sum + Rational(weight) * x[column]
            }
        }
    }

    private static func convolution(_ layer: ConvolutionLayer, _ x: [Rational]) -> [Rational] {
        let geometry = layer.geometry
        var result = [Rational]()
        for channel in layer.bias.indices {
            for row in 0..<geometry.outputHeight {
                for column in 0..<geometry.outputWidth {
                    result.append(pixel(layer, x, channel, row, column))
                }
            }
        }
        return result
    }

    private static func pixel(_ layer: ConvolutionLayer, _ x: [Rational], _ channel: Int, _ row: Int, _ column: Int)
        -> Rational
    {
        let geometry = layer.geometry
        var sum = Rational(layer.bias[channel])
        var entry = 0
        let inputs = geometry.channels / layer.groups
        let first = channel / (layer.weight.rows / layer.groups) * inputs
        for source in first..<first + inputs {
            for kernelRow in 0..<geometry.kernelHeight {
                for kernelColumn in 0..<geometry.kernelWidth {
                    let y = row * geometry.strideHeight + kernelRow * geometry.dilationHeight - geometry.top
                    let z = column * geometry.strideWidth + kernelColumn * geometry.dilationWidth - geometry.left
                    if (0..<geometry.height).contains(y), (0..<geometry.width).contains(z) {
                        sum =
                            sum + Rational(layer.weight[channel, entry])
                            * x[(source * geometry.height + y) * geometry.width + z]
                    }
                    entry += 1
                }
            }
        }
        return sum
    }
}
