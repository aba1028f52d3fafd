import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers

/// Bounds by backward substitution against the same written out number by number.
@Suite struct BackwardSubstitutionTests {
    @Test(arguments: SubstitutionCase.all, [false, true])
    func `every bound is that of plain substitution`(_ example: SubstitutionCase, _ isAdaptive: Bool) throws {
        let (lowered, query) = try Self.question(example)
        let plain = PlainSubstitution(lowered, PlainSet(query), isAdaptive: isAdaptive)
        let bounds = NetworkBounds(
            substituting: lowered, over: InputRegion(query), isAdaptive ? .adaptive : .parallel)
        for stage in 1..<lowered.outputStage {
            for (neuron, expected) in plain.bounds[stage].enumerated() {
                let (lower, upper) = (bounds.stages[stage].lower[neuron], bounds.stages[stage].upper[neuron])
                let scale = 1 + max(abs(expected.lower), abs(expected.upper))
                // Never tighter, but for what plain substitution rounds.
                #expect((-1e-9...1e-12).contains((lower - expected.lower) / scale), "\(stage) \(neuron)")
                #expect((-1e-12...1e-9).contains((upper - expected.upper) / scale), "\(stage) \(neuron)")
            }
        }
    }

    @Test(arguments: SubstitutionCase.all, [false, true])
    func `leaving stable neurons early changes no other bound`(
        _ example: SubstitutionCase, _ isAdaptive: Bool
    ) throws {
        let (lowered, query) = try Self.question(example)
        let line: LowerLine = isAdaptive ? .adaptive : .parallel
        let all = NetworkBounds(substituting: lowered, over: InputRegion(query), line)
        let some = NetworkBounds(substituting: lowered, over: InputRegion(query), line, needsStabilityOnly: true)
        for stage in lowered.reluStages {
            for neuron in all.stages[stage].lower.indices {
                let (l, u) = (all.stages[stage].lower[neuron], all.stages[stage].upper[neuron])
                let (lower, upper) = (some.stages[stage].lower[neuron], some.stages[stage].upper[neuron])
                if l < 0, u > 0 {
                    #expect(abs(l - lower) <= 1e-9 * (1 + abs(l)) && abs(u - upper) <= 1e-9 * (1 + abs(u)))
                } else {
                    #expect(l < 0 ? upper <= 0 : lower >= 0, "\(stage) \(neuron)")
                    #expect(lower <= l + 1e-9 && upper >= u - 1e-9)
                }
            }
        }
    }

    @Test(arguments: SubstitutionCase.all, [("lp-greedy", false), ("crown", true)])
    func `margins are those of plain substitution or of intervals`(
        _ example: SubstitutionCase, _ method: (name: String, isAdaptive: Bool)
    ) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let plain = PlainSubstitution(network.lowered, PlainSet(query), isAdaptive: method.isAdaptive)
        let margins = (0..<3).filter { $0 != query.label }.map { adversarial in
            plain.minimum([query.label: 1, adversarial: -1], at: network.lowered.outputStage)
        }
        let expected = try #require(margins.min())
        let outcome = try answer(method.name, query, on: network)
        let bound = try #require(outcome.marginLower)
        let interval = try #require(try answer("interval", query, on: network).marginLower)
        #expect(bound >= expected - 1e-9 * (1 + abs(expected)))
        #expect(bound <= max(expected, interval) + 1e-12 * (1 + abs(expected)))
        // Where an end is 0 but for rounding, either count is right.
        for (stage, count) in zip(network.lowered.reluStages, outcome.measurements.unstableByLayer) {
            func unstable(_ slack: Double) -> Int {
                plain.bounds[stage].count { $0.lower < slack && $0.upper > -slack }
            }
            #expect((unstable(-1e-9)...unstable(1e-9)).contains(count), "stage \(stage)")
        }
    }

    @Test(arguments: SubstitutionCase.all)
    func `no point of the set lies outside`(_ example: SubstitutionCase) throws {
        let (lowered, query) = try Self.question(example)
        var generator = SeededGenerator(seed: example.seed)
        for line in [LowerLine.parallel, .adaptive] {
            let bounds = NetworkBounds(
                substituting: lowered, over: InputRegion(query), line, needsStabilityOnly: true)
            for _ in 0..<40 {
                let values = Self.preActivations(lowered, at: Self.point(query, &generator))
                for stage in 1..<lowered.outputStage {
                    for (neuron, value) in values[stage].enumerated() {
                        let slack = 1e-9 * (1 + abs(value))
                        #expect(bounds.stages[stage].lower[neuron] <= value + slack)
                        #expect(bounds.stages[stage].upper[neuron] >= value - slack)
                    }
                }
            }
        }
    }

    @Test(arguments: SubstitutionCase.Shape.allCases, ["lp-greedy", "crown"])
    func `memory of one image leaves nothing to the next`(
        _ shape: SubstitutionCase.Shape, _ name: String
    ) throws {
        let network = try SubstitutionCase(shape: shape, norm: .infinity, seed: 3).network()
        var queries = (3..<6).map {
            SubstitutionCase(shape: shape, norm: .infinity, seed: $0).query(on: network)
        }
        queries.append(SubstitutionCase(shape: shape, norm: .two, seed: 4).query(on: network))
        queries.append(queries[0])
        let method = try #require(MethodRegistry.catalog[name])
        let verifier = try #require(MethodRegistry.make(MethodCall(method)))
        let together = verifier.verify(queries, on: network, until: .never)
        for (query, outcome) in zip(queries, together) {
            #expect(outcome.marginLower == verifier.verify([query], on: network, until: .never)[0].marginLower)
        }
    }

    private static func question(_ example: SubstitutionCase) throws -> (LoweredNetwork, Query) {
        let network = try example.network()
        return (network.lowered, example.query(on: network))
    }

    /// A point of the set, often on its boundary.
    private static func point(_ query: Query, _ generator: inout SeededGenerator) -> [Double] {
        let step = query.sample.pixels.map { _ in Double(2 * generator.unitFloat() - 1) }
        let length = query.perturbation.norm(step)
        let scale = query.perturbation.epsilon / max(length, 1e-9)
        return zip(query.sample.pixels, step).map { min(max(Double($0) + $1 * scale, 0), 1) }
    }

    private static func preActivations(_ network: LoweredNetwork, at point: [Double]) -> [[Double]] {
        var (values, all) = ([point], [[Double]()])
        for stage in network.stages.dropFirst() {
            let pre = stage.bias.indices.map { row in
                stage.terms.reduce(stage.bias[row]) { sum, term in
                    term.matrix.entries(ofRow: row).reduce(sum) { $0 + $1.value * values[term.source][$1.column] }
                }
            }
            all.append(pre)
            switch stage.activation {
            case .identity: values.append(pre)
            case .relu: values.append(pre.map { max($0, 0) })
            case .maxPool(let windows): values.append(windows.map { $0.map { pre[$0] }.max() ?? 0 })
            }
        }
        return all
    }
}
