import LinearAlgebra
import Networks
import Questions

/// The decision-boundary certificate of networks with one hidden layer, f = W₂ max(W₁ x' + b₁, 0) + b₂.
///
/// With c = W₂,y − W₂,k and d = b₂,y − b₂,k, every activation pattern θ makes the margin the affine function w(θ)·x' + b(θ) with
/// w(θ) = W₁ᵀ(c ∘ θ) and b(θ) = c·(θ ∘ b₁) + d. A decision boundary lies on the zeros of one of them, no nearer than
///
///     min over θ ∈ [0, 1]ᴺ of |w(θ)·x + b(θ)| / (‖c‖_q ‖W₁‖),   w(θ)·x + b(θ) = d + Σⱼ θⱼ cⱼ zⱼ(x),
///
/// for w(θ)·δ = (c ∘ θ)·(W₁ δ) ≤ ‖c ∘ θ‖_q ‖W₁ δ‖ₚ ≤ ‖c‖_q ‖W₁‖ ‖δ‖ₚ with 1/p + 1/q = 1 and ‖W₁‖ = max ‖W₁ δ‖ₚ / ‖δ‖ₚ: the spectral norm
/// for p = 2, the largest row sum of magnitudes for p = ∞, the largest column sum for p = 1. The numerator is linear in θ, so
/// that its minimum is d + Σⱼ min(0, cⱼ zⱼ) where that is > 0; else the function changes sign and the certificate is 0. It
/// never exceeds (f_y − f_k)(x) / (‖c‖_q ‖W₁‖), what the Lipschitz constant alone says.
///
/// Affine maps before the hidden layer, such as a normalisation, count with the product of their norms.
public struct DecisionBoundaryCertificate: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "decision-boundary", title: "DECISION-BOUNDARY",
        summary: "Distance to the decision boundaries of all activation patterns at once; one hidden layer, no ε.",
        source: "Singla & Feizi, Theorem 4; any p through the dual norm", claim: .distance, norms: Set(Norm.allCases),
        layers: [.linear, .conv2d, .relu, .flatten, .normalise, .select, .reshape], hiddenLayers: 1...1, batchSize: 100,
        costRank: 30, provesRobust: false)

    public init(_ call: MethodCall) {}

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        let lowered = network.lowered
        let hidden = HiddenLayer(lowered)
        var norms = [Norm: Double]()
        return QueryLoop.run(queries, until: deadline) { query, _ in
            guard query.perturbation.reach == nil else { return Outcome(verdict: .unsupported) }
            guard let hidden else {
                return Outcome(verdict: .unsupported, note: "decision-boundary needs exactly one hidden layer of ReLUs")
            }
            let norm = query.perturbation.norm
            let stretch = norms[norm] ?? hidden.stretch(norm)
            norms[norm] = stretch
            return CertifiedDistance.outcome(hidden.distance(query, stretch), query)
        }
    }
}

/// A network of one hidden layer: affine maps, one after the other, ReLUs, and the logits that read these alone.
private struct HiddenLayer {
    let network: LoweredNetwork
    /// Index of the stage with the ReLUs.
    private var stage: Int { network.outputStage - 1 }

    /// `nil` where the network is another.
    init?(_ network: LoweredNetwork) {
        self.network = network
        guard network.reluStages == [network.outputStage - 1] else { return nil }
        for (index, stage) in network.stages.enumerated().dropFirst() {
            guard stage.terms.count == 1, stage.terms[0].source == index - 1 else { return nil }
            if case .maxPool = stage.activation { return nil }
        }
    }

    /// An upper bound on ‖W₁‖.
    func stretch(_ norm: Norm) -> Double {
        (1...stage).reduce(1) { product, index in
            let norm = OperatorNorm.upperBound(of: network.stages[index].terms[0].matrix, norm)
            return product == 0 || norm == 0 ? 0 : (product * norm).nextUp
        }
    }

    /// The certificate: the smallest over all classes.
    func distance(_ query: Query, _ stretch: Double) -> Double {
        let pre = PointEnclosures(network, at: query.sample.pixels).preActivations[stage]
        return MarginObjectives.classes(network, label: query.label).reduce(.infinity) {
            min($0, distance(query, $1, pre, stretch))
        }
    }

    private func distance(_ query: Query, _ adversarial: Int, _ pre: StageBounds, _ stretch: Double) -> Double {
        let output = network.stages[network.outputStage]
        let weights = difference(output.terms[0].matrix, query.label, adversarial)
        let least = Self.leastMargin(weights, output.bias[query.label], output.bias[adversarial], pre)
        guard least > 0 else { return 0 }
        // Each c is rounded to nearest: ‖c‖ is off by at most 2⁻⁵³ of it, and what underflows is exact.
        let length = query.perturbation.norm.dual.upperBound(of: weights) * (1 + 0x1p-50)
        let slope = (length * stretch).nextUp
        guard !slope.isNaN, slope.isFinite else { return 0 }
        // Constant margins, or beyond the largest double.
        guard length > 0, stretch > 0 else { return .infinity }
        return max(0, (min(least / slope, .greatestFiniteMagnitude) * (1 - 0x1p-50)).nextDown)
    }

    /// W₂,y − W₂,k, rounded to nearest.
    private func difference(_ matrix: AffineMatrix, _ label: Int, _ adversarial: Int) -> [Double] {
        var row = [Double](repeating: 0, count: matrix.columns)
        for entry in matrix.entries(ofRow: label) { row[entry.column] += entry.value }
        for entry in matrix.entries(ofRow: adversarial) { row[entry.column] -= entry.value }
        return row
    }

    /// d + Σ min(0, cⱼ zⱼ), rounded down.
    private static func leastMargin(
        _ weights: [Double], _ bias: Double, _ rivalBias: Double, _ pre: StageBounds
    ) -> Double {
        var fall = 0.0
        for (index, weight) in weights.enumerated() where weight != 0 {
            fall += min(0, weight * (weight > 0 ? pre.lower[index] : pre.upper[index]))
        }
        let magnitude = abs(bias) + abs(rivalBias) - fall
        let error = Rounding.gamma(weights.count + 8) * magnitude + Rounding.underflow(weights.count)
        let least = (bias - rivalBias + fall - error).nextDown
        return least.isNaN ? -.infinity : least
    }
}
