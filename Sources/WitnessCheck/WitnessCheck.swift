import Networks
import Questions

/// How a witness's smallest margin stands to 0.
public enum MarginStanding: Sendable, Hashable {
    /// Surely ≤ 0.
    case notPositive
    /// Surely > 0.
    case positive
    /// Too close to 0 for an error bound, and the network too large for exact numbers.
    case undecided
}

/// What the independent check found out about a witness.
public struct WitnessReport: Sendable, Hashable {
    /// Inside the perturbation set, with zero tolerance.
    public var isInside: Bool
    /// Smallest margin over the other classes, evaluated in single precision.
    public var marginFloat: Double
    /// Smallest margin over the other classes, evaluated in double precision; the exact one, rounded, where that was needed.
    public var marginDouble: Double
    /// At least the smallest margin in real numbers.
    public var marginUpper: Double
    /// The class of the smallest margin.
    public var adversarialClass: Int
    /// What is sure of the margin.
    public var standing: MarginStanding
    /// Why the witness is refused, or `nil` if it counts or cannot be decided.
    public var refusal: String?

    public var isAccepted: Bool { refusal == nil && standing == .notPositive }
}

/// Decides whether a claimed witness counts: inside the set with zero tolerance, and margin ≤ 0 (a tie counts) as a theorem
/// about real numbers, in an evaluation that shares no code with any method.
///
/// The margin is enclosed by intervals first. Where they hold 0, it is evaluated in exact numbers, which a network of up to
/// `exactLimit` weights allows.
public enum WitnessCheck {
    /// Products that are worth exact numbers: about three seconds.
    static let exactLimit = 1 << 21

    /// Examines `witness` as an answer to `query` on `network`.
    ///
    /// - Complexity: three forward passes with plain loops; one in exact numbers where the margin is next to 0.
    public static func examine(_ witness: Witness, for query: Query, on network: Network) -> WitnessReport {
        let inside = refusalOfPlace(witness.pixels, query)
        guard witness.pixels.count == network.inputShape.count else {
            return WitnessReport(
                isInside: false, marginFloat: .nan, marginDouble: .nan, marginUpper: .nan,
                adversarialClass: witness.adversarialClass, standing: .undecided,
                refusal: "the witness has \(witness.pixels.count) pixels, the network wants \(network.inputShape.count)"
            )
        }
        guard witness.pixels.allSatisfy(\.isFinite) else {
            return WitnessReport(
                isInside: false, marginFloat: .nan, marginDouble: .nan, marginUpper: .nan,
                adversarialClass: witness.adversarialClass, standing: .undecided,
                refusal: inside ?? "it has pixels that are not finite")
        }
        let single = ReferenceEvaluation<Float>.logits(of: network, at: witness.pixels)
        let judged = MarginJudgement(of: network, at: witness.pixels, label: query.label)
        var refusal = inside
        if refusal == nil, judged.standing == .positive { refusal = "its margin is \(judged.margin) > 0" }
        return WitnessReport(
            isInside: inside == nil,
            marginFloat: MarginJudgement.worst(single.map(Double.init), label: query.label).margin,
            marginDouble: judged.margin, marginUpper: judged.upper, adversarialClass: judged.adversarial,
            standing: judged.standing,
            refusal: refusal)
    }

    /// `outcome` after the check: a `falsified` one keeps its verdict only if its witness counts, and then carries the
    /// margins of the independent evaluation. A witness that is refused makes it `witnessRejected`; one whose margin cannot
    /// be told from 0, `unknown`.
    public static func settle(_ outcome: Outcome, for query: Query, on network: Network) -> Outcome {
        settle(outcome) { examine($0, for: query, on: network) }
    }

    static func settle(_ outcome: Outcome, _ examine: (Witness) -> WitnessReport) -> Outcome {
        guard outcome.verdict == .falsified else { return outcome }
        var settled = outcome
        guard var witness = outcome.witness else {
            settled.verdict = .witnessRejected
            settled.note = "falsified without a witness"
            return settled
        }
        let report = examine(witness)
        witness.marginFloat = report.marginFloat.isNaN ? nil : report.marginFloat
        witness.marginDouble = report.marginDouble.isNaN ? nil : report.marginDouble
        witness.adversarialClass = report.adversarialClass
        settled.witness = witness
        if let refusal = report.refusal {
            settled.verdict = .witnessRejected
            settled.note = refusal
            settled.marginUpper = nil
        } else if report.standing == .undecided {
            settled.verdict = .unknown
            settled.reason = .witnessUndecided
            settled.witness = nil
            settled.marginUpper = nil
        } else {
            settled.marginUpper = min(report.marginUpper, 0)
        }
        return settled
    }

    /// The smallest double that is surely no less than the distance of a witness from the sample, in the query's norm.
    public static func distance(of witness: Witness, for query: Query) -> Double {
        let (norm, sample) = (query.perturbation.norm, query.sample.pixels)
        var distance = norm(zip(witness.pixels, sample).map { Double($0) - Double($1) })
        while ExactDistance.isWithin(distance.nextDown, norm, witness.pixels, sample), distance > 0 {
            distance = distance.nextDown
        }
        while !ExactDistance.isWithin(distance, norm, witness.pixels, sample) { distance = distance.nextUp }
        return distance
    }

    static func refusalOfPlace(_ pixels: [Float], _ query: Query) -> String? {
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
