import Networks
import Robustness

/// What the independent check found out about a witness.
public struct WitnessReport: Sendable, Hashable {
    /// Inside the perturbation set, with zero tolerance.
    public var isInside: Bool
    /// Smallest margin over the other classes, evaluated in single precision.
    public var marginFloat: Double
    /// Smallest margin over the other classes, evaluated in double precision.
    public var marginDouble: Double
    /// The class of the smallest margin in double precision.
    public var adversarialClass: Int
    /// Why the witness is refused, or `nil` if it counts.
    public var refusal: String?

    public var isAccepted: Bool { refusal == nil }
}

/// Decides whether a claimed witness counts: inside the box with zero tolerance, and margin ≤ 0 (a tie counts) in an
/// evaluation that shares no code with any method.
public enum WitnessCheck {
    /// Examines `witness` as an answer to `query` on `network`.
    ///
    /// The margin that decides is the one in double precision; the one in single precision is recorded beside it.
    /// - Complexity: two forward passes with plain loops.
    public static func examine(_ witness: Witness, for query: Query, on network: Network) -> WitnessReport {
        let inside = refusalOfPlace(witness.pixels, query)
        guard witness.pixels.count == network.inputShape.count else {
            return WitnessReport(
                isInside: false, marginFloat: .nan, marginDouble: .nan, adversarialClass: witness.adversarialClass,
                refusal: "the witness has \(witness.pixels.count) pixels, the network wants \(network.inputShape.count)"
            )
        }
        let single = ReferenceEvaluation<Float>.logits(of: network, at: witness.pixels)
        let double = ReferenceEvaluation<Double>.logits(of: network, at: witness.pixels.map(Double.init))
        let (marginFloat, _) = worstMargin(single.map(Double.init), label: query.label)
        let (marginDouble, adversarial) = worstMargin(double, label: query.label)
        var refusal = inside
        if refusal == nil, !(marginDouble <= 0) { refusal = "its margin is \(marginDouble) > 0" }
        return WitnessReport(
            isInside: inside == nil, marginFloat: marginFloat, marginDouble: marginDouble,
            adversarialClass: adversarial, refusal: refusal)
    }

    /// `outcome` after the check: a `falsified` one keeps its verdict only if its witness counts, and then carries the
    /// margins of the independent evaluation; otherwise it becomes `witnessRejected`.
    public static func settle(_ outcome: Outcome, for query: Query, on network: Network) -> Outcome {
        guard outcome.verdict == .falsified else { return outcome }
        var settled = outcome
        guard var witness = outcome.witness else {
            settled.verdict = .witnessRejected
            settled.note = "falsified without a witness"
            return settled
        }
        let report = examine(witness, for: query, on: network)
        witness.marginFloat = report.marginFloat.isNaN ? nil : report.marginFloat
        witness.marginDouble = report.marginDouble.isNaN ? nil : report.marginDouble
        witness.adversarialClass = report.adversarialClass
        settled.witness = witness
        if let refusal = report.refusal {
            settled.verdict = .witnessRejected
            settled.note = refusal
            settled.marginUpper = nil
        } else {
            settled.marginUpper = report.marginDouble
        }
        return settled
    }

    private static func worstMargin(_ logits: [Double], label: Int) -> (margin: Double, adversarial: Int) {
        var worst = (margin: Double.infinity, adversarial: label)
        for (index, logit) in logits.enumerated() where index != label {
            let margin = logits[label] - logit
            // NaN compares false to everything; a witness that evaluates to NaN must not pass as ≤ 0.
            if !(margin >= worst.margin) { worst = (margin, index) }
        }
        return worst
    }

    private static func refusalOfPlace(_ pixels: [Float], _ query: Query) -> String? {
        let set = query.perturbation
        let sample = query.sample.pixels
        guard pixels.count == sample.count else { return "it has \(pixels.count) pixels, the sample \(sample.count)" }
        guard pixels.allSatisfy(\.isFinite) else { return "it has pixels that are not finite" }
        if let domain = set.domain {
            for (index, pixel) in pixels.enumerated() where pixel != sample[index] {
                if Double(pixel) < domain.lower || Double(pixel) > domain.upper {
                    return "pixel \(index) is \(pixel), outside the input domain"
                }
            }
        }
        guard !ExactDistance.isWithin(set.epsilon, set.norm, pixels, sample) else { return nil }
        let distance = set.norm(zip(pixels, sample).map { Double($0) - Double($1) })
        return "its \(set.norm.title) distance \(distance) exceeds ε = \(set.epsilon)"
    }
}
