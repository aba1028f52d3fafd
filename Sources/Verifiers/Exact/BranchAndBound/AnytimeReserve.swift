import Robustness

/// Time kept back for certifying the domains that are open at the deadline.
struct AnytimeReserve: Sendable {
    /// No more than this share of the time is kept back.
    private static let share = 0.1
    /// What one open domain takes, in seconds.
    private static let secondsPerDomain = 4e-5

    private let most: Double

    init(_ deadline: Deadline) { most = Self.share * deadline.remaining }

    /// Whether it is time to stop with so many domains open.
    func isDue(_ deadline: Deadline, open: Int) -> Bool {
        deadline.remaining <= min(most, Double(open) * Self.secondsPerDomain)
    }
}
