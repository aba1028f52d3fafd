/// Whether another size may be asked about: not every method looks at the clock, and none should run past the limit by much.
struct Pace {
    /// The longest that a question took beyond its share of the time.
    private var overrun = 0.0
    /// The longest that an answer took.
    private var longest = 0.0

    func mayAsk(within seconds: Double) -> Bool { seconds > max(overrun, longest / 2) }

    mutating func note(_ seconds: Double, of share: Double, isLate: Bool) {
        guard seconds.isFinite, share.isFinite else { return }
        overrun = max(overrun, seconds - share)
        if !isLate { longest = max(longest, seconds) }
    }
}
