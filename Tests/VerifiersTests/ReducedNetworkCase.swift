import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers

/// A random network around a query with made-up bounds: what is built from bounds must not depend on where they come from.
struct ReducedNetworkCase: CustomTestStringConvertible, Sendable {
    enum Family: Sendable {
        case random(RandomNetworks.Family)
        /// Three hidden layers that are wide next to their inputs, few neurons of the first surely on.
        case wide
    }

    let family: Family
    let seed: UInt64

    static let all = cases(RandomNetworks.Family.allCases)
    /// Those of which something is recorded.
    static let recorded = cases(RandomNetworks.Family.recorded)

    private static func cases(_ families: [RandomNetworks.Family]) -> [ReducedNetworkCase] {
        families.flatMap { family in
            (0..<10).map { ReducedNetworkCase(family: .random(family), seed: $0) }
        } + (0..<10).map { ReducedNetworkCase(family: .wide, seed: $0) }
    }

    var testDescription: String {
        switch family {
        case .random(let family): "\(family) \(seed)"
        case .wide: "wide \(seed)"
        }
    }

    func network() throws -> Network {
        guard case .random(let family) = family else { return try wideNetwork() }
        return try RandomNetworks.make(family, seed: seed)
    }

    func query(on network: Network) -> Query {
        var generator = SeededGenerator(seed: seed)
        let pixels = (0..<network.inputShape.count).map { _ in generator.unitFloat() }
        let sample = Sample(
            id: SampleID(dataset: "random", split: "test", index: Int(seed)), label: Int(seed % 3), pixels: pixels)
        return Query(sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: 0.1))
    }

    /// Bounds of every stage below the logits, a third of the neurons surely off, some surely on; some of width 0 and some
    /// that touch 0.
    func bounds(_ network: LoweredNetwork) -> [StageBounds] {
        var generator = SeededGenerator(seed: seed &+ 77)
        return network.stages[1..<network.outputStage].map { stage in
            var bounds = StageBounds(lower: [], upper: [])
            for _ in 0..<stage.preActivations {
                let (low, high) = (Double(generator.unitFloat()) + 0x1p-8, Double(generator.unitFloat()) + 0x1p-8)
                let ends: (Double, Double) =
                    switch Int.random(in: 0..<20, using: &generator) {
                    case 0..<6: (-low - high, -low)
                    case 6..<8: (low, low + high)
                    case 8: (0, high)
                    case 9: (-low, 0)
                    case 10: (low, low)
                    default: (-low, high)
                    }
                bounds.lower.append(ends.0)
                bounds.upper.append(ends.1)
            }
            return bounds
        }
    }

    private func wideNetwork() throws -> Network {
        var generator = SeededGenerator(seed: seed)
        var builder = NetworkBuilder(input: [9])
        for (width, inputs) in [(14, 9), (16, 14), (12, 16), (3, 12)] {
            if inputs != 9 { builder.relu() }
            try builder.linear(
                weight: Matrix(
                    rows: width, columns: inputs,
                    elements: (0..<width * inputs).map { _ in 2 * generator.unitFloat() - 1 }),
                bias: (0..<width).map { _ in generator.unitFloat() - 0.5 })
        }
        return try builder.build()
    }
}
