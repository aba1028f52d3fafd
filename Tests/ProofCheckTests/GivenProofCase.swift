import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// A random question in full about a random network of two or three inputs, and a method to prove it.
struct GivenProofCase: CustomTestStringConvertible, Sendable {
    let seed: UInt64
    var method = "bab"
    var options: [String: OptionValue] = [:]

    static func all(_ count: UInt64, method: String = "bab", _ options: [String: OptionValue] = [:]) -> [Self] {
        (0..<count).map { GivenProofCase(seed: $0, method: method, options: options) }
    }

    var testDescription: String { "\(method) seed \(seed)" }

    private var inputs: Int { seed % 4 == 3 ? 3 : 2 }

    func network() throws -> Network {
        var generator = SeededGenerator(seed: 21_000 &+ seed)
        var builder = NetworkBuilder(input: [inputs])
        for (width, source) in [(7, inputs), (6, 7), (3, 6)] {
            if source == 7 || source == 6 { builder.relu() }
            try builder.linear(
                weight: Matrix(
                    rows: width, columns: source,
                    elements: (0..<width * source).map { _ in Float(generator.normal()) }),
                bias: (0..<width).map { _ in Float(generator.normal() * 0.3) })
        }
        return try builder.build()
    }

    /// One or two boxes with up to three clauses of up to five forms, which may count inputs. Numbers are doubles, most of them
    /// no floats; the constants are such that about half of the questions hold by little.
    func property() throws -> GivenProperty {
        var generator = SeededGenerator(seed: 23_000 &+ seed)
        func form() -> LinearForm {
            var form = LinearForm([:])
            for output in 0..<3 where generator.unitDouble() < 0.7 { form.coefficients[output] = generator.normal() }
            if generator.unitDouble() < 0.3 {
                form.inputs[Int(generator.next() % UInt64(inputs))] = generator.normal()
            }
            return form
        }
        var parts = (0...Int(generator.next() % 2)).map { _ in
            let centre = (0..<inputs).map { _ in generator.normal() * 0.5 }
            // Some input is fixed at a number that is no float.
            let width = (0..<inputs).map { _ in generator.unitDouble() < 0.2 ? 0 : generator.unitDouble() }
            return GivenProperty.Part(
                box: Box(lower: centre, upper: zip(centre, width).map { $0 + $1 }),
                clauses: (0...Int(generator.next() % 3)).map { _ in (0...Int(generator.next() % 5)).map { _ in form() }
                })
        }
        let network = try network()
        for part in parts.indices {
            for clause in parts[part].clauses.indices {
                let least = GivenGrid.least(parts[part].box, parts[part].clauses[clause], network, steps: 40)
                let shift = -least + (seed % 5 == 0 ? -0.02 : 0.02 + generator.unitDouble() * 0.1)
                for form in parts[part].clauses[clause].indices {
                    parts[part].clauses[clause][form].constant = shift
                }
            }
        }
        return GivenProperty(parts: parts)
    }

    func question() throws -> AskedQuestion { Self.question(try property(), UInt64(seed), inputs) }

    static func question(_ property: GivenProperty, _ seed: UInt64, _ inputs: Int) -> AskedQuestion {
        let sample = Sample(
            id: SampleID(dataset: "given", split: "test", index: Int(seed)), label: 0, pixels: property.centre,
            given: property)
        return AskedQuestion(
            Query(
                sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil), measure: .verdict),
            .given, shape: [inputs])
    }

    func proved(_ question: AskedQuestion, on network: Network) throws -> ProvedAnswer {
        let descriptor = try #require(MethodRegistry.catalog[method])
        let asker = QuestionAsker(MethodCall(descriptor, options: options), on: network) { _ in
            WitnessJudge(settle: { outcome, _ in outcome }, distance: { _, _ in .infinity })
        }
        return try #require(asker.prove(question, until: .never))
    }

    static func statement(_ question: AskedQuestion, _ network: Network) -> ProofStatement {
        ProofStatement(question.query, network: network.digest, networkFile: "random", method: "bab")
    }

    /// Sealed proofs of every part with their statement; `nil` unless the method says that the property holds.
    func sealed() throws -> (proofs: [RobustnessProof], statement: ProofStatement, network: Network)? {
        let (network, question) = (try network(), try question())
        let answer = try proved(question, on: network)
        guard answer.outcome.verdict == .robust else { return nil }
        try #require(!answer.drafts.isEmpty, "\(answer.reason ?? "")")
        let statement = Self.statement(question, network)
        return (try ProofCheck.seal(answer.drafts, of: statement, on: network).proofs, statement, network)
    }
}

/// Values of clauses on a grid, by plain loops over weights.
enum GivenGrid {
    /// The smallest over a grid of the largest form.
    static func least(_ box: Box, _ clause: [LinearForm], _ network: Network, steps: Int) -> Double {
        var (least, place) = (Double.infinity, [Int](repeating: 0, count: box.count))
        while true {
            let point = place.indices.map {
                box.lower[$0] + (box.upper[$0] - box.lower[$0]) * Double(place[$0]) / Double(steps)
            }
            least = min(least, value(clause, network, point))
            guard let next = place.lastIndex(where: { $0 < steps }) else { return least }
            place[next] += 1
            for later in place.indices where later > next { place[later] = 0 }
        }
    }

    static func least(_ property: GivenProperty, _ network: Network, steps: Int) -> Double {
        property.parts.reduce(.infinity) { sum, part in
            part.clauses.reduce(sum) { min($0, least(part.box, $1, network, steps: steps)) }
        }
    }

    private static func value(_ clause: [LinearForm], _ network: Network, _ point: [Double]) -> Double {
        let outputs = network.nodes.reduce(point) { values, node in
            switch node.operation {
            case .linear(let layer):
                layer.bias.indices.map { row in
                    (0..<layer.weight.columns).reduce(Double(layer.bias[row])) {
                        $0 + Double(layer.weight[row, $1]) * values[$1]
                    }
                }
            case .relu: values.map { max($0, 0) }
            default: values
            }
        }
        return clause.map { form in
            form.coefficients.reduce(form.constant) { $0 + $1.value * outputs[$1.key] }
                + form.inputs.reduce(0) { $0 + $1.value * point[$1.key] }
        }.max() ?? .infinity
    }
}
