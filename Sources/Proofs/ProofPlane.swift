/// An upper plane of one ReLU over the values that it reads.
///
/// Of h = max(z, 0) with z = Σ aⱼ vⱼ + b, every vⱼ in an interval and l ≤ z ≤ u, it says h ≤ Σ wⱼ vⱼ + max(A, B), where
///
///     A = κ u + (1 − κ) b + max over the box of Σ ((1 − κ) aⱼ − wⱼ) vⱼ,
///     B = κ′ (b − l) + max over the box of Σ (κ′ aⱼ − wⱼ) vⱼ.
///
/// A is enough where z ≥ 0, for κ z ≤ κ u, and B where z ≤ 0, for 0 ≤ κ′ (z − l). So any w and any κ, κ′ ≥ 0 give a plane, and what it
/// reads is what the ReLU reads: a proof states neither a constant nor a place that a check would have to believe.
public struct ProofPlane: Sendable, Hashable {
    /// The stage of the ReLU, in the lowered network.
    public var stage: Int
    /// Its place among the pre-activations of the stage.
    public var neuron: Int
    /// w: one per weight a that the neuron's row holds, matrix by matrix of its stage in the order of the columns.
    public var weights: [Float]
    /// κ
    public var active: Double
    /// κ′
    public var inactive: Double

    public init(stage: Int, neuron: Int, weights: [Float], active: Double, inactive: Double) {
        (self.stage, self.neuron, self.weights) = (stage, neuron, weights)
        (self.active, self.inactive) = (active, inactive)
    }
}
