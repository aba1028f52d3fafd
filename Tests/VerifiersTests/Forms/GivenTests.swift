import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// A random question in full about a random network of two or three inputs, held against a fine grid.
private struct GivenCase: Sendable, CustomTestStringConvertible {
    let seed: UInt64

    static let all = (0..<40).map { GivenCase(seed: UInt64($0)) }

    var testDescription: String { "seed \(seed)" }

    func network(_ inputs: Int = 2) throws -> Network {
        var generator = SeededGenerator(seed: 9_000 &+ seed)
        var builder = NetworkBuilder(input: [inputs])
        for (width, source) in [(6, inputs), (5, 6), (3, 5)] {
            if source != inputs { builder.relu() }
            try builder.linear(
                weight: Matrix(
                    rows: width, columns: source,
                    elements: (0..<width * source).map { _ in Float(generator.normal()) }),
                bias: (0..<width).map { _ in Float(generator.normal() * 0.3) })
        }
        return try builder.build()
    }

    /// Up to three boxes with up to three clauses of up to four forms. Numbers are doubles, most of them no floats.
    func property() -> GivenProperty {
        var generator = SeededGenerator(seed: 11_000 &+ seed)
        func form() -> LinearForm {
            var form = LinearForm([:], constant: generator.normal() + 0.8)
            for output in 0..<3 where generator.unitDouble() < 0.7 { form.coefficients[output] = generator.normal() }
            if generator.unitDouble() < 0.3 { form.inputs[Int(generator.next() % 2)] = generator.normal() }
            return form
        }
        let parts = (0...Int(generator.next() % 3)).map { _ in
            let centre = (0..<2).map { _ in generator.normal() * 0.5 }
            // Some input is fixed at a number that is no float.
            let width = (0..<2).map { _ in generator.unitDouble() < 0.25 ? 0 : generator.unitDouble() }
            return GivenProperty.Part(
                box: Box(lower: centre, upper: zip(centre, width).map { $0 + $1 }),
                clauses: (0...Int(generator.next() % 3)).map { _ in (0...Int(generator.next() % 4)).map { _ in form() }
                })
        }
        return GivenProperty(parts: parts)
    }

    func question(measure: Measure) -> AskedQuestion {
        let property = property()
        let sample = Sample(
            id: SampleID(dataset: "given", split: "test", index: Int(seed)), label: 0, pixels: property.centre,
            given: property)
        let query = Query(
            sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil), measure: measure)
        return AskedQuestion(query, .given, shape: [2])
    }

    /// The least value of the property over a grid of every box, and how much it may be less between grid points.
    static func least(_ property: GivenProperty, _ network: Network, steps: Int = 120) -> Double {
        var least = Double.infinity
        for part in property.parts {
            for row in 0...steps {
                for column in 0...steps {
                    let point = [row, column].enumerated().map { index, step in
                        let (low, high) = (part.box.lower[index], part.box.upper[index])
                        return low + (high - low) * Double(step) / Double(steps)
                    }
                    least = min(least, value(part, network, point))
                }
            }
        }
        return least
    }

    private static func value(_ part: GivenProperty.Part, _ network: Network, _ point: [Double]) -> Double {
        let outputs = PlainMargin.logits(network, point)
        return part.clauses.map { clause in
            clause.map { form in
                form.coefficients.reduce(form.constant) { $0 + $1.value * outputs[$1.key] }
                    + form.inputs.reduce(0) { $0 + $1.value * point[$1.key] }
            }.max() ?? .infinity
        }.min() ?? .infinity
    }
}

@Suite struct GivenTests {
    @Test(arguments: GivenCase.all)
    fileprivate func `bounds lie below every point`(_ example: GivenCase) throws {
        let network = try example.network()
        let question = example.question(measure: .margin)
        let least = GivenCase.least(try #require(question.query.sample.given), network)
        for method in ["interval", "lp-greedy", "crown", "alpha-crown", "lp-last", "lp-all"] {
            let outcome = try FormCase.answer(method, question, on: network)
            #expect(outcome.verdict == .robust || outcome.verdict == .unknown, "\(method)")
            let lower = try #require(outcome.marginLower)
            #expect(lower <= least + 1e-9, "\(method)")
        }
    }

    @Test(arguments: GivenCase.all)
    fileprivate func `complete methods decide and agree with the grid`(_ example: GivenCase) throws {
        let network = try example.network()
        let question = example.question(measure: .verdict)
        let least = GivenCase.least(try #require(question.query.sample.given), network)
        let rules: [[String: OptionValue]] = [
            [:], ["branching": .text("input-split")], ["branching": .text("widest")],
        ]
        let verdicts =
            try rules.map { try FormCase.answer("bab", question, on: network, $0).verdict }
            + [FormCase.answer("milp", question, on: network, ["certify": .boolean(true)]).verdict]
        // A value between grid points may be lower.
        if least <= 0 { #expect(Set(verdicts) == [.falsified], "\(verdicts) \(least)") }
        #expect(Set(verdicts).count == 1, "\(verdicts) \(least)")
        let areDecided = verdicts.allSatisfy { $0.isDecided }
        #expect(areDecided)
    }

    @Test(arguments: GivenCase.all.prefix(12))
    fileprivate func `attacks find what there is plenty of`(_ example: GivenCase) throws {
        let network = try example.network()
        let question = example.question(measure: .verdict)
        let outcome = try FormCase.answer(
            "pgd", question, on: network, ["steps": .integer(60), "step-size": .number(0.1), "restarts": .integer(8)])
        let least = GivenCase.least(try #require(question.query.sample.given), network)
        if least > 0.1 { #expect(outcome.verdict != .falsified) }
        if least < -0.5 { #expect(outcome.verdict == .falsified, "\(least)") }
    }

    private func question(of part: GivenProperty.Part) -> AskedQuestion {
        let property = GivenProperty(parts: [part])
        let sample = Sample(
            id: SampleID(dataset: "given", split: "test", index: 0), label: 0, pixels: property.centre, given: property)
        return AskedQuestion(
            Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil), measure: .verdict),
            .given, shape: [2])
    }

    /// An input that no float lies in is counted from its lower end.
    @Test func `fixed inputs that are no floats have witnesses`() throws {
        let network = try GivenCase(seed: 0).network()
        let fixed = 0.1
        #expect(Double(Float(fixed)) != fixed)
        let part = GivenProperty.Part(
            box: Box(lower: [fixed, -1], upper: [fixed, 1]), clauses: [[LinearForm([0: 1], constant: -1e6)]])
        let question = question(of: part)
        let outcome = try FormCase.answer("bab", question, on: network)
        #expect(outcome.verdict == .falsified && outcome.witness?.pixels[0] == 0)
        // A point outside is refused.
        var wrong = outcome
        wrong.witness?.pixels[0] = 0.1
        #expect(WitnessCheck.settle(wrong, for: question, on: network).verdict == .witnessRejected)
    }

    /// Layers of clauses are dense: these would take 16 GiB, and 500 GiB.
    @Test(arguments: [(clauses: 65_536, forms: 1), (clauses: 1, forms: 500_000)])
    func `more forms than can be asked at once are refused`(_ count: (clauses: Int, forms: Int)) throws {
        let network = try GivenCase(seed: 0).network()
        let clause = Array(repeating: LinearForm([0: 1], constant: 1), count: count.forms)
        let part = GivenProperty.Part(
            box: Box(lower: [0, 0], upper: [1, 1]), clauses: Array(repeating: clause, count: count.clauses))
        let question = question(of: part)
        let outcome = try FormCase.answer("crown", question, on: network)
        #expect(outcome.verdict == .unsupported && outcome.note?.contains("forms in") == true)
    }

    /// Where no point satisfies a property every method says that it holds, and why; a witness of it is refused.
    @Test(arguments: MethodRegistry.catalog.methods.map(\.name))
    func `what nothing satisfies holds`(_ method: String) throws {
        let network = try GivenCase(seed: 0).network()
        var question = GivenCase(seed: 0).question(measure: .verdict)
        let property = GivenProperty(unsatisfiableOf: network.inputShape.count)
        (question.query.sample.given, question.query.sample.pixels) = (property, property.centre)
        let outcome = try FormCase.answer(method, question, on: network)
        #expect(outcome.verdict == .robust && outcome.note == GivenProperty.unsatisfiableNote)
        var claim = Outcome(verdict: .falsified)
        claim.witness = Witness(pixels: property.centre, adversarialClass: 1)
        #expect(WitnessCheck.settle(claim, for: question, on: network).verdict == .witnessRejected)
        #expect(WitnessCheck.point(of: try #require(claim.witness), for: question, on: network) == nil)
    }

    @Test func `distances and sizes are refused`() throws {
        let network = try GivenCase(seed: 1).network()
        let question = GivenCase(seed: 1).question(measure: .verdict)
        #expect(try FormCase.answer("simplex", question, on: network).verdict == .unsupported)
        #expect(try FormCase.answer("bab", question.ofSize(0.5), on: network).verdict == .unsupported)
    }
}
