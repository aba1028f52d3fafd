import LinearAlgebra

extension LoweredNetwork {
    /// What `hasOrdinaryScales` says.
    ///
    /// - Complexity: one pass over the weights.
    static func haveOrdinaryScales(_ stages: [Stage]) -> Bool {
        var (largest, smallest) = (1.0, 1.0)
        for stage in stages.dropFirst() {
            guard stage.terms.count == 1, let term = stage.terms.first else { return false }
            let rows = zip(term.rowMagnitudes, stage.bias).map { $0 + abs($1) }
            largest *= max(1, rows.max() ?? 1)
            let bias = stage.bias.filter { $0 != 0 }.map { abs($0) }.min() ?? 1
            smallest *= min(1, bias, term.matrix.smallestMagnitude)
        }
        return largest <= 0x1p40 && smallest >= 0x1p-600
    }
}

extension AffineMatrix {
    /// The smallest |entry| that is not 0; 1 where all are.
    fileprivate var smallestMagnitude: Double {
        let entries =
            switch self {
            case .dense(let matrix): matrix.elements
            case .sparse(let matrix): matrix.values
            }
        return entries.reduce(.infinity) { $1 == 0 ? $0 : min($0, abs($1)) }.orOne
    }
}

extension Double {
    fileprivate var orOne: Double { isFinite ? self : 1 }
}
