import Networks
import Questions

/// DeepFool (Moosavi-Dezfooli, Fawzi & Frossard, CVPR 2016, algorithm 2), batched: steps to the nearest linearised boundary
/// until some class ties with the label, for p = 1, 2 and ∞ (eq. 8 and 12), inside the input domain.
///
/// Of the last step no more is taken than is needed, and the straight way from the sample is halved. On a linear classifier
/// the nearest point of the domain is found up to rounding.
public struct DeepFoolAttack: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "deepfool", title: "DEEPFOOL",
        summary: "Steps to the nearest linearised boundary; looks for the nearest witness.",
        source: "Moosavi-Dezfooli et al., CVPR 2016", claim: .attack, norms: Set(Norm.allCases),
        options: [
            OptionDescriptor("steps", .integer(1...100_000), default: .integer(50), help: "Steps at most."),
            OptionDescriptor(
                "overshoot", .number(0...100), default: .number(0.02),
                help: "How much farther than to the linearised boundary a step leads, as a share of it."),
        ],
        batchSize: 100, costRank: 7, minimisesDistance: true)

    private let steps: Int
    private let overshoot: Double

    public init(_ call: MethodCall) {
        steps = call.integer("steps")
        overshoot = call.number("overshoot")
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        let stopwatch = Stopwatch()
        var walk = DeepFoolWalk(queries, on: network, overshoot: overshoot)
        for _ in 0..<steps where !walk.isFinished && !deadline.hasPassed { walk.step() }
        walk.finish()
        return walk.nearest.outcomes(on: network, stopwatch, timedOut: deadline.hasPassed)
    }
}

extension DeepFoolAttack: DistanceAttack {
    func nearest(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        verify(queries, on: network, until: deadline)
    }
}
