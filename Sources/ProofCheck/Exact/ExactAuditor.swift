import ExactArithmetic
import Networks
import Questions

/// Confirms in exact arithmetic every number that a check computes in doubles.
///
/// The walk is that of the fast check. Each bound that it computes is a number to be confirmed: at the multipliers that the fast
/// check chose, and with the bounds of earlier stages as they were confirmed, the Lagrangian is evaluated again without
/// rounding, and must not be smaller. So no error analysis is trusted, and whatever the fast check accepts for right
/// reasons is accepted.
final class ExactAuditor {
    private let progress: ((Int) -> Void)?
    /// What is added to every bound before it is confirmed, relative to 1 + |bound|: 0 but in tests, which show by it that a wrong
    /// bound would not pass.
    let error: Double
    /// Bounds confirmed so far, but those of intervals.
    private(set) var confirmed = 0

    /// - Parameter progress: told of `confirmed` after each.
    init(error: Double = 0, _ progress: ((Int) -> Void)? = nil) {
        self.error = error
        self.progress = progress
    }

    /// Whether `bound` is at most the value of `lagrangian` on the pre-activations of `stage`.
    func confirm(_ bound: Double, by lagrangian: inout ExactLagrangian, from stage: Int) -> Bool {
        confirmed += 1
        progress?(confirmed)
        return lagrangian.isAtLeast(bound + error * (1 + abs(bound)), from: stage)
    }

    /// Throws unless `box` holds every point of the perturbation set of `query`.
    func confirm(_ box: Box, encloses query: Query) throws(ProofFault) {
        let set = query.perturbation
        if let own = set.box {
            guard own.count == box.count,
                box.lower.indices.allSatisfy({ box.lower[$0] <= own.lower[$0] && own.upper[$0] <= box.upper[$0] })
            else { throw .inexact(place: "the box", bound: .nan) }
            return
        }
        guard let epsilon = Dyadic(set.epsilon) else { throw .range(place: "the perturbation set") }
        for (index, pixel) in query.sample.pixels.enumerated() {
            guard let x = Dyadic(Double(pixel)), let lower = Dyadic(box.lower[index]),
                let upper = Dyadic(box.upper[index])
            else { throw .range(place: "the perturbation set") }
            let reaches = lower <= x - epsilon && x + epsilon <= upper
            let isCut = set.domain.map { domain in
                (lower <= x - epsilon || box.lower[index] <= domain.lower)
                    && (x + epsilon <= upper || domain.upper <= box.upper[index])
            }
            guard reaches || isCut == true else { throw .inexact(place: "pixel \(index)", bound: box.lower[index]) }
        }
    }

    /// Throws unless `interval` holds all that `stage` of `network` takes on where `values` bound what it reads.
    ///
    /// - Parameter balls: per matrix that reads the inputs, where these lie in a ball: the multipliers of its rows.
    func confirm(
        _ interval: StageInterval, at stage: Int, from values: [StageInterval], _ network: LoweredNetwork,
        _ input: InputSet, _ balls: [BallMultipliers]
    ) throws(ProofFault) {
        let (lower, upper) = ExactIntervals.ends(of: stage, from: values, network, input, balls)
        for row in lower.indices {
            guard let low = Dyadic(interval.lower[row]), low <= lower[row] else {
                throw .inexact(place: "stage \(stage), neuron \(row), lower bound", bound: interval.lower[row])
            }
            guard let high = Dyadic(interval.upper[row]), upper[row] <= high else {
                throw .inexact(place: "stage \(stage), neuron \(row), upper bound", bound: interval.upper[row])
            }
        }
    }
}
