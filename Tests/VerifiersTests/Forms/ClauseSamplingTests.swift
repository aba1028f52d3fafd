import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers

@Suite struct ClauseSamplingTests {
    /// Forms x₀ + … and −(x₀ + …) of six inputs in [−1, 1].
    private func forms() throws -> Network {
        var builder = NetworkBuilder(input: [6])
        try builder.linear(
            weight: Matrix(
                rows: 2, columns: 6, elements: [Float](repeating: 1, count: 6) + [Float](repeating: -1, count: 6)),
            bias: [0, 0])
        return try builder.build()
    }

    private var query: Query {
        var set = PerturbationSet(epsilon: 1, domain: nil)
        set.box = Box(lower: Array(repeating: -1, count: 6), upper: Array(repeating: 1, count: 6))
        return Query(
            sample: Sample(
                id: SampleID(dataset: "d", split: "s", index: 0), label: 0, pixels: Array(repeating: 0, count: 6)),
            label: 0, perturbation: set)
    }

    @Test func `each clause has the point that is best for it`() throws {
        let sampling = ClauseSampling(try forms(), query)
        var random = SeededGenerator(seed: 1)
        let starts = sampling.starts([0..<1, 1..<2, 0..<2], &random)
        let sums = starts.map { $0.reduce(0, +) }
        // Of 1,024 points of six inputs.
        #expect(sums[0] < -3.5 && sums[1] > 3.5 && abs(sums[2]) < 0.1, "\(sums)")
        #expect(starts.joined().allSatisfy { abs($0) <= 1 })
    }

    @Test func `inputs lie at their ends more often than chance has it`() throws {
        let sampling = ClauseSampling(try forms(), query)
        var random = SeededGenerator(seed: 2)
        var ends = 0
        for _ in 0..<40 { ends += sampling.starts([0..<1], &random)[0].count { $0 == -1 } }
        #expect(ends > 40, "\(ends) of 240")
    }
}
