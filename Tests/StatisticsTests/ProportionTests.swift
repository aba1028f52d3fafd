import Statistics
import Testing

@Suite struct ProportionTests {
    /// k, n and the interval after scipy.stats.beta.ppf (SciPy, the ends 0 and 1 by definition).
    @Test(arguments: [
        (0, 100, 0.0, 0.03621669264517641), (1, 100, 0.00025314603297742064, 0.054459385392080645),
        (10, 100, 0.04900468922148595, 0.17622259774002266), (50, 100, 0.39832112950330095, 0.601678870496699),
        (99, 100, 0.9455406146079194, 0.9997468539670226), (100, 100, 0.9637833073548235, 1.0),
        (134, 1000, 0.11348831145425936, 0.15669281546729966),
        (1530, 10000, 0.14599617643717785, 0.1602065410863118), (1, 1, 0.025, 1.0), (0, 1, 0.0, 0.975),
        (3, 7, 0.09898827844250786, 0.8159484323599169), (9999, 10000, 0.9994429630020529, 0.9999974682224065),
    ]) func clopperPearson(successes: Int, trials: Int, lower: Double, upper: Double) {
        let interval = Proportion(successes, of: trials).interval()
        #expect(abs(interval.lowerBound - lower) < 1e-9)
        #expect(abs(interval.upperBound - upper) < 1e-9)
    }

    @Test func coverageIsNeverBelowNominal() {
        // Exhaustive for n = 12: P(p in interval) ≥ 95 % for p on a grid.
        let trials = 12
        let intervals = (0...trials).map { Proportion($0, of: trials).interval() }
        for step in 1..<200 {
            let p = Double(step) / 200
            var covered = 0.0
            for k in 0...trials where intervals[k].contains(p) {
                // P(X = k) = P(X ≥ k) − P(X ≥ k + 1), P(X ≥ k) = I_p(k, n − k + 1)
                func atLeast(_ k: Int) -> Double {
                    k <= 0 ? 1 : k > trials ? 0 : regularizedIncompleteBeta(Double(k), Double(trials - k + 1), at: p)
                }
                covered += atLeast(k) - atLeast(k + 1)
            }
            #expect(covered >= 0.95 - 1e-12, "p = \(p)")
        }
    }

    @Test func sharesAndEmptyness() {
        #expect(Proportion(1, of: 4).percent == 25)
        #expect(Proportion(0, of: 0).share == nil)
        #expect(Proportion(0, of: 0).interval() == 0...1)
        #expect(Proportion(0, of: 4).percentInterval().lowerBound == 0)
    }
}

@Suite struct IncompleteBetaTests {
    /// scipy.special.betainc.
    @Test(arguments: [
        (0.5, 0.5, 0.3, 0.36901011956554536), (2, 3, 0.4, 0.5248), (10, 0.1, 0.99, 0.17551032909330117),
        (100, 200, 0.33, 0.45661816333399713), (5000, 5000, 0.501, 0.5792578324565805),
        (1e-3, 5, 0.1, 0.9994092193102943), (30, 2, 0.7, 0.00022539340290692218),
    ]) func agreesWithSciPy(a: Double, b: Double, x: Double, expected: Double) {
        #expect(abs(regularizedIncompleteBeta(a, b, at: x) - expected) < 1e-10)
        #expect(abs(inverseRegularizedIncompleteBeta(a, b, at: expected) - x) < 1e-8)
    }

    @Test func endsAndSymmetry() {
        #expect(regularizedIncompleteBeta(2, 3, at: 0) == 0)
        #expect(regularizedIncompleteBeta(2, 3, at: 1) == 1)
        for x in stride(from: 0.05, to: 1, by: 0.05) {
            let sum = regularizedIncompleteBeta(2.5, 7, at: x) + regularizedIncompleteBeta(7, 2.5, at: 1 - x)
            #expect(abs(sum - 1) < 1e-13)
        }
    }
}
