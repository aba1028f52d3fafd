/// Which open ReLU, or which input, to split next.
package enum BranchingRule: String, Sendable, CaseIterable {
    /// Try the most promising ReLUs, both halves, for a few steps; take the one whose halves improve most.
    case lookAhead = "look-ahead"
    /// The ReLU whose upper line costs the bound most.
    case intercept
    /// The ReLU of the widest interval −l u/(u − l).
    case widest
    /// Halve the box of the inputs where the margin depends on them most, and bound every layer anew.
    case inputSplit = "input-split"

    /// The open ReLUs of one column after an ascent, most promising first, at most `limit` of them.
    package func candidates(_ batch: DualBatch, column: Int, limit: Int) -> [(unit: Int, score: Float)] {
        var leading = [(unit: Int, score: Float)]()
        leading.reserveCapacity(limit + 1)
        let (width, system, planes) = (batch.width, batch.system, batch.planes)
        let planed = self == .widest ? 0 : planes?.planes.count ?? 0
        for unit in 0..<system.count {
            let index = unit * width + column
            guard batch.split[index] == 0 else { continue }
            let lambda = batch.lambda[index]
            let score =
                if let planes, unit < planed, lambda < 0 {
                    planes.gap(unit, column)
                } else {
                    score(unit, system, lambda: lambda, z: batch.z[index], h: batch.h[index])
                }
            if leading.count == limit, let last = leading.last, score <= last.score { continue }
            let place = leading.firstIndex { $0.score < score } ?? leading.count
            leading.insert((unit, score), at: place)
            if leading.count > limit { leading.removeLast() }
        }
        return leading
    }

    private func score(_ unit: Int, _ system: ReLUSystem, lambda: Float, z: Float, h: Float) -> Float {
        let area = system.intercepts[unit]
        return self == .widest ? area : max(-lambda, 0) * area + 0.2 * abs(lambda * (h - max(z, 0)))
    }
}
