import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// `milp` with its switches, against enumeration.
@Suite struct MILPTests {
    @Test(arguments: RandomCase.all(16), PresentEngine.names)
    func `every combination of switches agrees with enumeration`(_ example: RandomCase, _ engine: String) throws {
        let network = try example.network()
        let exact = PolygonOracle.worstMargin(of: network, query: example.query(on: network))
        let combinations = MILPSwitches.all
        // A sixteenth of them per case; every family meets each.
        for index in combinations.indices where (index + index / 16) % 16 == Int(example.seed % 16) {
            try check(combinations[index].by(engine), example, network, exact)
        }
    }

    private func check(
        _ switches: MILPSwitches, _ example: RandomCase, _ network: Network, _ exact: Double
    ) throws {
        let query = example.query(on: network, measure: switches.wantsWorstMargin ? .margin : .verdict)
        let outcome = WitnessCheck.settle(
            try answer("milp", query, on: network, options: switches.options), for: query, on: network)
        if abs(exact) > 2e-5 { #expect(outcome.verdict == (exact > 0 ? .robust : .falsified), "\(switches), \(exact)") }
        let tolerance = 1e-6 * (1 + abs(exact))
        if let lower = outcome.marginLower { #expect(lower <= exact + 1e-9, "\(switches)") }
        if let upper = outcome.marginUpper { #expect(upper >= exact - 1e-9, "\(switches)") }
        guard switches.wantsWorstMargin else { return }
        let lower = try #require(outcome.marginLower)
        let upper = try #require(outcome.marginUpper)
        #expect(lower >= exact - tolerance, "\(switches): lower \(lower), exact \(exact)")
        #expect(upper <= exact + tolerance, "\(switches): upper \(upper), exact \(exact)")
    }

    @Test(arguments: RandomCase.all(24).filter { [.fullyConnected, .residual].contains($0.family) }, [false, true])
    func `bounds contain the true range, and every step is at least as tight as the one before`(
        _ example: RandomCase, _ isProgressive: Bool
    ) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let stages = network.lowered.reluStages
        var last: [(lower: [Double], upper: [Double])]?
        for step in ["interval", "lp-greedy", "lp", "milp"] {
            let options: [String: OptionValue] = ["tightening": .text(step), "progressive": .boolean(isProgressive)]
            let bounds = try #require(try milp(options).preActivationBounds(query, on: network))
            for (number, stage) in stages.enumerated() {
                let (lower, upper) = bounds[stage - 1]
                for neuron in lower.indices {
                    let range = try trueRange(of: neuron, beforeReLU: number, of: network, over: query)
                    #expect(lower[neuron] <= range.lowerBound + 1e-12, "\(step) \(stage) \(neuron)")
                    #expect(upper[neuron] >= range.upperBound - 1e-12, "\(step) \(stage) \(neuron)")
                    if step == "milp", !isProgressive {
                        #expect(lower[neuron] >= range.lowerBound - 1e-6 * (1 + abs(range.lowerBound)))
                        #expect(upper[neuron] <= range.upperBound + 1e-6 * (1 + abs(range.upperBound)))
                    }
                    // A neuron that is stable stops early, and so may keep a looser bound of a tighter run. Backward
                    // substitution is not tighter than intervals by law, only as one step of several.
                    guard let before = last?[stage - 1], lower[neuron] < 0, upper[neuron] > 0,
                        isProgressive || step == "milp"
                    else { continue }
                    #expect(lower[neuron] >= before.lower[neuron] - 2e-6, "\(step) \(stage) \(neuron)")
                    #expect(upper[neuron] <= before.upper[neuron] + 2e-6, "\(step) \(stage) \(neuron)")
                }
            }
            last = bounds
        }
    }

    @Test func `bounds over the whole domain do not depend on the image`() throws {
        let network = try RandomNetworks.make(.fullyConnected, seed: 4)
        let options: [String: OptionValue] = ["bounding-domain": .text("whole"), "tightening": .text("milp")]
        let bounds = try (1...2 as ClosedRange<UInt64>).map { seed in
            let query = RandomCase(family: .fullyConnected, seed: seed, epsilon: 0.1).query(on: network)
            return try #require(try milp(options).preActivationBounds(query, on: network))
        }
        #expect(bounds[0].map(\.lower) == bounds[1].map(\.lower) && bounds[0].map(\.upper) == bounds[1].map(\.upper))

        var query = RandomCase(family: .fullyConnected, seed: 1, epsilon: 0.1).query(on: network)
        query.perturbation.domain = nil
        #expect(try answer("milp", query, on: network, options: options).verdict == .unsupported)
    }

    @Test(arguments: ["per-class", "max"], ["asymmetric", "loose"])
    func `at the limit the best open node's bound is the outcome's`(_ question: String, _ formulation: String) throws {
        let network = try HardProblem.network()
        let query = HardProblem.query(on: network)
        let options: [String: OptionValue] = [
            "time-limit": .number(0.5), "tightening": .text("lp-greedy"), "question": .text(question),
            "objective": .text("worst-margin"), "formulation": .text(formulation),
        ]
        let outcome = try answer("milp", query, on: network, options: options)
        let lower = try #require(outcome.marginLower)
        let upper = try #require(outcome.marginUpper)
        #expect(outcome.measurements.nodes > 2)
        #expect(lower < upper - 1e-3, "the problem is too easy for this test")
        #expect(outcome.measurements.wallSeconds < 5)
        let relaxed = try #require(try answer("lp-last", query, on: network).marginLower)
        if formulation == "asymmetric" { #expect(lower > relaxed) }
    }

    @Test func `a warm start that succeeds spares the models`() throws {
        let network = try HardProblem.network()
        var query = HardProblem.query(on: network)
        query.perturbation.epsilon = 0.5
        let outcome = try answer("milp", query, on: network, options: ["warm-start": .text("pgd")])
        #expect(outcome.verdict == .falsified)
        #expect(outcome.measurements.nodes == 0 && outcome.measurements.lpSolves == 0)
        #expect(outcome.measurements.phases.keys.sorted() == ["attack"])
        let easy = RandomCase(family: .residual, seed: 1, epsilon: 0.1)
        let other = try easy.network()
        let cold = try answer("milp", easy.query(on: other), on: other)
        #expect(cold.measurements.phases.keys.sorted() == ["bounds", "certify", "margins", "search"])
    }

    /// The first layer times 2³⁰, the next times 2⁻³⁰: the same function, and numbers that a solver's tolerances do not suit.
    @Test(arguments: 1..<13 as Range<UInt64>, [false, true])
    func `scales beyond a solver's tolerances never make a network robust`(_ seed: UInt64, _ certifies: Bool) throws {
        let plain = RandomCase(family: .fullyConnected, seed: seed, epsilon: 0.3)
        let network = try plain.network()
        var builder = NetworkBuilder(input: network.inputShape)
        var linear = 0
        for node in network.nodes.dropFirst() {
            switch node.operation {
            case .linear(let layer):
                let scale: Float = linear == 0 ? 0x1p30 : linear == 1 ? 0x1p-30 : 1
                try builder.linear(
                    weight: Matrix(
                        rows: layer.weight.rows, columns: layer.weight.columns,
                        elements: layer.weight.elements.map { $0 * scale }),
                    bias: layer.bias.map { $0 * (linear == 0 ? scale : 1) })
                linear += 1
            case .relu: builder.relu()
            default: break
            }
        }
        let scaled = try builder.build()
        let exact = WitnessCheck.settle(
            try answer("bab", plain.query(on: network, measure: .verdict), on: network),
            for: plain.query(on: network, measure: .verdict), on: network)
        let query = plain.query(on: scaled, measure: .verdict)
        let outcome = WitnessCheck.settle(
            try answer("milp", query, on: scaled, options: ["certify": .boolean(certifies)]), for: query, on: scaled)
        #expect(outcome.verdict != (exact.verdict == .robust ? .falsified : .robust), "\(exact.verdict)")
        // The image itself is looked at first, so that what falsifies is found without a solver.
        if certifies, exact.verdict == .falsified { #expect(outcome.verdict == .falsified) }
    }

    private func milp(_ options: [String: OptionValue]) throws -> MILPVerifier {
        MILPVerifier(MethodCall(MILPVerifier.descriptor, options: options))
    }
}

/// A choice for every switch of `milp`.
struct MILPSwitches: CustomTestStringConvertible, Sendable {
    var options: [String: OptionValue]

    var testDescription: String { options.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ") }
    /// The same by another engine.
    func by(_ engine: String) -> MILPSwitches {
        MILPSwitches(options: options.merging(["engine": .text(engine)]) { $1 })
    }

    var wantsWorstMargin: Bool { options["objective"] == .text("worst-margin") }

    static let all: [MILPSwitches] = {
        let switches: [(String, [OptionValue])] = [
            ("objective", ["feasibility", "worst-margin"].map(OptionValue.text)),
            ("warm-start", ["none", "pgd"].map(OptionValue.text)),
            ("question", ["per-class", "max"].map(OptionValue.text)),
            ("formulation", ["asymmetric", "loose"].map(OptionValue.text)),
            ("bounding-domain", ["restricted", "whole"].map(OptionValue.text)),
            ("progressive", [.boolean(true), .boolean(false)]),
            ("tightening", ["interval", "lp-greedy", "lp", "milp"].map(OptionValue.text)),
        ]
        return switches.reduce([MILPSwitches(options: [:])]) { combinations, choice in
            combinations.flatMap { combination in
                choice.1.map { value in
                    MILPSwitches(options: combination.options.merging([choice.0: value]) { $1 })
                }
            }
        }
    }()
}

/// A network of random weights with so many unstable neurons that no method decides it quickly.
private enum HardProblem {
    static func network() throws -> Network {
        var generator = SeededGenerator(seed: 11)
        var builder = NetworkBuilder(input: [12])
        for width in [40, 40] {
            try linear(&builder, width, &generator)
            builder.relu()
        }
        try linear(&builder, 4, &generator)
        return try builder.build()
    }

    static func query(on network: Network) -> Query {
        let pixels = [Float](repeating: 0.5, count: 12)
        let label = network.evaluator.predictions(Matrix(rows: 1, columns: 12, elements: pixels))[0]
        let sample = Sample(id: SampleID(dataset: "random", split: "test", index: 0), label: label, pixels: pixels)
        return Query(sample: sample, label: label, perturbation: PerturbationSet(epsilon: 0.3))
    }

    private static func linear(
        _ builder: inout NetworkBuilder, _ width: Int, _ generator: inout SeededGenerator
    ) throws {
        let inputs = builder.shape(of: builder.last).count
        let scale = 1.4 / Double(inputs).squareRoot()
        _ = try builder.linear(
            weight: Matrix(
                rows: width, columns: inputs,
                elements: (0..<width * inputs).map { _ in Float(generator.normal() * scale) }),
            bias: (0..<width).map { _ in Float(generator.normal() * 0.1) })
    }
}

/// The exact range of a pre-activation over a query's set, by enumeration of the network cut off before the ReLU.
private func trueRange(
    of neuron: Int, beforeReLU number: Int, of network: Network, over query: Query
) throws -> ClosedRange<Double> {
    let ends = try [Float(1), -1].map { sign in
        var query = query
        query.label = 0
        let cut = try network.cut(beforeReLU: number, keeping: neuron, times: sign)
        return PolygonOracle.worstMargin(of: cut, query: query)
    }
    return ends[0]...max(ends[0], -ends[1])
}

extension Network {
    /// Everything before a ReLU, then `sign` times one of its inputs and the constant 0 as logits.
    fileprivate func cut(beforeReLU number: Int, keeping neuron: Int, times sign: Float) throws -> Network {
        var builder = NetworkBuilder(input: inputShape)
        var relus = 0
        for node in nodes.dropFirst() {
            switch node.operation {
            case .relu where relus == number:
                let count = nodes[node.inputs[0]].shape.count
                var weight = Matrix<Float>(rows: 2, columns: count)
                weight[0, neuron] = sign
                _ = try builder.linear(weight: weight, bias: [0, 0], after: node.inputs[0])
                return try builder.build()
            case .relu:
                builder.relu(after: node.inputs[0])
                relus += 1
            case .linear(let layer):
                _ = try builder.linear(weight: layer.weight, bias: layer.bias, after: node.inputs[0])
            case .add: try builder.add(node.inputs[0], node.inputs[1])
            default: Issue.record("no other layers are expected")
            }
        }
        return try builder.build()
    }
}
