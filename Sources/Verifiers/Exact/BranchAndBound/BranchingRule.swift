/// Which open ReLU to split next.
enum BranchingRule: String, Sendable, CaseIterable {
    /// Try the most promising ReLUs, both halves, for a few steps; take the one whose halves improve most.
    case lookAhead = "look-ahead"
    /// The ReLU whose upper line costs the bound most.
    case intercept
    /// The ReLU of the widest interval −l u/(u − l).
    case widest

    /// The open ReLUs of one domain, most promising first, at most `limit` of them.
    func candidates(
        _ system: ReLUSystem, _ splits: [Int8], _ evaluation: DualEvaluation, column: Int, width: Int, limit: Int
    ) -> [Int] {
        var scored = [(unit: Int, score: Float)]()
        for unit in 0..<system.count where splits[unit] == 0 {
            let index = unit * width + column
            let area = -system.lower[unit] * system.slope(unit)
            let score: Float
            switch self {
            case .widest: score = area
            case .lookAhead, .intercept:
                let lambda = evaluation.lambda[index]
                let gap = abs(lambda * (evaluation.h[index] - max(evaluation.z[index], 0)))
                score = max(-lambda, 0) * area + 0.2 * gap
            }
            scored.append((unit, score))
        }
        scored.sort { ($0.score, $1.unit) > ($1.score, $0.unit) }
        return scored.prefix(limit).map(\.unit)
    }
}
