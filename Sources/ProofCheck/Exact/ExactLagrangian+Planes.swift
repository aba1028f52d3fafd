import ExactArithmetic

extension ExactLagrangian {
    /// Takes the planes of one stage's ReLUs into account, as `DualBatch.passPlanes` does.
    mutating func passPlanes(_ stage: Int) {
        let used = (laterPlanes.ofStage[stage] ?? []).filter { $0.multipliers[column] != 0 }
        guard !used.isEmpty else { return }
        let multiplierBits = BitRange(used.map { $0.multipliers[column] })
        var weightBits = [Int: BitRange]()
        for term in used.lazy.flatMap(\.plane.terms) {
            for entry in term.entries { weightBits[term.source, default: BitRange()].include(entry.value) }
        }
        var sums = [Int: ProductSums]()
        for (source, bits) in weightBits {
            sums[source] = ProductSums(count: bounds.network.stages[source].width, bits, multiplierBits)
        }
        for (plane, multipliers) in used {
            let multiplier = Self.exact(multipliers[column])
            add(multiplier * Self.exact(plane.constant))
            add(-multiplier, to: plane.neuron, of: stage)
            for term in plane.terms {
                for entry in term.entries { sums[term.source]?.add(entry.value, multipliers[column], to: entry.column) }
            }
        }
        for (source, sums) in sums {
            for column in 0..<bounds.network.stages[source].width { add(sums[column], to: column, of: source) }
        }
    }
}
