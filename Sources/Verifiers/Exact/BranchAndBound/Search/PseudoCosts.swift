/// What splits of each ReLU have gained so far, as an estimate of what they will gain elsewhere (Bénichou et
/// al. 1971), per unit of the score that ranked them. What was seen long ago, high up in the tree, counts less and less.
package struct PseudoCosts: Sendable {
    private var gains: [(active: Float, inactive: Float)]
    private var scores: [Float]
    private var counts: [Int]
    /// The same over all ReLUs.
    private var overall: (active: Float, inactive: Float, score: Float) = (0, 0, 0)

    package init(units: Int) {
        gains = Array(repeating: (0, 0), count: units)
        scores = Array(repeating: 0, count: units)
        counts = Array(repeating: 0, count: units)
    }

    /// What a sighting keeps of its weight at the next one of the same ReLU.
    private static let retention: Float = 0.98

    /// How many times the average product of gains a ReLU that has not been seen is taken to be worth.
    private static let optimism: Float = 4

    /// How often `unit` has been seen.
    package func count(_ unit: Int) -> Int { counts[unit] }

    /// Both halves of a split have been bounded. Without a bound on their parent there is no gain to learn from.
    package mutating func note(_ candidate: (unit: Int, score: Float), active: Float, inactive: Float) {
        guard active.isFinite, inactive.isFinite else { return }
        let past = gains[candidate.unit]
        gains[candidate.unit] = (past.active * Self.retention + active, past.inactive * Self.retention + inactive)
        scores[candidate.unit] = scores[candidate.unit] * Self.retention + candidate.score
        counts[candidate.unit] += 1
        overall = (
            overall.active * Self.retention + active, overall.inactive * Self.retention + inactive,
            overall.score * Self.retention + candidate.score
        )
    }

    /// The product of the gains to be expected from splitting a candidate. One that has not been seen yet is taken for better
    /// than the others on average, so that it will be; `nil` where none has been seen.
    package func estimate(_ candidate: (unit: Int, score: Float)) -> Float? {
        guard overall.score > 0 else { return nil }
        guard counts[candidate.unit] > 0 else {
            let factor = candidate.score / max(overall.score, .leastNormalMagnitude)
            return Self.optimism * overall.active * overall.inactive * factor * factor
        }
        let factor = candidate.score / max(scores[candidate.unit], .leastNormalMagnitude)
        return gains[candidate.unit].active * gains[candidate.unit].inactive * factor * factor
    }
}
