import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers

/// A 2-2-2 network whose bounds are known by hand: f₀ = relu(¾x + 1½y + ¾) − relu(1½x + ¾y + ¾), f₁ = 0 on [−1, 1]².
///
/// Either ReLU ranges over [−1½, 3] before it is cut, so intervals give ±3. By triangles f₀ ≤ ⅔(p + 1½) − max(0, q), at most 2 on
/// the square, at (−1, 1). The true extremes are ±1½, at the same corner.
@Suite struct KnownTighteningTests {
    private func network(sign: Float) throws -> Network {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(
            weight: Matrix(rows: 2, columns: 2, elements: [0.75, 1.5, 1.5, 0.75]), bias: [0.75, 0.75])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [sign, -sign, 0, 0]), bias: [0, 0])
        return try builder.build()
    }

    @Test(
        arguments: [
            ("interval", [:], -3.0), ("lp-last", [:], -2), ("lp-all", [:], -2),
            ("bab", ["objective": OptionValue.text("worst-margin")], -1.5),
            ("milp", ["objective": OptionValue.text("worst-margin")], -1.5),
        ] as [(String, [String: OptionValue], Double)], [Float(1), -1])
    func `intervals give 3, triangles 2, the truth is 1½`(
        _ example: (method: String, options: [String: OptionValue], bound: Double), _ sign: Float
    ) throws {
        let sample = Sample(id: SampleID(dataset: "known", split: "test", index: 0), label: 0, pixels: [0, 0])
        let query = Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil))
        let outcome = try answer(example.method, query, on: network(sign: sign), options: example.options)
        let bound = try #require(outcome.marginLower ?? outcome.marginUpper)
        #expect(abs(bound - example.bound) < 1e-6, "\(example.method): \(bound)")
    }
}
