import Questions

/// Outcomes of certificates of distance.
enum CertifiedDistance {
    /// `robust` where `distance`, a lower bound on that of the nearest input with a margin ≤ 0, exceeds ε.
    static func outcome(_ distance: Double, _ query: Query, note: String? = nil) -> Outcome {
        // Where there is neither face nor boundary, any distance is a lower bound.
        let distance = min(distance, .greatestFiniteMagnitude)
        let isRobust = distance > query.perturbation.epsilon
        return Outcome(
            verdict: isRobust ? .robust : .unknown, distanceLower: distance, reason: isRobust ? nil : .boundTooLoose,
            note: note)
    }
}
