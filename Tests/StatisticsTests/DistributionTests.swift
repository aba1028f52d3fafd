import LinearAlgebra
import Statistics
import Testing

@Suite struct DistributionTests {
    private let sample = Distribution([3.1, -2, 7.5, 0.25, 9, 4, 4, 12.5, 1])

    /// numpy.quantile, its default method.
    @Test(arguments: [(0, -2), (0.05, -1.1), (0.25, 1), (0.5, 4), (0.75, 7.5), (0.95, 11.1), (1, 12.5)])
    func quantilesOfTypeSeven(p: Double, expected: Double) throws {
        #expect(abs(try #require(sample.quantile(p)) - expected) < 1e-12)
    }

    @Test func summaries() {
        #expect(sample.count == 9)
        #expect(sample.median == 4)
        #expect(sample.maximum == 12.5)
        #expect(Distribution([1, 2, 6]).mean == 3)
        #expect(Distribution([]).median == nil)
        #expect(Distribution([5]).p95 == 5)
        #expect(Distribution([1, .infinity, .infinity]).maximum == .infinity)
        #expect(Distribution([.infinity, .infinity]).median == .infinity)
    }

    /// Ranks after scipy.stats.binom.cdf(k − 1, n, ½) ≤ 0.025.
    @Test(arguments: [(6, 1), (9, 2), (20, 6), (100, 40), (1000, 469)])
    func medianIntervalByOrderStatistics(count: Int, rank: Int) {
        let values = Distribution((1...count).map(Double.init).reversed())
        #expect(values.medianInterval() == Double(rank)...Double(count + 1 - rank))
    }

    @Test func tooFewValuesForAnInterval() {
        #expect(Distribution([1, 2, 3, 4, 5]).medianInterval() == nil)
        #expect(Distribution([]).medianInterval() == nil)
    }

    @Test func bootstrapIsRepeatableAndSensible() throws {
        var generator = SeededGenerator(seed: 7)
        let values = (0..<400).map { _ in 5 + generator.normal() }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let interval = try #require(bootstrapInterval(of: values, resamples: 1000, seed: 3, statistic: mean))
        #expect(interval == bootstrapInterval(of: values, resamples: 1000, seed: 3, statistic: mean))
        #expect(interval.contains(mean(values)))
        // The standard error is 1/20: the interval is about ± 0.098 wide.
        #expect(abs(interval.upperBound - interval.lowerBound - 0.196) < 0.03)
        #expect(bootstrapInterval(of: [], statistic: mean) == nil)
    }

    @Test func pairedRatios() throws {
        let ratio = PairedRatio([(baseline: 1, candidate: 2), (2, 1), (1, 8), (0, 3)])
        #expect(ratio.count == 3)
        #expect(abs(try #require(ratio.geometricMean) - 2) < 1e-14)
        #expect(try #require(ratio.interval()).contains(2))
        #expect(PairedRatio([(baseline: 0, candidate: 1)]).geometricMean == nil)
    }
}
