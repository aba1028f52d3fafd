import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import Testing

/// The ends of the range in which errors are bounded.
@Suite struct RangeTests {
    /// f₀ − f₁ = product · (x − centre) on one input, through as many linear layers as there are factors.
    private func chain(_ factors: [Float], centre: Float) throws -> Network {
        var builder = NetworkBuilder(input: [1])
        for (place, factor) in factors.enumerated() {
            try builder.linear(
                weight: Matrix(rows: 1, columns: 1, elements: [factor]), bias: [place == 0 ? -factor * centre : 0])
        }
        try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [1, 0]), bias: [0, 0])
        return try builder.build()
    }

    private func check(
        _ network: Network, _ x: Float, _ epsilon: Double, _ norm: Norm, domain: InputDomain? = .unit
    ) throws(ProofFault) -> ProofReport {
        let sample = Sample(id: SampleID(dataset: "x", split: "test", index: 0), label: 0, pixels: [x])
        let query = Query(
            sample: sample, label: 0, perturbation: PerturbationSet(norm: norm, epsilon: epsilon, domain: domain))
        let draft = RobustnessProof(
            units: [], stages: [],
            classes: [ClassProof(adversarial: 1, tree: ProofTree(ProofLeaf(.substitution(.adaptive))))])
        switch ProofCheck.examine(draft, query, network) {
        case .robust(let report): return report
        case .refused(let fault): throw fault
        case .falsified: throw .statement("no witness was given")
        }
    }

    private func isOutOfRange(_ fault: ProofFault?) -> Bool { if case .range? = fault { true } else { false } }

    /// Squares of 1e-190 vanish in doubles, and with them the radius.
    @Test(arguments: Norm.allCases) func `what is tiny is not taken for nothing`(_ norm: Norm) throws {
        let network = try chain([1e-38, 1e-38, 1e-38, 1e-38, 1e-38], centre: 0.5)
        #expect(throws: ProofFault.self) { try check(network, 0.6, 0.2, norm) }
        // Robust with room to spare, and proved so.
        let report = try check(network, 0.9, 0.1, norm)
        #expect(report.smallestBound > 1e-191 && report.smallestBound < 1e-190)
    }

    @Test(arguments: Norm.allCases) func `what underflows altogether proves nothing`(_ norm: Norm) throws {
        // The products are below the smallest double, and no bound on them is > 0.
        let network = try chain(Array(repeating: 1e-38, count: 9), centre: 0.5)
        #expect(throws: ProofFault.self) { try check(network, 0.9, 0.1, norm) }
    }

    @Test(arguments: Norm.allCases) func `what overflows is refused by name`(_ norm: Norm) throws {
        for count in 4...9 {
            let network = try chain(Array(repeating: 3e38, count: count), centre: 0.5)
            let fault = #expect(throws: ProofFault.self) { _ = try check(network, 0.9, 0.1, norm) }
            #expect(isOutOfRange(fault))
            #expect(fault?.description.contains("numbers outside the range in which errors are bounded") == true)
        }
        #expect(try check(chain([3e38, 3e38], centre: 0.5), 0.9, 0.1, norm).smallestBound > 1e75)
    }

    @Test(arguments: Norm.allCases) func `a set without end is refused by name`(_ norm: Norm) throws {
        let network = try chain([1], centre: 0.5)
        for epsilon in [1e200, 1e308] {
            let fault = #expect(throws: ProofFault.self) { _ = try check(network, 0.9, epsilon, norm, domain: nil) }
            #expect(isOutOfRange(fault))
        }
    }

    /// f₀ = h + 2⁶⁰ x − 2⁶⁰ x in two branches, h = max(x − 1/2, 0), against −1/8: the large terms cancel, the small one is what counts.
    @Test func `residual sums lose no summand`() throws {
        var builder = NetworkBuilder(input: [1])
        let input = builder.last
        let up = try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [0x1p60, 0]), bias: [0, 0])
        let down = try builder.linear(
            weight: Matrix(rows: 2, columns: 1, elements: [-0x1p60, 0]), bias: [-0.1, 0], after: input)
        try builder.add(up, down)
        let network = try builder.build()
        // The margin is −1/10 everywhere.
        for norm in Norm.allCases {
            #expect(throws: ProofFault.self) { try check(network, 0.5, 0.25, norm) }
        }
    }
}
