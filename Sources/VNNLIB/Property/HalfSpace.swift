/// All v with Σ coefficient · v[index] ≤ bound.
public struct HalfSpace: Sendable, Hashable {
    /// One summand.
    public struct Term: Sendable, Hashable {
        public var index: Int
        public var coefficient: DecimalNumber

        public init(_ index: Int, _ coefficient: DecimalNumber) {
            self.index = index
            self.coefficient = coefficient
        }
    }

    /// By increasing index, each index once, no coefficient 0; never empty.
    public let terms: [Term]
    public let bound: DecimalNumber

    /// Terms of one index are added up and sorted; `nil` where nothing remains, for then there is no half-space.
    public init?(_ terms: [Term], atMost bound: DecimalNumber) {
        var sums = [Term]()
        for term in terms.sorted(by: { $0.index < $1.index }) {
            if let last = sums.last, last.index == term.index {
                sums[sums.count - 1].coefficient = last.coefficient + term.coefficient
            } else {
                sums.append(term)
            }
        }
        sums.removeAll { $0.coefficient.sign == 0 }
        guard !sums.isEmpty else { return nil }
        self.init(canonical: sums, bound: bound)
    }

    /// Of terms that are sorted and merged already.
    init(canonical terms: [Term], bound: DecimalNumber) {
        self.terms = terms
        self.bound = bound
    }

    /// The half-space on the other side of the same plane; the plane belongs to both.
    var opposite: HalfSpace {
        HalfSpace(canonical: terms.map { Term($0.index, -$0.coefficient) }, bound: -bound)
    }

    /// The half-space with the next double below its bound.
    var narrowed: HalfSpace { HalfSpace(canonical: terms, bound: bound.doubleBelow) }

    /// Σ coefficient · v[index] − bound, exactly; not above 0 on the half-space. `nil` where an entry is not finite.
    ///
    /// - Precondition: `point` has an entry for every index.
    public func excess(at point: [Double]) -> DecimalNumber? {
        var sum = -bound
        for term in terms {
            guard let value = DecimalNumber(exactly: point[term.index]) else { return nil }
            sum = sum + term.coefficient * value
        }
        return sum
    }

    /// Whether the point lies in it, exactly.
    public func contains(_ point: [Double]) -> Bool { excess(at: point).map { $0.sign <= 0 } ?? false }
}
