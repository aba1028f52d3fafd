import Questions

/// Whether another size may be asked about, and how long it may take: not every method looks at the clock, and none should run past the
/// limit by much.
package struct Pace {
    /// The longest that a question took beyond its share of the time.
    private var overrun = 0.0
    /// The longest that an answer took.
    private var longest = 0.0
    /// Whether the last question ended without an answer.
    private var wasLate = false
    /// Whether all sizes take about the same time, as they do bounds; searches take ever longer towards their answer.
    private let isEven: Bool

    package init(_ claim: Claim) { isEven = claim == .lowerBound }

    /// The part of the `seconds` left that the next question may take: one hard size must not take the time of all others. But
    /// the next size of a bound needs about as long as the last, and gets it.
    package func share(of seconds: Double) -> Double {
        guard isEven else { return 1.0 / 3 }
        return wasLate ? 3.0 / 4 : min(1, max(1.0 / 2, Self.margin * longest / seconds))
    }

    /// How much longer than the longest so far a size may take.
    private static let margin = 1.25

    package func mayAsk(within seconds: Double) -> Bool { seconds > max(overrun, longest / 2) }

    package mutating func note(_ seconds: Double, of share: Double, isLate: Bool) {
        wasLate = isLate
        guard seconds.isFinite, share.isFinite else { return }
        overrun = max(overrun, seconds - share)
        if !isLate { longest = max(longest, seconds) }
    }
}
