import Networks
import Questions

/// The basic iterative method, I-FGSM (Kurakin, Goodfellow & Bengio, ICLR workshop 2017, eq. 2): PGD's steps from the sample itself,
/// each a share of the size of the set: along the sign of the gradient for p = ∞, along the normalised gradient for p = 2, along
/// its steepest coordinates for p = 1.
///
/// Asked for the nearest witness it takes sets that grow from a thousandth of the largest until one holds a witness, and halves
/// the straight way to it.
public struct IterativeSignAttack: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "i-fgsm", title: "I-FGSM", summary: "Gradient steps from the sample; for a distance, on sets that grow.",
        source: "Kurakin et al., ICLR workshop 2017", claim: .attack, norms: Set(Norm.allCases),
        options: [
            OptionDescriptor("steps", .integer(1...100_000), default: .integer(20), help: "Gradient steps per set."),
            OptionDescriptor(
                "step-share", .number(0...10), default: .number(0.1), unit: "of ε", help: "Length of a step."),
            OptionDescriptor(
                "growth", .number(1.001...1000), default: .number(1.2),
                help: "From each set to the next where a distance is asked for."),
            OptionDescriptor(
                "loss", .choice(["cross-entropy", "margin"]), default: .text("cross-entropy"),
                help: "What the steps increase."),
        ],
        batchSize: 250, costRank: 6, minimisesDistance: true)

    /// The first set that is asked about, as a share of the largest.
    private static let first = 0x1p-10

    private let steps: Int
    private let stepShare: Float
    private let growth: Double
    private let loss: PGDAttack.Loss

    public init(_ call: MethodCall) {
        steps = call.integer("steps")
        stepShare = Float(call.number("step-share"))
        growth = call.number("growth")
        loss = PGDAttack.Loss(rawValue: call.text("loss")) ?? .crossEntropy
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        let stopwatch = Stopwatch()
        let search = attack(queries, network, deadline)
        return search.outcomes(on: network, stopwatch, timedOut: deadline.hasPassed)
    }

    private func attack(_ queries: [Query], _ network: Network, _ deadline: Deadline) -> PGDSearch {
        var search = PGDSearch(queries, evaluator: network.evaluator, manner: .shareOfSize)
        guard !deadline.hasPassed else { return search }
        search.start(atSample: true, seed: 0)
        for _ in 0..<steps where !search.isFinished && !deadline.hasPassed {
            search.step(by: stepShare, loss: loss, noting: true)
        }
        if !search.isFinished { search.look() }
        return search
    }

    /// Sizes of sets, as shares of the largest.
    private var shares: [Double] {
        var shares = [Double]()
        var share = Self.first
        while share < 1 {
            shares.append(share)
            share *= growth
        }
        return shares + [1]
    }
}

extension IterativeSignAttack: DistanceAttack {
    func nearest(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        let stopwatch = Stopwatch()
        var nearest = NearestWitnesses(queries)
        let paths = WitnessPaths(network)
        var open = Array(queries.indices)
        for share in shares where !open.isEmpty && !deadline.hasPassed {
            let search = attack(
                open.map { queries[$0].ofSize(share * queries[$0].perturbation.epsilon) }, network, deadline)
            let hits = open.indices.filter(search.isWitness)
            let found = paths.nearest(
                hits.map { row in
                    let space = nearest.spaces[open[row]]
                    return WitnessPaths.Path(label: queries[open[row]].label) { space.shrunk(search.best[row], to: $0) }
                })
            for (row, point) in zip(hits, found) { if let point { nearest.offer(point, to: open[row]) } }
            open.removeAll { nearest.points[$0] != nil }
        }
        return nearest.outcomes(on: network, stopwatch, timedOut: deadline.hasPassed)
    }
}
