import LinearAlgebra
import Networks
import Questions

/// Projected gradient descent (Madry et al.), batched over samples.
///
/// The defaults are the published protocol of Salman et al. (cross-entropy, 40 steps of 0.01 from the sample itself), save
/// that every point on the way counts; `count: last` counts as they do. They are a protocol of l∞: on l2 balls a step is a tenth of ε by
/// default, 4 ε in all, as 0.01 pixels of length lead nowhere there.
/// Where the query asks for a verdict, a sample leaves the batch at its first success; where it asks for the margin,
/// the steps go on and the smallest margin seen counts.
public struct PGDAttack: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "pgd", title: "PGD", summary: "Projected gradient descent on the loss, batched.",
        source: "Madry et al., ICLR 2018; protocol of Salman et al., NeurIPS 2019", claim: .attack,
        norms: Set(Norm.allCases),
        options: [
            OptionDescriptor("steps", .integer(1...100_000), default: .integer(40), help: "Gradient steps per run."),
            OptionDescriptor(
                "step-size", .number(0...1e6), default: .number(0.01), unit: "pixels", help: "Length of a step."),
            OptionDescriptor(
                "step-share", .number(0...10), default: .number(0), unit: "of ε", cameLater: true,
                onTwoBalls: .number(0.1), alternative: "step-size",
                help: """
                    Length of a step as a share of the set's size, in the place of step-size; 0 is none. On l2 balls 0.1 unless \
                    step-size is given, for there no length fits all sizes.
                    """),
            OptionDescriptor(
                "restarts", .integer(1...10_000), default: .integer(1),
                help: "Runs per sample; all but the first start at random."),
            OptionDescriptor(
                "start", .choice(["sample", "uniform"]), default: .text("sample"), help: "Where the first run starts."),
            OptionDescriptor(
                "loss", .choice(["cross-entropy", "margin"]), default: .text("cross-entropy"),
                help: "What the steps increase."),
            OptionDescriptor(
                "count", .choice(["any", "last"]), default: .text("any"),
                help: "Which points count: any that a run passes, or its last alone, as the published tables do."),
            OptionDescriptor(
                "smoothing", .number(0...100), default: .number(0), cameLater: true,
                help: """
                    Width of smoothed ReLUs in the gradient, as a share of their layer's root mean square; falls to 0 along a \
                    run. Finds what dead ReLUs hide.
                    """),
            OptionDescriptor("seed", .integer(0...Int.max), default: .integer(0), help: "Seed of the random starts."),
        ],
        batchSize: 250, costRank: 5)

    /// What the steps increase.
    enum Loss: String { case crossEntropy = "cross-entropy", margin }

    let steps: Int
    /// In pixels, or a share of the set's size.
    let stepSize: Float
    let manner: PGDSearch.Manner
    let restarts: Int
    let startsAtSample: Bool
    let loss: Loss
    let countsAnyPoint: Bool
    /// Of the gradient, in the first step of a run.
    let smoothing: Float
    let seed: UInt64

    public init(_ call: MethodCall) {
        steps = call.integer("steps")
        let share = call.numberIfPresent("step-share") ?? 0
        stepSize = Float(share > 0 ? share : call.number("step-size"))
        manner = share > 0 ? .shareOfSize : .pixels
        restarts = call.integer("restarts")
        startsAtSample = call.text("start") == "sample"
        loss = Loss(rawValue: call.text("loss")) ?? .crossEntropy
        countsAnyPoint = call.text("count") == "any"
        smoothing = Float(call.numberIfPresent("smoothing") ?? 0)
        seed = UInt64(call.integer("seed"))
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        let stopwatch = Stopwatch()
        var search = PGDSearch(queries, evaluator: network.evaluator, manner: manner)
        for restart in 0..<restarts where !search.isFinished && !deadline.hasPassed {
            search.start(atSample: restart == 0 && startsAtSample, seed: seed &+ UInt64(restart) &* 0x9E37_79B9)
            for step in 0..<steps where !search.isFinished && !deadline.hasPassed {
                let left = Float(steps - step) / Float(steps)
                search.step(by: stepSize, loss: loss, smoothing: smoothing * left, noting: countsAnyPoint)
            }
            if !search.isFinished { search.look() }
        }
        return search.outcomes(on: network, stopwatch, timedOut: deadline.hasPassed)
    }
}
