import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers

/// Steps of PGD as shares of the set's size, the default on l2 balls.
@Suite struct StepShareTests {
    private var descriptor: MethodDescriptor { PGDAttack.descriptor }

    @Test func theDefaultDependsOnTheNorm() {
        #expect(descriptor.completed([:], for: .two) == ["step-share": .number(0.1)])
        for norm in [Norm.one, .infinity] { #expect(descriptor.completed([:], for: norm).isEmpty) }
        // Whoever names a length, or a share, gets it.
        let named: [String: OptionValue] = ["step-size": .number(0.05)]
        #expect(descriptor.completed(named, for: .two) == named)
        #expect(descriptor.completed(["step-share": .number(0)], for: .two) == ["step-share": .number(0)])
    }

    /// Outcomes that were stored keep their keys: of no norm does the same call change.
    @Test func callsOfBeforeStay() {
        let plain = MethodCall(descriptor)
        #expect(plain.options["step-share"] == nil)
        #expect(MethodCall(descriptor, options: ["step-share": .number(0), "step-size": .number(0.01)]) == plain)
        #expect(MethodCall(descriptor, options: descriptor.completed([:], for: .two)) != plain)
    }

    /// f₀ − f₁ = 2 − x₀ − x₁ around 0: the nearest witness is at distance √2, which 40 steps of 0.01 do not reach.
    @Test func stepsReachTheRimOfABall() throws {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [0, 0, 1, 1]), bias: [2, 0])
        let network = try builder.build()
        let sample = Sample(id: SampleID(dataset: "a", split: "b", index: 0), label: 0, pixels: [0, 0])
        func verdict(_ options: [String: OptionValue], _ epsilon: Double) -> Verdict? {
            let query = Query(
                sample: sample, label: 0, perturbation: PerturbationSet(norm: .two, epsilon: epsilon, domain: nil),
                measure: .verdict)
            return PGDAttack(MethodCall(descriptor, options: options)).verify([query], on: network, until: .never)
                .first?.verdict
        }
        let shares = descriptor.completed([:], for: .two)
        #expect(verdict(shares, 1.5) == .falsified && verdict(shares, 150) == .falsified)
        #expect(verdict(shares, 1.4) == .unknown)
        #expect(verdict([:], 1.5) == .unknown)
    }
}
