import Networks
import Questions

/// An exact method that also takes the size of the set itself as its objective.
protocol SizeMinimiser: Verifier<Network> {
    /// Whether it is asked to.
    var minimisesSize: Bool { get }

    /// What says that the property holds on the set of a size that was claimed; `nil` where the claim is taken as it is.
    var claimConfirmer: (any Verifier<Network>)? { get }

    /// Finds the smallest size whose set holds a witness.
    ///
    /// - Parameters:
    ///   - query: on the largest set of interest; bounds of layers are those over it.
    ///   - judge: decides witnesses and their distances.
    func minimiseSize(
        _ query: Query, on network: Network, judge: WitnessJudge, until deadline: Deadline
    ) -> SizeAnswer
}

/// What a method says that minimised the size.
struct SizeAnswer: Sendable {
    /// No smaller set holds a witness, as far as the method's tolerances go; at most the size that was asked about.
    var claimed = 0.0
    /// The nearest witness, decided, and its distance.
    var nearest: (distance: Double, witness: Witness)?
    var measurements = Measurements()
}
