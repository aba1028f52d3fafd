import Networks
import Questions

/// Plain classification: a misclassified sample is its own witness at every ε.
public struct CleanClassifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "clean", title: "CLEAN", summary: "Classification of the sample itself: the test error.",
        source: "every paper's first column", claim: .classification, norms: Set(Norm.allCases), batchSize: 500,
        costRank: 0)

    public init(_ call: MethodCall) {}

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        let stopwatch = Stopwatch()
        let margins = PointMargins(network).worst(queries.map { ($0.sample.pixels, $0.label) })
        return zip(queries, margins).map { query, worst in
            var outcome = Outcome(verdict: .unknown, marginUpper: worst.finite, reason: worst.reason)
            // What cannot be told from 0 here is for the witness check to leave undecided.
            if worst.margin <= 0 || !worst.isSure {
                outcome.verdict = .falsified
                outcome.reason = nil
                outcome.witness = Witness(pixels: query.sample.pixels, adversarialClass: worst.adversarial)
            }
            stopwatch.stop(&outcome.measurements, shares: queries.count)
            return outcome
        }
    }
}
