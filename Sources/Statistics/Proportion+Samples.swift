/// Intervals for samples drawn from something finite.
extension Proportion {
    /// The exact interval for the share of successes in a population of `size`, of which the trials were drawn at random
    /// without replacement: the shares K / `size` that two hypergeometric tests of level (1 − `confidence`) / 2 do not
    /// reject (Buonaccorsi, The American Statistician 41, 1987). Never narrower than nominal; k / n itself where
    /// everything was drawn.
    ///
    /// Traps where the population is smaller than the sample.
    /// - Complexity: about 2 log₂ `size` sums of at most n terms.
    public func interval(inPopulationOf size: Int, confidence: Double = 0.95) -> ClosedRange<Double> {
        precondition(size >= trials, "\(trials) of \(size) cannot be drawn without replacement")
        guard size > 0 else { return 0...1 }
        let tail = (1 - confidence) / 2
        let possible = successes...(size - (trials - successes))
        func distribution(_ count: Int) -> Hypergeometric {
            Hypergeometric(population: size, successes: count, draws: trials)
        }
        // P(X ≥ k) grows with the population's count, P(X ≤ k) shrinks.
        let lower = Self.first(in: possible) { distribution($0).atLeast(successes) > tail }
        let upper = Self.first(in: possible) { distribution($0).atMost(successes) <= tail }
        let least = lower ?? possible.upperBound
        let greatest = upper.map { $0 - 1 } ?? possible.upperBound
        return Double(least) / Double(size)...Double(max(least, greatest)) / Double(size)
    }

    /// The smallest number for which `holds`, which once true stays true; `nil` for none.
    private static func first(in range: ClosedRange<Int>, where holds: (Int) -> Bool) -> Int? {
        var (low, high) = (range.lowerBound, range.upperBound + 1)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low > range.upperBound ? nil : low
    }

    /// An interval for the mean over strata of each stratum's share, after equally many draws without replacement
    /// from every stratum.
    ///
    /// A hypergeometric count is a sum of independent Bernoulli trials (Vatutin & Mikhailov, Theory of Probability and its
    /// Applications 27, 1982), so the whole count is one whose n trials have the strata's mean share p; its tails are
    /// no heavier than the binomial's from one beyond the mean on (Hoeffding, Annals of Mathematical Statistics 27,
    /// 1956, Theorem 4). So the limits of Clopper and Pearson hold, as long as no p is rejected whose mean n p lies
    /// within one of the count: that widens the limits for 1 and n − 1 successes. Never narrower than nominal.
    public func stratifiedInterval(confidence: Double = 0.95) -> ClosedRange<Double> {
        guard trials > 0 else { return 0...1 }
        let binomial = interval(confidence: confidence)
        let (k, n) = (Double(successes), Double(trials))
        return min(binomial.lowerBound, max(0, (k - 1) / n))...max(binomial.upperBound, min(1, (k + 1) / n))
    }
}
