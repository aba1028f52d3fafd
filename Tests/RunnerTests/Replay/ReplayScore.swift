import Foundation

/// How far the estimates of a replayed run were from what it took.
struct ReplayScore {
    /// Seconds of the whole run.
    let truth: Double
    /// What the whole run was expected to take, when estimates began to count: after 10 s or 2 %, whichever is later.
    let first: Double
    /// Expected over true seconds to go, from then until the last 10 s: the farthest from 1, when, and the median.
    let worst: Double
    let worstAt: Double
    let median: Double
    /// Shown over true fraction, the farthest from 1, and when.
    let worstFraction: Double
    let worstFractionAt: Double
    let isMonotone: Bool

    init?(_ moments: [Replay.Moment]) {
        guard let last = moments.last else { return nil }
        truth = last.elapsed
        let begin = max(10, 0.02 * truth)
        let counted = moments.filter { $0.elapsed >= begin && $0.elapsed <= last.elapsed - 10 }
        guard let opening = counted.first, let remaining = opening.remaining else { return nil }
        first = opening.elapsed + remaining
        let ratios = counted.map { (($0.remaining ?? 0) / (last.elapsed - $0.elapsed), $0.elapsed) }
        (worst, worstAt) = Self.farthest(ratios)
        median = ratios.map(\.0).sorted()[ratios.count / 2]
        (worstFraction, worstFractionAt) = Self.farthest(
            moments.filter { $0.elapsed >= 0.02 * last.elapsed }.map {
                ($0.fraction / ($0.elapsed / last.elapsed), $0.elapsed)
            })
        isMonotone = zip(moments, moments.dropFirst()).allSatisfy { $0.fraction <= $1.fraction }
    }

    private static func farthest(_ ratios: [(Double, Double)]) -> (Double, Double) {
        ratios.max { abs(log($0.0)) < abs(log($1.0)) } ?? (1, 0)
    }

    func line(of suite: String) -> String {
        let name = suite.padding(toLength: 20, withPad: " ", startingAt: 0)
        return name
            + String(
                format:
                    "first %.0f s, truth %.0f s (%.2f); ETA worst %.2f at %.0f s, median %.2f; fraction worst %.2f at %.0f s",
                first, truth, first / truth, worst, worstAt, median, worstFraction, worstFractionAt)
    }
}
