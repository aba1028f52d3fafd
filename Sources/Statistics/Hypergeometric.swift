#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Draws without replacement: `draws` of `population` things, `successes` of which count.
struct Hypergeometric {
    let population: Int
    let successes: Int
    let draws: Int

    private var smallest: Int { max(0, draws - (population - successes)) }
    private var largest: Int { min(draws, successes) }
    private var mean: Double { Double(draws) * Double(successes) / Double(population) }

    /// P(X ≤ k), to about 1e-9.
    ///
    /// - Complexity: O(draws); terms that no longer change the sum are left out.
    func atMost(_ k: Int) -> Double {
        guard k >= smallest else { return 0 }
        guard k < largest else { return 1 }
        // The tail away from the mean is summed: its terms only shrink.
        return Double(k) <= mean ? lowerTail(from: k) : 1 - upperTail(from: k + 1)
    }

    /// P(X ≥ k), to about 1e-9.
    func atLeast(_ k: Int) -> Double {
        guard k > smallest else { return 1 }
        guard k <= largest else { return 0 }
        return Double(k) >= mean ? upperTail(from: k) : 1 - lowerTail(from: k - 1)
    }

    private func lowerTail(from k: Int) -> Double {
        var (sum, term, i) = (0.0, probability(k), k)
        while i >= smallest {
            sum += term
            guard i > smallest, term > 1e-18 * sum else { break }
            term *= Double(i) / Double(successes - i + 1)
            term *= Double(population - successes - draws + i) / Double(draws - i + 1)
            i -= 1
        }
        return min(1, sum)
    }

    private func upperTail(from k: Int) -> Double {
        var (sum, term, i) = (0.0, probability(k), k)
        while i <= largest {
            sum += term
            guard i < largest, term > 1e-18 * sum else { break }
            term *= Double(successes - i) / Double(i + 1)
            term *= Double(draws - i) / Double(population - successes - draws + i + 1)
            i += 1
        }
        return min(1, sum)
    }

    private func probability(_ k: Int) -> Double {
        exp(
            Self.logChoose(successes, k) + Self.logChoose(population - successes, draws - k)
                - Self.logChoose(population, draws))
    }

    private static func logChoose(_ n: Int, _ k: Int) -> Double {
        logFactorial(n) - logFactorial(k) - logFactorial(n - k)
    }

    private static func logFactorial(_ n: Int) -> Double {
        var sign: Int32 = 0
        return lgamma_r(Double(n) + 1, &sign)
    }
}
