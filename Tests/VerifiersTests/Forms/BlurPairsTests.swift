import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers
import WitnessCheck

/// Blur by a kernel per pair of channels, on images of 2 × 2 × 3 and kernels of 1 × 3.
@Suite struct BlurPairsTests {
    private static let form = QuestionForm(
        family: FamilyCall(
            BlurFamily.descriptor,
            options: ["height": .integer(1), "width": .integer(3), "kernels": .text("channel-pairs")]))
    private static let shape = [2, 2, 3]
    private static let methods = ["interval", "lp-greedy", "crown", "lp-last", "lp-all", "milp", "bab"]

    private static func network(_ seed: UInt64) throws -> Network {
        var generator = SeededGenerator(seed: 900 &+ seed)
        var builder = NetworkBuilder(input: [2, 2, 3])
        for (width, inputs) in [(5, 12), (3, 5)] {
            if inputs != 12 { builder.relu() }
            try builder.linear(
                weight: Matrix(
                    rows: width, columns: inputs,
                    elements: (0..<width * inputs).map { _ in Float(generator.normal() * 0.8) }),
                bias: (0..<width).map { _ in Float(generator.normal() * 0.2) })
        }
        return try builder.build()
    }

    private static func question(_ seed: UInt64, size: Double, _ goal: Goal = .robustness) throws -> AskedQuestion {
        var generator = SeededGenerator(seed: 50 &+ seed)
        let pixels = (0..<12).map { _ in generator.unitFloat() }
        let label = try network(seed).evaluator.predictions(Matrix(rows: 1, columns: 12, elements: pixels))[0]
        let sample = Sample(
            id: SampleID(dataset: "random", split: "test", index: Int(seed)), label: label, pixels: pixels)
        var form = form
        form.goal = goal
        return AskedQuestion(
            Query(
                sample: sample, label: label, perturbation: PerturbationSet(epsilon: size, domain: .unit),
                measure: .margin), form, shape: shape)
    }

    /// kernels[target][source][place], by the definition: place 1 is the centre.
    private static func blurred(_ image: [Float], _ kernels: [[[Double]]]) -> [Double] {
        var result = [Double](repeating: 0, count: 12)
        for target in 0..<2 {
            for row in 0..<2 {
                for column in 0..<3 {
                    for source in 0..<2 {
                        for x in -1...1 where (0..<3).contains(column + x) {
                            result[target * 6 + row * 3 + column] +=
                                kernels[target][source][x + 1] * Double(image[source * 6 + row * 3 + column + x])
                        }
                    }
                }
            }
        }
        return result
    }

    /// Ten entries off the centres, five per target: [0][0] without its centre, [0][1]; [1][0], [1][1] without its.
    private static func kernels(_ entries: [Double]) -> [[[Double]]] {
        let (first, second) = (Array(entries[0..<5]), Array(entries[5..<10]))
        let (kept, other) = (1 - first.reduce(0, +), 1 - second.reduce(0, +))
        return [
            [[first[0], kept, first[1]], Array(first[2...])], [Array(second[..<3]), [second[3], other, second[4]]],
        ]
    }

    private static func entries(_ generator: inout SeededGenerator, size: Double, corner: Int?) -> [Double] {
        if let corner { return (0..<10).map { $0 == corner ? size : 0 } }
        let weights = (0..<11).map { _ in Double(generator.unitFloat() + 1e-6) * Double(generator.unitFloat()) }
        let sum = weights.reduce(0, +)
        return weights.dropLast().map { size * $0 / sum }
    }

    @Test(arguments: 0..<8 as Range<UInt64>, [0.2, 0.7, 1.0])
    func `what is certified holds of all kernels`(_ seed: UInt64, _ size: Double) throws {
        let network = try Self.network(seed)
        let question = try Self.question(seed, size: size)
        var generator = SeededGenerator(seed: seed)
        let margins = (0..<300).map { trial in
            PlainMargin.worst(
                network,
                Self.blurred(
                    question.query.sample.pixels,
                    Self.kernels(Self.entries(&generator, size: size, corner: trial < 10 ? trial : nil))),
                label: question.query.label, classes: Array(0..<3))
        }
        let least = try #require(margins.min())
        var verdicts = Set<Verdict>()
        for method in Self.methods {
            let outcome = try FormCase.answer(method, question, on: network)
            if let lower = outcome.marginLower { #expect(lower <= least + 1e-9, "\(method)") }
            if outcome.verdict == .robust { #expect(least > 0, "\(method)") }
            if ["milp", "bab"].contains(method) { verdicts.insert(outcome.verdict) }
        }
        #expect(verdicts == [.robust] || verdicts == [.falsified])
    }

    /// The check has its own loops: they and the embedding make the same images.
    @Test(arguments: 0..<8 as Range<UInt64>) func `the check makes the images of the definition`(_ seed: UInt64) throws
    {
        let network = try Self.network(seed)
        let question = try Self.question(seed, size: 1)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let point = Self.entries(&generator, size: 0.999, corner: nil).map { Float($0) }
            let margin = PlainMargin.worst(
                network, Self.blurred(question.query.sample.pixels, Self.kernels(point.map(Double.init))),
                label: question.query.label, classes: Array(0..<3))
            let report = WitnessCheck.examine(Witness(pixels: point, adversarialClass: 0), for: question, on: network)
            #expect(report.isInside && abs(report.marginDouble - margin) < 1e-9)
            #expect(report.isAccepted == (margin <= 0))
        }
    }

    /// `bab` and `milp` share no search.
    @Test(arguments: 0..<8 as Range<UInt64>) func `the smallest size is the same by both`(_ seed: UInt64) throws {
        let network = try Self.network(seed)
        let question = try Self.question(seed, size: 1, .minimumDistortion(tolerance: 1e-3))
        let found = try ["bab", "milp"].map { try FormCase.answer($0, question, on: network) }
        #expect((found[0].distanceUpper == nil) == (found[1].distanceUpper == nil))
        guard let upper = found[0].distanceUpper, let other = found[1].distanceUpper else { return }
        #expect(abs(upper - other) <= 2e-3 * upper)
        for outcome in found { #expect(try #require(outcome.distanceLower) <= min(upper, other)) }
    }

    /// Kernels of one pixel mix channels.
    @Test func `kernels of 1 × 1 mix channels`() throws {
        let network = try Self.network(2)
        var question = try Self.question(2, size: 0.5)
        question.form.family = FamilyCall(
            BlurFamily.descriptor,
            options: ["height": .integer(1), "width": .integer(1), "kernels": .text("channel-pairs")])
        let pixels = question.query.sample.pixels
        let exact = try FormCase.answer("bab", question, on: network)
        #expect(exact.verdict.isDecided)
        for (first, second) in [(0.0, 0.0), (0.5, 0), (0, 0.5), (0.25, 0.25), (0.1, 0.3)] {
            let mixed = (0..<12).map { index in
                let (own, other) = (Double(pixels[index]), Double(pixels[(index + 6) % 12]))
                return own + (index < 6 ? first : second) * (other - own)
            }
            let margin = PlainMargin.worst(network, mixed, label: question.query.label, classes: Array(0..<3))
            if exact.verdict == .robust { #expect(margin > 0) }
        }
        question.shape = [1, 4, 3]
        #expect(try FormCase.answer("bab", question, on: network).verdict == .unsupported)
    }

    @Test func `a kernel is counted by its channels`() throws {
        let network = try Self.network(1)
        let question = try Self.question(1, size: 1)
        let report = WitnessCheck.examine(
            Witness(pixels: [0, 0], adversarialClass: 0), for: question, on: network)
        #expect(report.refusal?.contains("entries") == true && !report.isAccepted)
    }
}
