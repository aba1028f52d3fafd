import LinearAlgebra
import Networks
import Robustness

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
            var outcome = Outcome(verdict: .unknown, marginUpper: worst.margin, reason: .noWitnessFound)
            if worst.margin <= 0 {
                outcome.verdict = .falsified
                outcome.reason = nil
                outcome.witness = Witness(pixels: query.sample.pixels, adversarialClass: worst.adversarial)
            }
            stopwatch.stop(&outcome.measurements, shares: queries.count)
            return outcome
        }
    }
}

/// Worst margins at given points, in double precision.
struct PointMargins {
    private let evaluator: Evaluator<Double>

    init(_ network: Network) { evaluator = Evaluator<Double>(network) }

    /// The smallest margin f_y − f_k at every point and the class k that has it.
    func worst(_ points: [(pixels: [Float], label: Int)]) -> [(margin: Double, adversarial: Int)] {
        let images = Matrix<Double>(
            rows: points.count, columns: evaluator.network.inputShape.count,
            elements: points.flatMap { $0.pixels.map(Double.init) })
        let logits = evaluator.logits(images)
        return points.indices.map { PointMargins.worst(logits.row($0), label: points[$0].label) }
    }

    /// The smallest margin among `logits`; NaN counts as smallest.
    static func worst<Scalar: BLASScalar>(
        _ logits: [Scalar], label: Int
    ) -> (margin: Scalar, adversarial: Int) {
        var worst = (margin: Scalar.infinity, adversarial: label)
        for (index, logit) in logits.enumerated() where index != label {
            let margin = logits[label] - logit
            if !(margin >= worst.margin) { worst = (margin, index) }
        }
        return worst
    }
}
