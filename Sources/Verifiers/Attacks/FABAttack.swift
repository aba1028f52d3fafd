import Networks
import Questions

/// The fast adaptive boundary attack (Croce & Hein, ICML 2020), batched, for p = 1, 2 and ∞.
///
/// A walk along the decision boundary that is drawn towards the sample: every step mixes the projections of the current point
/// and of the sample on the linearised boundary inside the input domain (eq. 9), and goes back towards the sample from every
/// witness (eq. 10). The nearest witness of a run is then brought nearer by halving the straight way and the way along the
/// projection of the sample on the boundary as it is there.
public struct FABAttack: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "fab", title: "FAB",
        summary: "Walks along the decision boundary towards the sample; looks for the nearest witness.",
        source: "Croce & Hein, ICML 2020", claim: .attack, norms: Set(Norm.allCases),
        options: [
            OptionDescriptor("steps", .integer(1...100_000), default: .integer(100), help: "Steps per run."),
            OptionDescriptor(
                "restarts", .integer(1...10_000), default: .integer(1),
                help:
                    "Runs per sample; all but the first start at random, within half of the nearest witness's distance."
            ),
            OptionDescriptor(
                "targets", .integer(0...10_000), default: .integer(9),
                help:
                    "Classes of smallest margin that each have a walk of their own; 0: one walk to the nearest boundary."
            ),
            OptionDescriptor(
                "bias", .number(0...1), default: .number(0.1),
                help: "Largest share of the sample's own projection in a step."),
            OptionDescriptor(
                "overshoot", .number(0...100), default: .number(0.05),
                help: "How much farther than to the linearised boundary a step leads, as a share of it."),
            OptionDescriptor(
                "backward", .number(0...1), default: .number(0.9),
                help: "Share of a witness's distance at which the walk goes on."),
            OptionDescriptor("seed", .integer(0...Int.max), default: .integer(0), help: "Seed of the random starts."),
        ],
        batchSize: 25, costRank: 8, minimisesDistance: true)

    private let steps: Int
    private let restarts: Int
    private let targets: Int
    private let pace: BoundaryWalk.Pace
    private let seed: UInt64

    public init(_ call: MethodCall) {
        steps = call.integer("steps")
        restarts = call.integer("restarts")
        targets = call.integer("targets")
        pace = BoundaryWalk.Pace(
            bias: call.number("bias"), overshoot: call.number("overshoot"), backward: call.number("backward"))
        seed = UInt64(call.integer("seed"))
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        attack(queries, on: network, until: deadline, wantsNearest: false)
    }

    private func attack(
        _ queries: [Query], on network: Network, until deadline: Deadline, wantsNearest: Bool
    ) -> [Outcome] {
        let stopwatch = Stopwatch()
        var walk = BoundaryWalk(queries, on: network, targets: targets, pace: pace, wantsNearest: wantsNearest)
        for restart in 0..<restarts where !deadline.hasPassed {
            walk.start(atSample: restart == 0, seed: seed &+ UInt64(restart) &* 0x9E37_79B9)
            for _ in 0..<steps where !walk.isFinished && !deadline.hasPassed { walk.step() }
            walk.finish()
        }
        return walk.nearest.outcomes(on: network, stopwatch, timedOut: deadline.hasPassed)
    }
}

extension FABAttack: DistanceAttack {
    func nearest(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        attack(queries, on: network, until: deadline, wantsNearest: true)
    }
}
