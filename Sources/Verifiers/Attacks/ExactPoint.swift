import ExactArithmetic
import Networks

/// The logits of a network at one point, without rounding.
enum ExactPoint {
    /// Products that are worth exact numbers: about two seconds.
    static let productLimit = 1 << 21

    /// The logits at `pixels`, of which none may be infinite; `nil` where the network has too many weights for that.
    ///
    /// - Complexity: one product of exact numbers per weight.
    static func logits(of network: LoweredNetwork, at pixels: [Float]) -> [Dyadic]? {
        guard products(of: network) <= productLimit else { return nil }
        var values = [pixels.compactMap { Dyadic(Double($0)) }]
        guard values[0].count == network.inputCount else { return nil }
        for stage in network.stages.dropFirst() {
            guard let pre = preActivations(of: stage, from: values) else { return nil }
            switch stage.activation {
            case .identity: values.append(pre)
            case .relu: values.append(pre.map { $0.sign > 0 ? $0 : .zero })
            case .maxPool(let windows):
                values.append(windows.map { window in window.dropFirst().reduce(pre[window[0]]) { max($0, pre[$1]) } })
            }
        }
        return values[values.count - 1]
    }

    private static func preActivations(of stage: LoweredNetwork.Stage, from values: [[Dyadic]]) -> [Dyadic]? {
        var result = [Dyadic]()
        result.reserveCapacity(stage.preActivations)
        for row in 0..<stage.preActivations {
            guard var sum = Dyadic(stage.bias[row]) else { return nil }
            for term in stage.terms {
                let source = values[term.source]
                for (column, weight) in term.matrix.entries(ofRow: row) where source[column].sign != 0 {
                    guard let factor = Dyadic(weight) else { return nil }
                    sum += factor * source[column]
                }
            }
            result.append(sum)
        }
        return result
    }

    private static func products(of network: LoweredNetwork) -> Int {
        network.stages.reduce(0) { total, stage in
            stage.terms.reduce(total) { total, term in
                switch term.matrix {
                case .dense(let matrix): total + matrix.elements.count
                case .sparse(let matrix): total + matrix.values.count
                }
            }
        }
    }
}
