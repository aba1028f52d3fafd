import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Neurons whose pre-activations are constant: rounding leaves them intervals narrower than single precision can say.
@Suite struct DegenerateNeuronTests {
    @Test(arguments: [0.05, 0.2, 0.5, 0.9], ["look-ahead", "intercept", "widest", "input-split"])
    func `a dead neuron hides nothing`(_ epsilon: Double, _ branching: String) throws {
        for seed in UInt64(1)...8 {
            var generator = SeededGenerator(seed: seed)
            var builder = NetworkBuilder(input: [2])
            for (rows, columns) in [(4, 2), (4, 4), (3, 4)] {
                var weights = (0..<rows * columns).map { _ in Float(generator.normal()) }
                var bias = (0..<rows).map { _ in Float(generator.normal() * 0.3) }
                if columns == 4, rows == 4 {
                    // A neuron without inputs.
                    for column in 0..<4 { weights[column] = 0 }
                    bias[0] = 0
                }
                try builder.linear(weight: Matrix(rows: rows, columns: columns, elements: weights), bias: bias)
                if rows == 4 { builder.relu() }
            }
            let network = try builder.build()
            let sample = RandomNetworks.sample(for: network, seed: seed)
            let query = Query(
                sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: epsilon))
            let exact = PolygonOracle.worstMargin(of: network, query: query)
            guard abs(exact) > 1e-5 else { continue }
            let outcome = WitnessCheck.settle(
                try answer(
                    "bab", query, on: network,
                    options: ["attack-steps": .integer(0), "branching": .text(branching), "batch-size": .integer(2)]),
                for: query, on: network)
            #expect(outcome.verdict == (exact > 0 ? .robust : .falsified), "seed \(seed), exact \(exact)")
            if outcome.verdict == .robust { #expect(outcome.marginLower != nil) }
        }
    }
}
