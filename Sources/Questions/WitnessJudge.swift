/// The independent checks that a search over sizes asks: they share no code with any method, so the caller brings them.
public struct WitnessJudge: Sendable {
    /// An outcome on a set, its witness decided.
    public var settle: @Sendable (Outcome, Query) -> Outcome
    /// The smallest double that is surely no less than the size of the smallest set that holds the witness.
    public var distance: @Sendable (Witness, Query) -> Double

    public init(
        settle: @escaping @Sendable (Outcome, Query) -> Outcome,
        distance: @escaping @Sendable (Witness, Query) -> Double
    ) {
        self.settle = settle
        self.distance = distance
    }
}
