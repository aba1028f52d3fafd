import Proofs

/// What a check of a witness found.
public struct WitnessReport: Sendable, Hashable, Codable {
    /// The class k whose margin f_y − f_k is ≤ 0 at the witness.
    public var adversarial: Int
    /// The margin lies between these.
    public var marginLower: Double
    public var marginUpper: Double
    /// Whether exact arithmetic was needed, or asked for; then the ends are the margin rounded down and up.
    public var isExact: Bool

    public init(adversarial: Int, marginLower: Double, marginUpper: Double, isExact: Bool) {
        self.adversarial = adversarial
        self.marginLower = marginLower
        self.marginUpper = marginUpper
        self.isExact = isExact
    }
}
