import Questions

/// What adding recorded outcomes to a store did.
public struct ImportSummary: Sendable, Hashable {
    /// Outcomes that the store did not have.
    public var added = 0
    /// Outcomes whose run key the store has answered with the same verdict, reason and bounds.
    public var known = 0
    /// Outcomes whose run key the store has answered otherwise, but both may be true (a time limit struck here and not
    /// there); the store's stays.
    public var differing = 0
    /// Outcomes that cannot be true beside the store's, which stays.
    public var conflicts = [ImportConflict]()

    public init() {}

    public var total: Int { added + known + differing + conflicts.count }
}

/// Two outcomes of one run key that contradict each other.
public struct ImportConflict: Sendable, Hashable, CustomStringConvertible {
    /// The suite's ids.
    public var network: String
    public var method: String
    public var epsilon: Double
    public var sample: SampleID
    /// What the store has.
    public var kept: Outcome
    public var refused: Outcome

    public var description: String {
        "\(network) ε = \(epsilon) \(method) \(sample): the store says \(Self.text(kept)), the file "
            + Self.text(refused)
    }

    private static func text(_ outcome: Outcome) -> String {
        let lower = outcome.marginLower.map { "\($0)" } ?? "…"
        let upper = outcome.marginUpper.map { "\($0)" } ?? "…"
        return "\(outcome.verdict.rawValue) with margin in [\(lower), \(upper)]"
    }
}

extension Outcome {
    /// Margins that come from single precision are compared up to this times 1 + |v|.
    private static let marginTolerance = 1e-5

    /// Whether two outcomes of one query cannot both be true: one proved what the other refuted, a lower bound of one lies above
    /// the margin of a point that the other found, or a size that one certified reaches the other's witness.
    public func contradicts(_ other: Outcome) -> Bool {
        if Set([verdict, other.verdict]) == [.robust, .falsified] { return true }
        let certified = [(distanceLower, other.distanceUpper), (other.distanceLower, distanceUpper)]
        let reaches = certified.contains { lower, upper in
            guard let lower, let upper, lower > 0 else { return false }
            return lower >= upper
        }
        if reaches { return true }
        return [(marginLower, other.marginUpper), (other.marginLower, marginUpper)].contains { lower, upper in
            guard let lower, let upper else { return false }
            return lower > upper + Self.marginTolerance * (1 + abs(upper))
        }
    }

    /// Whether two outcomes say the same, whatever it cost and whichever point was found.
    func agrees(with other: Outcome, on fields: OutcomeFields) -> Bool {
        fields.claims.allSatisfy { $0.value(of: self) == $0.value(of: other) }
    }
}
