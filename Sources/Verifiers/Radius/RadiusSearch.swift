import Questions

/// Finds the sizes between which a method's yes turns into a no: any method that can say whether a sample is robust on a set
/// of one size answers how far the set can grow.
///
/// Every size asked is a question of its own, so nothing is assumed of the method: what it certifies at a size holds up to
/// that size, what it falsifies bounds the distortion by the witness's own distance, and what it leaves open is left open.
/// Bounds are certified up to `lower` and fail at `uncertified`; attacks end at `upper`; exact methods close the bracket
/// as far as they decide.
///
/// - Complexity: about log₂(1 / tolerance) questions beyond those that find the order of magnitude, a factor of 4 apart.
public struct RadiusSearch: Sendable {
    /// Nothing larger is asked.
    public var largest: Double
    /// How far apart the ends may stay, relative to the upper one.
    public var tolerance: Double
    /// Whether the method can certify, and whether it can find witnesses.
    public var (certifies, falsifies): (Bool, Bool)

    /// - Parameters:
    ///   - largest: positive; the diameter of the domain, for instance.
    ///   - tolerance: in (0, 1).
    public init(claim: Claim, largest: Double, tolerance: Double) {
        precondition(largest > 0 && tolerance > 0 && tolerance < 1)
        self.largest = largest
        self.tolerance = tolerance
        certifies = claim != .attack && claim != .classification
        falsifies = claim == .attack || claim == .exact
    }

    /// Sizes below this are not told from 0; the same share of `largest` where that is below 1.
    public static let smallest = 1e-9
    /// Where the search begins, likewise.
    private static let first = 1.0 / 64
    private static let growth = 4.0

    /// Asks until the ends meet, `ask` says `nil`, or nothing is left that a question could move.
    ///
    /// - Parameter ask: the settled outcome on the set of a size and, where it is a witness's, the witness's distance;
    ///   `nil` ends the search.
    /// - Parameter note: told of every bracket on the way.
    public func run(
        _ ask: (Double) -> (outcome: Outcome, distance: Double?)?, note: (RadiusBracket) -> Void = { _ in }
    ) -> RadiusBracket {
        var state = State()
        while let size = next(state) {
            guard let (outcome, distance) = ask(size) else { break }
            state.enter(outcome, distance, at: size)
            note(state.bracket)
        }
        return state.bracket
    }

    private struct State {
        var bracket = RadiusBracket()
        /// Largest size asked that was not falsified.
        var unfalsified = 0.0

        mutating func enter(_ outcome: Outcome, _ distance: Double?, at size: Double) {
            if outcome.verdict == .robust { bracket.lower = max(bracket.lower, size) }
            if outcome.verdict == .falsified, let distance, distance < bracket.upper ?? .infinity {
                bracket.upper = distance
                bracket.witness = outcome.witness
            }
            if outcome.verdict != .robust { bracket.uncertified = min(bracket.uncertified ?? .infinity, size) }
            if outcome.verdict != .falsified { unfalsified = max(unfalsified, size) }
        }
    }

    /// The next size to ask about; `nil` when the search is over.
    private func next(_ state: State) -> Double? {
        let bracket = state.bracket
        // What is known from above: a witness ends the growth of bounds, too.
        let failing = min(bracket.uncertified ?? .infinity, bracket.upper ?? .infinity)
        if certifies, let size = between(bracket.lower, failing) { return size }
        guard falsifies else { return nil }
        return between(max(state.unfalsified, bracket.lower), bracket.upper ?? .infinity)
    }

    /// A size strictly between the ends that halves what is unknown; `nil` where the ends are as close as they need be.
    private func between(_ low: Double, _ high: Double) -> Double? {
        guard high > low else { return nil }
        if high == .infinity {
            guard low < largest else { return nil }
            let size = low == 0 ? Self.first * min(largest, 1) : min(largest, low * Self.growth)
            return size > low ? size : largest
        }
        guard high - low > tolerance * high else { return nil }
        if low == 0 {
            let size = high / Self.growth
            return size > 0 && size >= Self.smallest * min(largest, 1) ? size : nil
        }
        // Of ends far apart, the middle of their orders of magnitude.
        let size = high > Self.growth * low ? (low * high).squareRoot() : low + (high - low) / 2
        return size > low && size < high ? size : nil
    }
}
