import LinearAlgebra
import Testing
import Verifiers

/// Pseudo-costs against averages written out.
@Suite struct PseudoCostsTests {
    @Test func `nothing is expected of what nobody has seen`() {
        var costs = PseudoCosts(units: 2)
        #expect(costs.estimate((0, 1)) == nil && costs.count(0) == 0)
        costs.note((0, 1), active: .infinity, inactive: 1)
        costs.note((0, 1), active: 1, inactive: .nan)
        #expect(costs.estimate((0, 1)) == nil && costs.count(0) == 0)
    }

    @Test(arguments: 0..<30 as Range<UInt64>) func `gains per score, the latest weigh most`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var costs = PseudoCosts(units: 3)
        var seen = [(active: Double, inactive: Double, score: Double)]()
        for step in 0..<Int.random(in: 1...40, using: &generator) {
            let (active, inactive, score) = (generator.unitFloat(), generator.unitFloat(), 0.1 + generator.unitFloat())
            costs.note((1, score), active: active, inactive: inactive)
            // Others are of no concern.
            costs.note((2, 1), active: 9, inactive: 9)
            seen.append((Double(active), Double(inactive), Double(score)))
            #expect(costs.count(1) == step + 1 && costs.count(0) == 0)
        }
        let weights = seen.indices.map { (0..<seen.count - 1 - $0).reduce(1.0) { value, _ in value * 0.98 } }
        func average(_ value: (Int) -> Double) -> Double {
            seen.indices.reduce(0) { $0 + weights[$1] * value($1) }
                / seen.indices.reduce(0) { $0 + weights[$1] * seen[$1].score }
        }
        for score in [0.2, 1.7] {
            let expected = average { seen[$0].active } * average { seen[$0].inactive } * score * score
            let found = Double(try #require(costs.estimate((1, Float(score)))))
            #expect(abs(found - expected) <= 1e-4 * expected)
        }
    }

    @Test func `the unseen are taken for better than the average`() throws {
        var costs = PseudoCosts(units: 3)
        costs.note((0, 2), active: 3, inactive: 1)
        costs.note((1, 2), active: 3, inactive: 1)
        let known = try #require(costs.estimate((0, 1)))
        let unknown = try #require(costs.estimate((2, 1)))
        #expect(unknown > known && unknown < 10 * known)
    }
}
