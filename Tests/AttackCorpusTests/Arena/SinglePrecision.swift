import Networks
import Questions

/// Evaluations in single precision, in several orders of summation, with and without fused operations.
enum SinglePrecision {
    enum Order: CaseIterable { case forwards, backwards, pairwise, fused }

    /// A point of the set, and an order in which it is misclassified; `nil` where none was found among the set's ends.
    static func counterexample(_ subject: Subject) -> String? {
        let set = ExactSet(subject.query)
        for point in WitnessAttack.points(subject) where set.contains(point.map { Rational($0) }) {
            for order in Order.allCases {
                let logits = logits(of: subject.network, at: point, order)
                let label = subject.query.label
                let others = logits.indices.filter { $0 != label }
                if !others.allSatisfy({ logits[label] > logits[$0] }) { return "\(order) at \(point): \(logits)" }
            }
        }
        return nil
    }

    private static func logits(of network: Network, at point: [Float], _ order: Order) -> [Float] {
        var values = [[Float]]()
        for node in network.nodes {
            let first = node.inputs.first.map { values[$0] } ?? point
            switch node.operation {
            case .input: values.append(point)
            case .flatten, .reshape: values.append(first)
            case .select(let layer): values.append(layer.indices.map { $0 < 0 ? 0 : first[$0] })
            case .concatenate: values.append(node.inputs.flatMap { values[$0] })
            case .relu: values.append(first.map { $0 < 0 ? 0 : $0 })
            case .add: values.append(zip(first, values[node.inputs[1]]).map { $0 + $1 })
            case .linear(let layer):
                values.append(
                    layer.bias.indices.map { sum(layer.weight.row($0), first, layer.bias[$0], order) })
            case .convolution(let layer):
                let positions = layer.geometry.positions
                let patchSize = layer.geometry.patchSize / layer.groups
                var taps = [[(Int, Int)]](repeating: [], count: layer.groups * positions)
                layer.geometry.forEachTap { patch, position, input in
                    taps[patch / patchSize * positions + position].append((patch % patchSize, input))
                }
                values.append(
                    layer.bias.indices.flatMap { channel in
                        let group = channel / (layer.bias.count / layer.groups)
                        return taps[group * positions..<(group + 1) * positions].map { taps in
                            sum(
                                taps.map { layer.weight[channel, $0.0] }, taps.map { first[$0.1] },
                                layer.bias[channel], order)
                        }
                    })
            case .maxPool(let layer): values.append(layer.windows.map { $0.map { first[$0] }.max() ?? 0 })
            case .averagePool(let layer):
                values.append(
                    layer.windows.map { window in
                        sum(window.map { _ in 1 }, window.map { first[$0] }, 0, order) / Float(window.count)
                    })
            case .scale(let layer):
                let plane = first.count / layer.gain.count
                values.append(first.indices.map { first[$0] * layer.gain[$0 / plane] + layer.offset[$0 / plane] })
            case .normalise(let layer):
                let plane = first.count / layer.mean.count
                values.append(
                    first.indices.map {
                        (first[$0] - Float(layer.mean[$0 / plane])) * Float(layer.scale[$0 / plane])
                    })
            }
        }
        return values[values.count - 1]
    }

    private static func sum(_ weights: [Float], _ x: [Float], _ bias: Float, _ order: Order) -> Float {
        switch order {
        case .forwards: zip(weights, x).reduce(bias) { $0 + $1.0 * $1.1 }
        case .backwards: zip(weights, x).reversed().reduce(0) { $0 + $1.0 * $1.1 } + bias
        case .fused: zip(weights, x).reduce(0) { $0.addingProduct($1.0, $1.1) } + bias
        case .pairwise: pairwise(zip(weights, x).map { $0 * $1 } + [bias])
        }
    }

    private static func pairwise(_ values: [Float]) -> Float {
        guard values.count > 1 else { return values.first ?? 0 }
        let half = values.count / 2
        return pairwise(Array(values[..<half])) + pairwise(Array(values[half...]))
    }
}
