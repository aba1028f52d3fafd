import Foundation
import Questions

/// Finds the sizes between which a method's yes turns into a no: any method that can say whether a sample is robust on a set
/// of one size answers how far the set can grow.
///
/// Every size asked is a question of its own, so nothing is assumed of the method: what it certifies at a size holds up to
/// that size, what it falsifies bounds the distortion by the witness's own distance, and what it leaves open is left open.
/// Bounds are certified up to `lower` and fail at `uncertified`; attacks end at `upper`; exact methods close the bracket
/// as far as they decide.
///
/// What is known beforehand spares questions: no size is asked that a start's ends answer already. Bounds say by their
/// margins where the next size is best asked; exact methods are asked just below every nearer witness, where a yes closes
/// the bracket at once.
///
/// - Complexity: about log₂(1 / tolerance) questions beyond those that find the order of magnitude, a factor of 4 apart;
///   for bounds about half as many where their margins are smooth in the size, and at most two more.
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
    /// The part of the way towards a size that was left open.
    private static let caution = 1.0 / 3
    /// A witness farther than this from what is certified is probably not the nearest, or hard to beat.
    private static let reach = 2.0
    /// The part of the tolerance by which a crossing is missed on purpose.
    private static let aside = 0.2
    /// κ₁ and n₀ of the ITP method; κ₂ is 2.
    private static let truncation = 0.2
    private static let slack = 2.0
    /// The part of the tolerance that a question next to an end stays away from it.
    private static let nearness = 0.9

    /// What is known before the first question.
    public struct Start: Sendable {
        /// Ends that hold for the method: sizes that it certifies, a witness or a size that it cannot certify.
        public var bracket: RadiusBracket
        /// The margin at the sample itself, where it is known.
        public var centreMargin: Double?
        /// Where the answer probably lies: only where the search begins depends on it.
        public var guess: Guess?

        public init(
            _ bracket: RadiusBracket = RadiusBracket(), centreMargin: Double? = nil, guess: Guess? = nil
        ) {
            self.bracket = bracket
            self.centreMargin = centreMargin
            self.guess = guess
        }
    }

    /// A size to begin with, and how to go on from it while every answer is a yes.
    public struct Guess: Sendable {
        public var size: Double
        /// How much larger than a certified size the next one is, relative to it.
        public var step: Double
        /// How many times larger the step is after every yes.
        public var growth: Double

        /// What a method close to this one certifies.
        public static func near(_ size: Double) -> Self { Guess(size: size, step: 0.02, growth: 4) }

        /// Just beyond `lower`, near which the answer lies, where every question is dear.
        public static func beyond(_ lower: Double, tolerance: Double) -> Self {
            Guess(size: lower * (1 + 2 * tolerance), step: 0.005, growth: 4)
        }
    }

    /// Asks until the ends meet, `ask` says `nil`, or nothing is left that a question could move.
    ///
    /// - Parameter ask: the settled outcome on the set of a size and, where it is a witness's, the witness's distance;
    ///   `nil` ends the search.
    /// - Parameter note: told of every bracket on the way.
    public func run(
        from start: Start = Start(), _ ask: (Double) -> (outcome: Outcome, distance: Double?)?,
        note: (RadiusBracket) -> Void = { _ in }
    ) -> RadiusBracket {
        var state = RadiusState(start)
        while let size = next(&state) {
            guard let (outcome, distance) = ask(size) else { break }
            state.enter(outcome, distance, at: size)
            note(state.bracket)
        }
        return state.bracket
    }

    /// The next size to ask about; `nil` when the search is over.
    private func next(_ state: inout RadiusState) -> Double? {
        let bracket = state.bracket
        // What is known from above: a witness ends the growth of bounds, too.
        let failing = min(bracket.uncertified ?? .infinity, bracket.upper ?? .infinity)
        if let size = belowWitness(state) {
            state.asksBelowWitness = true
            return size
        }
        state.asksBelowWitness = false
        if certifies {
            if let size = interpolated(&state, bracket.lower, failing) { return size }
            // Exact methods that left a size open take ever longer towards it.
            let isOpen = falsifies && failing < bracket.upper ?? .infinity
            if let size = guessed(state), size < failing { return size }
            if let size = between(bracket.lower, failing, share: isOpen ? Self.caution : 0.5) { return size }
        }
        guard falsifies else { return nil }
        return between(max(state.unfalsified, bracket.lower), bracket.upper ?? .infinity)
    }

    /// The size next to the nearest witness, of which a yes would be the last word; not twice in turn, as witnesses may
    /// come nearer by little.
    private func belowWitness(_ state: RadiusState) -> Double? {
        let bracket = state.bracket
        guard certifies, falsifies, !state.asksBelowWitness, let upper = bracket.upper, upper.isFinite else {
            return nil
        }
        let size = upper * (1 - Self.nearness * tolerance)
        guard upper <= Self.reach * bracket.lower, size > max(bracket.lower, state.unfalsified),
            upper - bracket.lower > tolerance * upper, size >= Self.smallest * min(largest, 1),
            size < bracket.uncertified ?? .infinity
        else { return nil }
        return size
    }

    /// The guess, then sizes a little larger, as long as all are certified.
    private func guessed(_ state: RadiusState) -> Double? {
        guard let guess = state.guess, guess.size > 0, guess.size < largest, state.streak == state.questions else {
            return nil
        }
        let factor = 1 + guess.step * pow(guess.growth, Double(state.streak))
        let size = state.bracket.lower < guess.size ? guess.size : state.bracket.lower * min(factor, Self.growth)
        return min(size, largest) > state.bracket.lower ? min(size, largest) : nil
    }

    /// A little below where the line through the margins at two sizes crosses 0, truncated towards the middle and kept so
    /// near to it that halving would take at most two questions less: the ITP method (Oliveira & Takahashi, ACM TOMS 2021).
    /// At the crossing itself the margin would be too small for a proof to be repeated in other arithmetic.
    private func interpolated(_ state: inout RadiusState, _ low: Double, _ high: Double) -> Double? {
        guard !falsifies, high < .infinity, high - low > tolerance * high, let crossing = state.crossing else {
            return nil
        }
        let target = crossing * (1 - Self.aside * tolerance)
        guard low > 0 else {
            let size = min(max(target, high / (Self.growth * Self.growth)), high / Self.growth)
            return size >= Self.smallest * min(largest, 1) ? size : nil
        }
        let (middle, width) = (low + (high - low) / 2, high - low)
        let step = min(Self.nearness * tolerance * high / 2, width / 2)
        let (first, halvings) = state.startedHalving(width, to: 2 * step)
        let towards = middle >= target ? 1.0 : -1
        let truncation = max(Self.truncation * width * width / first, step)
        let truncated =
            truncation <= abs(middle - target) ? min(max(target, low), high) + towards * truncation : middle
        let room = max(0, step * pow(2, halvings + Self.slack) - width / 2)
        let size = abs(truncated - middle) <= room ? truncated : middle - towards * room
        return min(max(size, low + step), high - step)
    }

    /// A size strictly between the ends that lies `share` of the way from the lower one; `nil` where the ends are as close as
    /// they need be.
    private func between(_ low: Double, _ high: Double, share: Double = 0.5) -> Double? {
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
        let middle = high > Self.growth * low ? (low * high).squareRoot() : low + (high - low) / 2
        let size = share == 0.5 ? middle : low + (middle - low) * (2 * share)
        return size > low && size < high ? size : nil
    }
}
