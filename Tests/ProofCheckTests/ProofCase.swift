import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// A random network with a query about it and a method to prove it.
struct ProofCase: CustomTestStringConvertible, Sendable {
    let family: RandomNetworks.Family
    let seed: UInt64
    let method: String
    let norm: Norm
    /// The engine of linear programs; `nil` is the method's default.
    var engine: String?

    var testDescription: String { "\(method) on \(family) seed \(seed), \(norm.title)" }
    /// Large enough for trees where the method splits.
    var epsilon: Double { (method == "bab" ? [0.1, 0.2, 0.35, 0.6] : [0.02, 0.05, 0.1, 0.2])[Int(seed % 4)] }

    /// Methods that record what their bounds rest on.
    static let provers = ["interval", "lp-greedy", "crown", "lp-last", "lp-all", "bab"]

    /// Every family with every method that supports it, and `count` seeds.
    static func all(_ count: UInt64, from first: UInt64 = 0, methods: [String] = provers) -> [ProofCase] {
        RandomNetworks.Family.allCases.flatMap { family in
            methods.flatMap { method in
                (first..<first + count).map { ProofCase(family: family, seed: $0, method: method, norm: .infinity) }
            }
        }
    }

    func network() throws -> Network { try RandomNetworks.make(family, seed: seed) }

    func query(on network: Network) -> Query {
        let sample = RandomNetworks.sample(for: network, seed: seed)
        return Query(
            sample: sample, label: sample.label, perturbation: PerturbationSet(norm: norm, epsilon: epsilon))
    }

    /// What the method says; small batches, so that trees have several rounds, and for every other seed bounds that are refined
    /// after a few nodes. For two of three seeds planes are used from the first split on.
    func proved(_ query: Query, on network: Network) throws -> ProvedOutcome {
        let descriptor = try #require(MethodRegistry.catalog[method])
        let options: [String: OptionValue] =
            method == "bab"
            ? [
                "batch-size": .integer(2), "refine": .integer(seed % 2 == 0 ? 0 : 1),
                "planes": .integer(seed % 3 == 0 ? 0 : 1),
            ] : engine.map { ["engine": .text($0)] } ?? [:]
        let verifier = MethodRegistry.make(MethodCall(descriptor, options: options))
        let prover = try #require(verifier as? any ProvingVerifier)
        return prover.prove(query, on: network, until: .never)
    }

    /// A sealed proof with its statement; `nil` unless the method proves the query.
    func sealed() throws -> (proof: RobustnessProof, statement: ProofStatement, network: Network)? {
        let network = try network()
        let query = query(on: network)
        let outcome = try proved(query, on: network)
        guard outcome.outcome.verdict == .robust else { return nil }
        let draft = try #require(outcome.proof, "\(outcome.reason ?? "")")
        let statement = ProofStatement(
            query, network: network.digest, networkFile: "random", method: method)
        return (try ProofCheck.seal(draft, of: statement, on: network).proof, statement, network)
    }
}

extension Network {
    /// A copy in which every linear layer went through `change`, with its place among them.
    func changing(_ change: (Int, LinearLayer) -> LinearLayer) throws -> Network {
        var builder = NetworkBuilder(input: inputShape)
        var linear = 0
        for node in nodes.dropFirst() {
            let source = node.inputs[0]
            switch node.operation {
            case .input: break
            case .linear(let layer):
                let changed = change(linear, layer)
                linear += 1
                try builder.linear(weight: changed.weight, bias: changed.bias, after: source)
            case .convolution(let layer):
                try builder.convolution(
                    kernels: layer.weight, bias: layer.bias, window: WindowSpec(layer.geometry),
                    groups: layer.groups, after: source)
            case .relu: builder.relu(after: source)
            case .maxPool(let layer): try builder.maxPool(window: WindowSpec(layer.geometry), after: source)
            case .averagePool(let layer): try builder.averagePool(window: WindowSpec(layer.geometry), after: source)
            case .add: try builder.add(source, node.inputs[1])
            case .flatten: builder.flatten(after: source)
            case .normalise(let layer):
                try builder.normalise(mean: layer.mean, deviation: layer.deviation, after: source)
            case .scale(let layer): try builder.scale(gain: layer.gain, offset: layer.offset, after: source)
            case .select(let layer): try builder.select(layer.indices, shape: node.shape, after: source)
            case .concatenate: try builder.concatenate(node.inputs, shape: node.shape)
            case .reshape: try builder.reshape(node.shape, after: source)
            }
        }
        return try builder.build()
    }

    /// A copy with one weight of linear layer `place` changed.
    func changingWeight(ofLinear place: Int) throws -> Network {
        try changing { index, layer in
            var layer = layer
            if index == place { layer.weight.elements[0] += 0.25 }
            return layer
        }
    }

    var linearCount: Int { nodes.count { if case .linear = $0.operation { true } else { false } } }
}
