import Questions

/// When a search certifies the domains that are open, so that it has a bound to show if it does not finish: once on the
/// way, and at the end as far as time allows.
package struct AnytimeReserve: Sendable {
    /// No more than this share of the time is kept back for the end; the same share has passed when the search
    /// certifies on the way.
    private static let share = 0.1
    /// What one open domain takes, in seconds: so much, and so much more for every weight of its planes.
    private static let secondsPerDomain = 4e-5
    private static let secondsPerWeight = 5e-9

    private let total: Double
    private let domain: Double
    private var hasLooked = false

    /// - Parameter weights: of the planes of a domain.
    package init(_ deadline: Deadline, weights: Int) {
        total = deadline.remaining
        domain = Self.secondsPerDomain + Self.secondsPerWeight * Double(weights)
    }

    /// Whether it is time to stop with so many domains open.
    package func isDue(_ deadline: Deadline, open: Int) -> Bool {
        deadline.remaining <= min(Self.share * total, Double(open) * domain)
    }

    /// Whether it is time to certify once and go on: true at most once, and only where that takes little time.
    package mutating func isCheckpoint(_ deadline: Deadline, open: Int) -> Bool {
        guard !hasLooked, total.isFinite, deadline.remaining <= (1 - Self.share) * total else { return false }
        hasLooked = true
        return Double(open) * domain <= Self.share * total
    }
}
