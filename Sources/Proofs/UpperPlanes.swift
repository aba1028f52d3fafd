/// Upper planes of ReLUs whose pre-activations are functions of the inputs alone, z = Σ aⱼ xⱼ + b over a box.
///
/// For weights t ∈ [0, 1], max(z, 0) ≤ Σ tⱼ aⱼ xⱼ + max(max_x (z − Σ tⱼ aⱼ xⱼ), max_x −Σ tⱼ aⱼ xⱼ): without the terms in t on both
/// sides, the left is the larger of two linear functions of x.
public struct UpperPlanes: Sendable, Hashable {
    /// Units that have a plane, ascending.
    public var units: [Int]
    /// Per such unit: t in 255ths, one for every aⱼ ≠ 0 in the order of the inputs.
    public var weights: [[UInt8]]

    public init(units: [Int], weights: [[UInt8]]) {
        self.units = units
        self.weights = weights
    }

    /// What the weights are counted in.
    public static let parts = 255.0
}
