/// What splits of each ReLU have gained so far, as a forecast of what they will gain elsewhere (pseudo-costs, Bénichou et
/// al. 1971), per unit of the score that ranked them.
struct PseudoCosts: Sendable {
    private var gains: [(active: Float, inactive: Float)]
    private var scores: [Float]
    private var counts: [Int]

    init(units: Int) {
        gains = Array(repeating: (0, 0), count: units)
        scores = Array(repeating: 0, count: units)
        counts = Array(repeating: 0, count: units)
    }

    /// How often `unit` has been seen.
    func count(_ unit: Int) -> Int { counts[unit] }

    /// Both halves of a split have been bounded.
    mutating func note(_ candidate: (unit: Int, score: Float), active: Float, inactive: Float) {
        gains[candidate.unit].active += active
        gains[candidate.unit].inactive += inactive
        scores[candidate.unit] += candidate.score
        counts[candidate.unit] += 1
    }

    /// The product of the gains to be expected from splitting a candidate that has been seen before; `nil` for a new one.
    func forecast(_ candidate: (unit: Int, score: Float)) -> Float? {
        guard counts[candidate.unit] > 0 else { return nil }
        let factor = candidate.score / max(scores[candidate.unit], .leastNormalMagnitude)
        return gains[candidate.unit].active * gains[candidate.unit].inactive * factor * factor
    }
}
