import Networks
import Questions

extension PGDSearch {
    /// One outcome per query: `falsified` where its best point is a witness.
    func outcomes(on network: Network, _ stopwatch: Stopwatch, timedOut: Bool) -> [Outcome] {
        let margins = PointMargins(network).worst(zip(best, queries).map { ($0, $1.label) })
        return queries.indices.map { index in
            let worst = margins[index]
            var outcome = Outcome(verdict: timedOut ? .timeout : .unknown, marginUpper: worst.finite)
            if worst.margin <= 0 {
                outcome.verdict = .falsified
                outcome.witness = Witness(pixels: best[index], adversarialClass: worst.adversarial)
            } else if !timedOut {
                outcome.reason = worst.reason
            }
            stopwatch.stop(&outcome.measurements, shares: queries.count)
            return outcome
        }
    }
}
