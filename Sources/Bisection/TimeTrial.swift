import Statistics

/// CPU seconds of one build against another's on the same queries, taken in alternation: first, second, first, second, …
///
/// Whatever else a machine does makes a query slower, never faster: of all rounds its least seconds count. How far that can
/// be trusted say the rounds themselves: those with even and those with odd numbers are two measurements of the same build.
public struct TimeTrial<Query: Hashable & Sendable>: Sendable {
    /// How the second build compares with the first.
    public struct Ratio: Sendable, Hashable {
        /// Median over queries of the logarithm of second / first.
        public var logarithm: Double
        /// The largest such median between the two halves of the rounds of one build.
        public var spread: Double

        /// What must lie between the logarithm and a threshold so that it can be told on which side it is.
        var clearance: Double { max(0.01, 2.5 * spread) }
    }

    /// Fewer rounds have no two halves.
    private static var fewestRounds: Int { 6 }
    /// A build that is slower by less is not slower.
    private static var leastSlowdown: Double { 0.03 }

    private var rounds = [(first: [Query: Double], second: [Query: Double])]()

    public init() {}

    public var count: Int { rounds.count }

    /// One round. Queries that are not in every round do not count.
    public mutating func add(first: [Query: Double], second: [Query: Double]) { rounds.append((first, second)) }

    /// `nil` of fewer rounds than `fewestRounds`.
    public var ratio: Ratio? {
        guard rounds.count >= Self.fewestRounds else { return nil }
        let (even, odd) = (part { $0 % 2 == 0 }, part { $0 % 2 == 1 })
        let all = part { _ in true }
        guard let logarithm = Self.median(all.first, all.second), let a = Self.median(even.first, odd.first),
            let b = Self.median(even.second, odd.second)
        else { return nil }
        return Ratio(logarithm: logarithm, spread: max(abs(a), abs(b)))
    }

    /// Whether the second build is slower than the first; `nil` where rounds do not tell yet.
    public var isSlower: Bool? { isBeyond(Self.leastSlowdown) }

    /// Whether the second build has more than half of a slow-down that is known; `nil` where rounds do not tell yet.
    ///
    /// - Parameter slowdown: a logarithm.
    public func hasHalf(of slowdown: Double) -> Bool? { isBeyond(slowdown / 2) }

    private func isBeyond(_ threshold: Double) -> Bool? {
        guard let ratio, abs(ratio.logarithm - threshold) > ratio.clearance else { return nil }
        return ratio.logarithm > threshold
    }

    private func part(_ isIn: (Int) -> Bool) -> (first: [Query: Double], second: [Query: Double]) {
        let chosen = rounds.indices.filter(isIn).map { rounds[$0] }
        return (Self.least(chosen.map(\.first)), Self.least(chosen.map(\.second)))
    }

    private static func least(_ series: [[Query: Double]]) -> [Query: Double] {
        guard var least = series.first else { return [:] }
        for round in series.dropFirst() {
            for (query, seconds) in least { least[query] = round[query].map { min($0, seconds) } }
        }
        return least
    }

    private static func median(_ first: [Query: Double], _ second: [Query: Double]) -> Double? {
        let pairs = first.compactMap { query, seconds in second[query].map { (baseline: seconds, candidate: $0) } }
        return Distribution(PairedRatio(pairs).logRatios).median
    }
}
