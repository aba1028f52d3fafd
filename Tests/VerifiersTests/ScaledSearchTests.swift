import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Scaling a layer of ReLUs by a power of two scales the logits and changes no verdict.
@Suite struct ScaledSearchTests {
    /// The network with its layers' outputs scaled; biases of a layer scale with all layers up to it.
    private func scaled(_ network: Network, by exponents: [Int]) throws -> Network {
        var builder = NetworkBuilder(input: network.inputShape)
        var (layer, total) = (0, 0)
        for node in network.nodes {
            guard case .linear(let linear) = node.operation else { continue }
            if layer > 0 { builder.relu() }
            total += exponents[layer]
            let (own, all) = (Float(sign: .plus, exponent: exponents[layer], significand: 1), total)
            try builder.linear(
                weight: Matrix(
                    rows: linear.weight.rows, columns: linear.weight.columns,
                    elements: linear.weight.elements.map { $0 * own }),
                bias: linear.bias.map { $0 * Float(sign: .plus, exponent: all, significand: 1) })
            layer += 1
        }
        return try builder.build()
    }

    @Test(
        arguments: FormCase.all,
        [[0, 0, 0], [20, 15, 18], [27, 21, -40], [30, -30, 0], [-30, 30, 0], [-14, -20, 32]])
    func `verdicts do not depend on scales`(_ example: FormCase, _ exponents: [Int]) throws {
        let network = try example.network()
        let other = try scaled(network, by: exponents)
        for size in [0.05, 0.15, 0.3] {
            let question = example.question(QuestionForm.plain, size: size, on: network, measure: .verdict)
            let plain = try FormCase.answer("bab", question, on: network)
            let changed = try FormCase.answer("bab", question, on: other)
            #expect(plain.verdict.isDecided)
            #expect(
                changed.verdict == plain.verdict,
                "size \(size): \(changed.reason?.rawValue ?? "") \(String(describing: changed.marginLower))")
        }
    }

    /// A worst margin that is certified to be > 0 is a verdict, however the search for it ended.
    @Test(arguments: FormCase.all, ["look-ahead", "input-split"])
    func `bounds above 0 are verdicts`(_ example: FormCase, _ rule: String) throws {
        let network = try example.network()
        for size in [0.01, 0.05, 0.15] {
            let question = example.question(QuestionForm.plain, size: size, on: network)
            let outcome = try FormCase.answer(
                "bab", question, on: network,
                [
                    "objective": .text("worst-margin"), "branching": .text(rule), "time-limit": .number(2),
                ])
            if let lower = outcome.marginLower, lower > 0 { #expect(outcome.verdict == .robust, "\(size)") }
        }
    }
}
