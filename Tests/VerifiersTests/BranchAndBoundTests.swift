import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Every way of searching against exact enumeration, and what a search says when it must stop.
@Suite struct BranchAndBoundTests {
    /// One combination of options.
    struct Combination: CustomTestStringConvertible, Sendable {
        let branching: String
        let order: String
        let bounds: String
        var refine = 0
        var planes = 0

        var testDescription: String {
            "\(branching), \(order), \(bounds), refined after \(refine), planes after \(planes)"
        }

        static let all =
            ["look-ahead", "intercept", "widest", "input-split"].flatMap { branching in
                ["worst-first", "depth-first"].flatMap { order in
                    ["ascent", "lp"].map { Combination(branching: branching, order: order, bounds: $0) }
                }
            }
            + ["ascent", "lp"].map {
                Combination(branching: "look-ahead", order: "worst-first", bounds: $0, refine: 3)
            }
            + ["look-ahead", "intercept", "widest"].flatMap { branching in
                [0, 5].map {
                    Combination(branching: branching, order: "worst-first", bounds: "ascent", refine: $0, planes: 1)
                }
            }

        var options: [String: OptionValue] {
            [
                "branching": .text(branching), "order": .text(order), "bounds": .text(bounds),
                "intermediate": .text(bounds), "attack-steps": .integer(0), "batch-size": .integer(3),
                "candidates": .integer(3), "reliability": .integer(2), "refine": .integer(refine),
                "planes": .integer(planes),
            ]
        }
    }

    @Test(arguments: RandomCase.all(16))
    func `every combination of options decides as enumeration does`(_ example: RandomCase) throws {
        let network = try example.network()
        let exact = PolygonOracle.worstMargin(of: network, query: example.query(on: network))
        guard abs(exact) > 1e-5 else { return }
        for combination in Combination.all {
            // Margins too, so that no cheaper proof comes first.
            let query = example.query(on: network)
            let outcome = WitnessCheck.settle(
                try answer("bab", query, on: network, options: combination.options), for: query, on: network)
            #expect(
                outcome.verdict == (exact > 0 ? .robust : .falsified), "\(combination.testDescription), exact \(exact)")
            if let lower = outcome.marginLower {
                #expect(lower <= exact + 1e-12 * (1 + abs(exact)), "\(combination.testDescription)")
            }
        }
    }

    @Test(arguments: ["ascent", "lp"])
    func `a search that must stop says so with a bound that holds`(_ bounds: String) throws {
        let (network, query) = try hardQuestion()
        let options: [String: OptionValue] = [
            "bounds": .text(bounds), "attack-steps": .integer(0), "batch-size": .integer(16),
            "intermediate": .text("ascent"), "planes": .integer(0),
        ]
        let root = try #require(try answer("crown", query, on: network).marginLower)
        let upper = try #require(try answer("pgd", query, on: network).marginUpper)
        let late = try answer(
            "bab", query, on: network, options: options.merging(["time-limit": .number(1)]) { $1 })
        #expect(late.verdict == .timeout)
        let bound = try #require(late.marginLower)
        #expect(bound >= root - 1e-9 && bound <= upper, "\(root) ≤ \(bound) ≤ \(upper)")
    }

    /// Wide layers: the memory is full after some hundred domains, long before any of them closes.
    @Test(arguments: [0, 100])
    func `a search that runs out of memory says so with a bound that holds`(_ planes: Int) throws {
        let (network, query) = try hardQuestion(width: 320)
        let options: [String: OptionValue] = [
            "memory": .integer(1), "time-limit": .number(3600), "attack-steps": .integer(0),
            "branching": .text("widest"), "batch-size": .integer(256),
            "intermediate": .text("ascent"), "planes": .integer(planes),
        ]
        let outcome = try answer("bab", query, on: network, options: options)
        #expect(outcome.verdict == .outOfMemory)
        #expect(outcome.measurements.nodes < 2_000)
        let root = try #require(try answer("crown", query, on: network).marginLower)
        let upper = try #require(try answer("pgd", query, on: network).marginUpper)
        let bound = try #require(outcome.marginLower)
        #expect(bound >= root - 1e-9 && bound <= upper, "\(root) ≤ \(bound) ≤ \(upper)")
    }

    @Test(arguments: RandomCase.all(12), ["lp-last", "lp-all"])
    func `where the verdict counts, programs stop at the first unproved margin`(
        _ example: RandomCase, _ method: String
    ) throws {
        let network = try example.network()
        let full = try answer(method, example.query(on: network), on: network)
        let brief = try answer(method, example.query(on: network, measure: .verdict), on: network)
        #expect(brief.verdict == full.verdict)
        #expect(brief.measurements.lpSolves <= full.measurements.lpSolves)
        #expect(try #require(brief.marginLower) <= #require(full.marginLower) + 1e-9)
    }

    /// The hull of every ReLU over the box of its inputs spares most of the splits that triangles need.
    @Test func `planes over the inputs spare nodes`() throws {
        let (network, query) = try shallowQuestion(epsilon: 0.12)
        let options: [String: OptionValue] = [
            "objective": .text("worst-margin"), "attack-steps": .integer(0), "batch-size": .integer(4),
        ]
        let outcomes = try [0, 1].map { planes in
            try answer("bab", query, on: network, options: options.merging(["planes": .integer(planes)]) { $1 })
        }
        let margins = try outcomes.map { try #require($0.marginLower) }
        #expect(abs(margins[0] - margins[1]) <= 1e-6 * (1 + abs(margins[0])))
        #expect(
            5 * outcomes[1].measurements.nodes < outcomes[0].measurements.nodes, "\(outcomes.map(\.measurements.nodes))"
        )
    }

    /// Short of memory, domains come first whose halves close soon, so that the search ends all the same.
    @Test func `little memory costs no answer`() throws {
        let (network, query) = try shallowQuestion(epsilon: 0.14)
        let options: [String: OptionValue] = [
            "objective": .text("worst-margin"), "attack-steps": .integer(0), "batch-size": .integer(4),
            "branching": .text("widest"), "planes": .integer(1),
        ]
        let ample = try answer("bab", query, on: network, options: options)
        let scarce = try answer("bab", query, on: network, options: options.merging(["memory": .integer(1)]) { $1 })
        let (expected, bound) = (try #require(ample.marginLower), try #require(scarce.marginLower))
        #expect(scarce.verdict == ample.verdict && abs(bound - expected) <= 1e-6 * (1 + abs(expected)))
        // Its queue had to be kept short.
        #expect(scarce.measurements.nodes != ample.measurements.nodes)
    }

    /// A random network with one wide hidden layer.
    private func shallowQuestion(epsilon: Double) throws -> (Network, Query) {
        var generator = SeededGenerator(seed: 5)
        var builder = NetworkBuilder(input: [40])
        for (width, inputs) in [(60, 40), (2, 60)] {
            if inputs != 40 { builder.relu() }
            try builder.linear(
                weight: Matrix(
                    rows: width, columns: inputs,
                    elements: (0..<width * inputs).map { _ in
                        Float(generator.normal() / Double(inputs).squareRoot())
                    }),
                bias: (0..<width).map { _ in Float(generator.normal() * 0.1) })
        }
        let network = try builder.build()
        let pixels = (0..<40).map { _ in generator.unitFloat() }
        let label = network.evaluator.predictions(Matrix(rows: 1, columns: 40, elements: pixels))[0]
        let sample = Sample(id: SampleID(dataset: "random", split: "test", index: 0), label: label, pixels: pixels)
        let query = Query(
            sample: sample, label: label, perturbation: PerturbationSet(epsilon: epsilon, domain: nil), measure: .margin
        )
        return (network, query)
    }

    /// A random network of 24 inputs and a radius at which neither attack nor relaxation settles the question soon.
    private func hardQuestion(width hidden: Int = 80) throws -> (Network, Query) {
        var generator = SeededGenerator(seed: 11)
        var builder = NetworkBuilder(input: [24])
        for (width, inputs) in [(hidden, 24), (hidden, hidden), (hidden, hidden), (4, hidden)] {
            if inputs != 24 { builder.relu() }
            let scale = 1.6 / Double(inputs).squareRoot()
            try builder.linear(
                weight: Matrix(
                    rows: width, columns: inputs,
                    elements: (0..<width * inputs).map { _ in Float(generator.normal() * scale) }),
                bias: (0..<width).map { _ in Float(generator.normal() * 0.1) })
        }
        let network = try builder.build()
        let pixels = (0..<24).map { _ in generator.unitFloat() }
        let label = network.evaluator.predictions(Matrix(rows: 1, columns: 24, elements: pixels))[0]
        let sample = Sample(
            id: SampleID(dataset: "random", split: "test", index: 0), label: label, pixels: pixels)
        func query(_ epsilon: Double) -> Query {
            Query(
                sample: sample, label: label, perturbation: PerturbationSet(epsilon: epsilon, domain: nil),
                measure: .margin)
        }
        // The largest radius that a strong attack survives, and a hair less.
        var (low, high) = (0.0, 2.0)
        for _ in 0..<10 {
            let middle = (low + high) / 2
            let options: [String: OptionValue] = [
                "steps": .integer(60), "restarts": .integer(10), "step-size": .number(middle / 8),
                "loss": .text("margin"),
            ]
            let isBroken = try answer("pgd", query(middle), on: network, options: options).verdict == .falsified
            if isBroken { high = middle } else { low = middle }
        }
        return (network, query(low * 0.98))
    }
}
