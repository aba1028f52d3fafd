import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import Testing

/// Bounds in doubles against the same bounds without rounding, where rounding, underflow and overflow are at their worst.
@Suite struct MixedScaleTests {
    /// A network with one entry in three at another power of two, residual or not.
    struct Case: CustomTestStringConvertible, Sendable {
        let seed: UInt64
        /// Weights reach from 2^−span to 2^span.
        let span: Int

        var testDescription: String { "span \(span), seed \(seed)" }

        static let all = [0, 8, 30, 60, 120].flatMap { span in (0..<60).map { Case(seed: $0, span: span) } }

        func network(_ generator: inout SeededGenerator) throws -> Network {
            var builder = NetworkBuilder(input: [3])
            try linear(&builder, 4, &generator)
            var skip = builder.relu()
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                try linear(&builder, 4, &generator)
                builder.relu()
                let branch = try linear(&builder, 4, &generator)
                skip = Bool.random(using: &generator) ? try builder.add(skip, branch) : branch
                if Bool.random(using: &generator) { skip = builder.relu(after: skip) }
            }
            try builder.linear(
                weight: Matrix(rows: 2, columns: 4, elements: (0..<8).map { _ in number(&generator) }),
                bias: [number(&generator), number(&generator)], after: skip)
            return try builder.build()
        }

        @discardableResult
        private func linear(
            _ builder: inout NetworkBuilder, _ rows: Int, _ generator: inout SeededGenerator
        ) throws -> Int {
            let columns = builder.shape(of: builder.last).count
            return try builder.linear(
                weight: Matrix(
                    rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in number(&generator) }),
                bias: (0..<rows).map { _ in number(&generator) })
        }

        private func number(_ generator: inout SeededGenerator) -> Float {
            let exponent =
                Int.random(in: 0..<3, using: &generator) == 0 ? Int.random(in: -span...span, using: &generator) : 0
            return Float(sign: .plus, exponent: exponent, significand: 1) * Float(generator.normal())
        }
    }

    @Test(arguments: Case.all, Norm.allCases)
    func `no bound is above the one without rounding`(_ example: Case, _ norm: Norm) throws {
        var generator = SeededGenerator(seed: example.seed)
        let network = try example.network(&generator)
        let sample = Sample(
            id: SampleID(dataset: "x", split: "test", index: 0), label: 0,
            pixels: (0..<3).map { _ in generator.unitFloat() })
        let radius = Double(sign: .plus, exponent: Int.random(in: -70 ... -1, using: &generator), significand: 1.3)
        let query = Query(sample: sample, label: 0, perturbation: PerturbationSet(norm: norm, epsilon: radius))
        let statement = ProofStatement(query, network: network.digest, networkFile: "x", method: "none")
        let stages = (1..<network.lowered.outputStage).map { stage in
            StageEvidence(
                stage: stage, line: Bool.random(using: &generator) ? .adaptive : .parallel,
                substituted: Array(0..<network.lowered.stages[stage].preActivations),
                keepsIntervals: Bool.random(using: &generator))
        }
        let draft = RobustnessProof(
            units: [], stages: stages,
            classes: [ClassProof(adversarial: 1, tree: ProofTree(ProofLeaf(.substitution(.adaptive))))])
        do throws(ProofFault) {
            _ = try ProofCheck.seal(draft, of: statement, on: network, ProofCheckOptions(isExact: true))
        } catch {
            switch error {
            case .notPositive: break
            case .range: #expect(example.span > 60, "ordinary numbers are in range")
            default: Issue.record("\(error)")
            }
        }
    }
}
