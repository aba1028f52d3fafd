/// What is known of a sample's minimum adversarial distortion: the smallest ‖x' − x‖ₚ of a point x' of the input domain at
/// which some class ties with y or beats it.
public struct RadiusBracket: Sendable, Hashable {
    /// Largest size certified: on the whole set of that size every margin is > 0. 0 where nothing is.
    public var lower: Double
    /// Distance of the nearest checked witness, rounded up; `nil` where there is none.
    public var upper: Double?
    /// Smallest size known not to be certified, because it was asked or holds a witness; `nil` where there is none.
    public var uncertified: Double?
    /// Lies at distance `upper`.
    public var witness: Witness?

    public init(lower: Double = 0, upper: Double? = nil, uncertified: Double? = nil, witness: Witness? = nil) {
        self.lower = lower
        self.upper = upper
        self.uncertified = uncertified
        self.witness = witness
    }

    /// A sample that is classified wrongly: its distance to such a point is 0.
    public static func misclassified(_ witness: Witness) -> RadiusBracket {
        RadiusBracket(lower: 0, upper: 0, uncertified: 0, witness: witness)
    }
}
