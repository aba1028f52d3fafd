import Networks

/// A plain evaluation of a lowered network, stage by stage.
enum LoweredEvaluation {
    /// The values h of every stage at `image`.
    static func values(of network: LoweredNetwork, at image: [Double]) -> [[Double]] {
        var values = [image]
        for stage in network.stages.dropFirst() {
            var z = stage.bias
            for term in stage.terms {
                for row in z.indices {
                    for (column, weight) in term.matrix.entries(ofRow: row) {
                        z[row] += weight * values[term.source][column]
                    }
                }
            }
            switch stage.activation {
            case .identity: values.append(z)
            case .relu: values.append(z.map { max($0, 0) })
            case .maxPool(let windows):
                values.append(windows.map { window in window.reduce(-.infinity) { max($0, z[$1]) } })
            }
        }
        return values
    }

    static func logits(of network: LoweredNetwork, at image: [Double]) -> [Double] {
        values(of: network, at: image)[network.outputStage]
    }
}
