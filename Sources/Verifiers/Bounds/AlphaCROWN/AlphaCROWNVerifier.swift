import LinearAlgebra
import Networks
import Questions

/// α-CROWN: backward substitution whose lower lines under open ReLUs have slopes α ∈ [0, 1] of their own for every margin, found
/// by projected ascent.
///
/// Single precision guides the ascent; the best slopes are then certified by `BackwardSubstitution`. What CROWN and LP-GREEDY prove
/// with bounds of their own is taken over where it is better, so that no margin's bound is below theirs. On l∞ and l1 balls no
/// bound is above the linear program over the triangles of the same pre-activation bounds.
public struct AlphaCROWNVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "alpha-crown", title: "α-CROWN",
        summary: "Backward substitution whose lower slopes are optimised for every margin, certified at the end.",
        source: "Xu et al., ICLR 2021; ascent as in Wang et al., NeurIPS 2021", claim: .lowerBound,
        norms: Set(Norm.allCases), options: [steps, HiddenBounds.option, Arithmetic.option], batchSize: 50,
        costRank: 30,
        dominates: ["lp-greedy", "crown"], provesRobust: false)

    private static let steps = OptionDescriptor(
        "steps", .integer(0...100_000), default: .integer(20), help: "Steps of the ascent on the slopes.")

    private let steps: Int
    private let hidden: HiddenBounds
    private let arithmetic: Arithmetic

    public init(_ call: MethodCall) {
        steps = call.integer("steps")
        hidden = HiddenBounds(call)
        arithmetic = Arithmetic(call)
    }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        QueryLoop.run(queries, until: deadline) { answer($0, on: network.lowered, until: $1) }
    }

    private func answer(_ query: Query, on network: LoweredNetwork, until deadline: Deadline) -> Outcome {
        let stopwatch = Stopwatch()
        var layers = GuidedLayers(network, InputRegion(query), arithmetic: arithmetic, hidden)
        layers.boundAll()
        let boundSeconds = stopwatch.seconds
        var outcome = MarginOutcome.make(layers.own) { own in
            let known = layers.margins(label: query.label)
            return SlopedMargins(own, query, steps: steps).raised(known, until: deadline)
        }
        if outcome.verdict == .unknown, layers.own.isInRange, deadline.hasPassed {
            outcome.verdict = .timeout
            outcome.reason = nil
        }
        outcome.measurements.phases = ["bounds": boundSeconds, "margins": stopwatch.seconds - boundSeconds]
        return outcome
    }
}

/// Which bounds of hidden layers the ascent rests on.
enum HiddenBounds: String, CaseIterable {
    /// The tighter of CROWN's and LP-GREEDY's, neuron by neuron.
    case tighter
    case crown

    static let option = OptionDescriptor(
        "intermediate", .choice(allCases.map(\.rawValue)), default: .text(tighter.rawValue),
        help: "Bounds of hidden layers that the ascent rests on: CROWN's, or the tighter of CROWN's and LP-GREEDY's.")

    init(_ call: MethodCall) { self = HiddenBounds(rawValue: call.text("intermediate")) ?? .tighter }
}

/// CROWN and LP-GREEDY side by side, each on bounds of its own, and the layers that the ascent rests on.
struct GuidedLayers {
    private var greedy: LayerwiseBounds
    private var crown: LayerwiseBounds
    /// What the ascent rests on.
    private(set) var own: LayerwiseBounds
    private let hidden: HiddenBounds

    init(_ network: LoweredNetwork, _ region: InputRegion, arithmetic: Arithmetic, _ hidden: HiddenBounds) {
        greedy = LayerwiseBounds(network, region, arithmetic: arithmetic)
        (crown, own) = (greedy, greedy)
        self.hidden = hidden
    }

    /// Bounds of every stage below the logits.
    mutating func boundAll() {
        while own.isUnfinished {
            let greedyBounds = greedy.isInRange ? greedy.substitutedBounds : nil
            // Intervals are the same for both.
            let crownBounds =
                own.substitutedNeurons.isEmpty ? greedyBounds : crown.isInRange ? crown.substitutedBounds : nil
            if let greedyBounds { greedy.append(greedyBounds, lowerLine: .parallel) }
            if let crownBounds { crown.append(crownBounds, lowerLine: .adaptive) }
            own.append(chosen(greedyBounds, crownBounds) ?? own.intervalBounds, lowerLine: .adaptive)
        }
    }

    private func chosen(_ greedy: StageBounds?, _ crown: StageBounds?) -> StageBounds? {
        guard let crown else { return greedy }
        guard hidden == .tighter, var tighter = greedy else { return crown }
        tighter.intersect(crown)
        return tighter
    }

    /// What CROWN, LP-GREEDY and intervals prove of the margins f_y − f_k, k ≠ y in order.
    func margins(label: Int) -> [Double] {
        let count = own.network.classCount - 1
        let outputs = own.network.outputStage
        return [greedy, crown].filter { $0.isInRange && $0.next == outputs }
            .map { $0.margins(label: label) }
            .reduce(Array(repeating: -.infinity, count: count)) { best, margins in
                zip(best, margins).map { $1 > $0 ? $1 : $0 }
            }
    }
}
