/// k of n, as a share with its exact binomial interval.
public struct Proportion: Sendable, Hashable, Codable {
    public let successes: Int
    public let trials: Int

    /// Traps unless 0 ≤ `successes` ≤ `trials`.
    public init(_ successes: Int, of trials: Int) {
        precondition(0 <= successes && successes <= trials, "\(successes) of \(trials) is no proportion")
        self.successes = successes
        self.trials = trials
    }

    /// k / n; `nil` of nothing.
    public var share: Double? { trials == 0 ? nil : Double(successes) / Double(trials) }

    /// 100 k / n; `nil` of nothing.
    public var percent: Double? { trials == 0 ? nil : 100 * Double(successes) / Double(trials) }

    /// The exact interval of Clopper & Pearson (1934): the probabilities that two tests of level
    /// (1 − `confidence`) / 2 do not reject. Never narrower than nominal. [0, 1] when there are no trials.
    public func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
        guard trials > 0 else { return 0...1 }
        let tail = (1 - confidence) / 2
        let (k, n) = (Double(successes), Double(trials))
        let lower = successes == 0 ? 0 : inverseRegularizedIncompleteBeta(k, n - k + 1, at: tail)
        let upper = successes == trials ? 1 : inverseRegularizedIncompleteBeta(k + 1, n - k, at: 1 - tail)
        return lower...max(lower, upper)
    }

    /// ``interval(confidence:)`` in percent.
    public func percentInterval(confidence: Double = 0.95) -> ClosedRange<Double> {
        let interval = interval(confidence: confidence)
        return 100 * interval.lowerBound...100 * interval.upperBound
    }
}
