import Networks
import Questions

/// An attack that looks for the nearest witness by itself: where the minimum distortion is asked for, it is asked once, about
/// the largest set. Its descriptor says `minimisesDistance`.
protocol DistanceAttack: Verifier<Network> {
    /// One outcome per query, in order: `falsified` with the nearest witness found in the set, whatever the query measures;
    /// what the deadline cut off keeps what it had.
    func nearest(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome]
}
