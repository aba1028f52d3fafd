import LinearAlgebra
import Statistics
import Testing

@Suite("Intervals of samples from something finite") struct SampleIntervalTests {
    /// P(X ≤ k) of `draws` from `population` with `successes`, by counting in exact binary fractions of integers.
    private static func choose(_ n: Int, _ k: Int) -> Double {
        guard k >= 0, k <= n else { return 0 }
        return (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }

    private static func probability(_ k: Int, _ population: Int, _ successes: Int, _ draws: Int) -> Double {
        choose(successes, k) * choose(population - successes, draws - k) / choose(population, draws)
    }

    @Test(arguments: [(12, 5), (30, 10), (25, 25), (40, 1)])
    func coverageIsNeverBelowNominal(population: Int, draws: Int) {
        let intervals = (0...draws).map { Proportion($0, of: draws).interval(inPopulationOf: population) }
        for successes in 0...population {
            let share = Double(successes) / Double(population)
            let covered = (0...draws).filter { intervals[$0].contains(share) }
                .reduce(0) { $0 + Self.probability($1, population, successes, draws) }
            #expect(covered >= 0.95 - 1e-12, "\(successes) of \(population)")
        }
    }

    /// Each limit is the last share that its test does not reject.
    @Test func limitsInvertTheTests() {
        let (population, draws) = (60, 20)
        for k in 0...draws {
            let interval = Proportion(k, of: draws).interval(inPopulationOf: population)
            func tails(_ successes: Int) -> (above: Double, below: Double) {
                (
                    (k...draws).reduce(0) { $0 + Self.probability($1, population, successes, draws) },
                    (0...k).reduce(0) { $0 + Self.probability($1, population, successes, draws) }
                )
            }
            let lower = Int((interval.lowerBound * Double(population)).rounded())
            let upper = Int((interval.upperBound * Double(population)).rounded())
            #expect(tails(lower).above > 0.025 && tails(upper).below > 0.025)
            if lower > k { #expect(tails(lower - 1).above <= 0.025) }
            if upper < population - draws + k { #expect(tails(upper + 1).below <= 0.025) }
        }
    }

    @Test func everythingDrawnIsExact() {
        #expect(Proportion(3, of: 8).interval(inPopulationOf: 8) == 0.375...0.375)
        #expect(Proportion(0, of: 0).interval(inPopulationOf: 0) == 0...1)
    }

    /// Large populations: as Clopper and Pearson, narrower for what was drawn already. No tail is lost to underflow.
    @Test func largePopulations() {
        for (k, n) in [(1530, 10_000), (0, 1000), (1000, 1000), (500, 1000)] {
            let binomial = Proportion(k, of: n).interval()
            let finite = Proportion(k, of: n).interval(inPopulationOf: 100_000_000)
            #expect(abs(finite.lowerBound - binomial.lowerBound) < 1e-4)
            #expect(abs(finite.upperBound - binomial.upperBound) < 1e-4)
        }
        let half = Proportion(765, of: 5000).interval(inPopulationOf: 10_000)
        let wide = Proportion(765, of: 5000).interval()
        let ratio = (half.upperBound - half.lowerBound) / (wide.upperBound - wide.lowerBound)
        #expect(half.contains(0.153) && abs(ratio - 0.707) < 0.02, "\(ratio)")
    }

    /// Equal draws from strata of any sizes and shares: the mean share is covered, by enumeration of all outcomes.
    @Test func stratifiedCoverageIsNeverBelowNominal() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let strata = Int.random(in: 1...4, using: &generator)
            let each = Int.random(in: 1...6, using: &generator)
            var law = [1.0]
            var mean = 0.0
            for _ in 0..<strata {
                let size = Int.random(in: each...each + 10, using: &generator)
                let successes = Int.random(in: 0...size, using: &generator)
                mean += Double(successes) / Double(size) / Double(strata)
                var next = [Double](repeating: 0, count: law.count + each)
                for (sum, weight) in law.enumerated() {
                    for k in 0...each { next[sum + k] += weight * Self.probability(k, size, successes, each) }
                }
                law = next
            }
            let covered = law.indices.filter {
                Proportion($0, of: strata * each).stratifiedInterval().contains(mean)
            }.reduce(0) { $0 + law[$1] }
            #expect(covered >= 0.95 - 1e-9, "\(strata) × \(each), mean \(mean)")
        }
    }

    @Test func stratifiedIsClopperPearsonButAtTheEnds() {
        #expect(Proportion(10, of: 100).stratifiedInterval() == Proportion(10, of: 100).interval())
        #expect(Proportion(1, of: 100).stratifiedInterval().lowerBound == 0)
        #expect(Proportion(99, of: 100).stratifiedInterval().upperBound == 1)
    }
}
