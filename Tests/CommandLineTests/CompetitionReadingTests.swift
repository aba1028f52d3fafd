import LinearAlgebra
import Networks
import Questions
import Testing
import WitnessCheck
import verigap

/// What the competition's tolerance would let pass, beside a verdict that lets nothing pass.
@Suite struct CompetitionReadingTests {
    /// The identity on [0, 1]², where y₀ ≥ `bound` is unsafe.
    private func answer(_ bound: Double, _ pixels: [Float]) throws -> (settled: Outcome, words: String?) {
        var builder = NetworkBuilder(input: TensorShape([2]))
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]), bias: [0, 0])
        let network = try builder.build()
        let given = GivenProperty(parts: [
            .init(box: Box(lower: [0, 0], upper: [1, 1]), clauses: [[LinearForm([0: -1], constant: bound)]])
        ])
        let sample = Sample(
            id: SampleID(dataset: "p", split: "property", index: 0), label: 0, pixels: given.centre, given: given)
        let question = AskedQuestion(
            Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil)), .given, shape: [2])
        let claimed = Outcome(verdict: .falsified, witness: Witness(pixels: pixels, adversarialClass: 0))
        let settled = WitnessCheck.settle(claimed, for: question, on: network)
        return (settled, CompetitionReading.miss(claimed, settled, of: question, on: network)?.words)
    }

    @Test func whatCountsNeedsNoTolerance() throws {
        let answer = try answer(1, [1, 0])
        #expect(answer.settled.verdict == .falsified && answer.words == nil)
    }

    @Test func withinAndBeyond() throws {
        let near = try answer(1 + 0x1p-14, [1, 0])
        #expect(near.settled.verdict == .witnessRejected)
        #expect(
            near.words
                == "misses the set by 0.0 and the property by 6.103515625e-05, within the competition's tolerance of 0.0001"
        )
        let far = try answer(1.5, [1, 0])
        #expect(far.words?.hasSuffix("the property by 0.5, beyond the competition's tolerance of 0.0001") == true)
        let outside = try answer(1, [1.0625, 0])
        #expect(outside.words?.hasPrefix("misses the set by 0.0625 and the property by 0.0, beyond") == true)
    }
}
