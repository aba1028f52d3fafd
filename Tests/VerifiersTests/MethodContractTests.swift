import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers

/// What every method promises, whatever it computes.
@Suite struct MethodContractTests {
    static let names = MethodRegistry.catalog.methods.map(\.name)

    @Test func `the catalog names each method once and its laws name methods`() {
        #expect(Set(Self.names).count == Self.names.count)
        for method in MethodRegistry.catalog.methods {
            for weaker in method.dominates { #expect(MethodRegistry.catalog[weaker] != nil) }
            #expect(!MethodRegistry.catalog.dominated(by: method.name).contains(method.name))
            for option in method.options { #expect(option.fault(in: option.defaultValue) == nil, "\(option.name)") }
        }
    }

    @Test(arguments: names)
    func `one outcome per query, and the same one alone, in a batch and again`(_ name: String) throws {
        let example = RandomCase(family: .fullyConnected, seed: 7, epsilon: 0.2)
        let network = try example.network()
        let queries = (0..<9 as Range<UInt64>).map { seed in
            let sample = RandomNetworks.sample(for: network, seed: seed)
            return Query(sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: 0.2))
        }
        let descriptor = try #require(MethodRegistry.catalog[name])
        let verifier = try #require(MethodRegistry.make(MethodCall(descriptor)))
        let batch = verifier.verify(queries, on: network, until: .never)
        #expect(batch.count == queries.count)
        #expect(verifier.verify(queries, on: network, until: .never).map(claim) == batch.map(claim))
        for (query, outcome) in zip(queries, batch) {
            let alone = verifier.verify([query], on: network, until: .never)[0]
            #expect(alone.verdict == outcome.verdict)
            #expect(abs((alone.marginLower ?? 0) - (outcome.marginLower ?? 0)) < 1e-9)
            #expect(abs((alone.marginUpper ?? 0) - (outcome.marginUpper ?? 0)) < 1e-5)
            #expect((outcome.verdict == .unknown) == (outcome.reason != nil))
            #expect((outcome.verdict == .falsified) == (outcome.witness != nil))
        }
    }

    @Test(arguments: names)
    func `robust at a radius means robust at every smaller one`(_ name: String) throws {
        let network = try RandomNetworks.make(.fullyConnected, seed: 3)
        for seed in 0..<10 as Range<UInt64> {
            let sample = RandomNetworks.sample(for: network, seed: seed)
            var wasRobust = false
            for epsilon in [0.3, 0.1, 0.03, 0.01, 0.001] {
                let query = Query(
                    sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: epsilon),
                    measure: .verdict)
                let isRobust = try answer(name, query, on: network).verdict == .robust
                #expect(isRobust || !wasRobust, "robust at more than \(epsilon), but not at \(epsilon)")
                wasRobust = isRobust
            }
        }
    }

    @Test(arguments: names)
    func `a passed deadline is a timeout, never a claim`(_ name: String) throws {
        let network = try RandomNetworks.make(.fullyConnected, seed: 3)
        let sample = RandomNetworks.sample(for: network, seed: 1)
        let query = Query(sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: 0.5))
        let descriptor = try #require(MethodRegistry.catalog[name])
        let verifier = try #require(MethodRegistry.make(MethodCall(descriptor)))
        let verdict = verifier.verify([query], on: network, until: Deadline(after: 0))[0].verdict
        #expect(verdict == .timeout || (name == "clean" && verdict == .unknown))
    }

    @Test(arguments: names)
    func `ε = 0 decides what the network says`(_ name: String) throws {
        let network = try RandomNetworks.make(.residual, seed: 5)
        for seed in 0..<10 as Range<UInt64> {
            let sample = RandomNetworks.sample(for: network, seed: seed)
            let query = Query(sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: 0))
            let outcome = try answer(name, query, on: network)
            #expect(outcome.verdict != .falsified)
            let wrong = Query(
                sample: sample, label: (sample.label + 1) % 3, perturbation: PerturbationSet(epsilon: 0))
            #expect(try answer(name, wrong, on: network).verdict != .robust)
        }
    }

    private func claim(_ outcome: Outcome) -> Outcome {
        var claim = outcome
        claim.measurements = Measurements()
        return claim
    }
}
