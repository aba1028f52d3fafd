import Networks
import Questions
import TestSupport
import Testing
import Verifiers

/// A random network with a query about it, and what names it in a failure.
struct RandomCase: CustomTestStringConvertible, Sendable {
    let family: RandomNetworks.Family
    let seed: UInt64
    let epsilon: Double

    var testDescription: String { "\(family) seed \(seed) ε \(epsilon)" }

    /// Families with `count` seeds each, ε from tiny to large.
    static func all(
        _ count: UInt64, of families: [RandomNetworks.Family] = RandomNetworks.Family.allCases
    ) -> [RandomCase] {
        families.flatMap { family in
            (0..<count).map { seed in
                RandomCase(family: family, seed: seed, epsilon: [0.02, 0.1, 0.3, 0.8][Int(seed % 4)])
            }
        }
    }

    func network() throws -> Network { try RandomNetworks.make(family, seed: seed) }

    func query(on network: Network, norm: Norm = .infinity, measure: Measure = .margin) -> Query {
        let sample = RandomNetworks.sample(for: network, seed: seed)
        return Query(
            sample: sample, label: sample.label, perturbation: PerturbationSet(norm: norm, epsilon: epsilon),
            measure: measure)
    }
}

/// Runs a method with default options, some of them replaced.
func answer(
    _ method: String, _ query: Query, on network: Network, options: [String: OptionValue] = [:]
) throws -> Outcome {
    let descriptor = try #require(MethodRegistry.catalog[method])
    let verifier = try #require(MethodRegistry.make(MethodCall(descriptor, options: options)))
    return verifier.verify([query], on: network, until: .never)[0]
}
