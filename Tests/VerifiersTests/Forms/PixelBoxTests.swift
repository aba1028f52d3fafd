import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers
import WitnessCheck

/// Boxes with a reach of their own for every pixel.
@Suite struct PixelBoxTests {
    private static let reach: [Float] = [0, 0.5, 1, 2, 0.1, 0, 0.25, 0.7, 1]
    private static let form = QuestionForm(family: FamilyCall(PixelBoxFamily.descriptor, data: reach))

    @Test(arguments: FormCase.all, [0.02, 0.1])
    func `what is certified holds of the whole box`(_ example: FormCase, _ size: Double) throws {
        let network = try example.network()
        let question = example.question(Self.form, size: size, on: network)
        let pixels = question.query.sample.pixels
        var generator = SeededGenerator(seed: example.seed)
        var least = Double.infinity
        for _ in 0..<300 {
            let image = zip(pixels, Self.reach).map { pixel, reach in
                let moved = Double(pixel) + size * Double(reach) * Double(2 * generator.unitFloat() - 1)
                return min(max(moved, 0), 1)
            }
            least = min(
                least, PlainMargin.worst(network, image, label: question.query.label, classes: Array(0..<4)))
        }
        for method in ["interval", "crown", "lp-all", "bab", "milp"] {
            let outcome = try FormCase.answer(method, question, on: network)
            if let lower = outcome.marginLower { #expect(lower <= least + 1e-9, "\(method)") }
            if outcome.verdict == .robust { #expect(least > 0, "\(method)") }
            if let witness = outcome.witness {
                for (index, pixel) in witness.pixels.enumerated() {
                    #expect(
                        abs(Double(pixel) - Double(pixels[index])) <= size * Double(Self.reach[index]) + 1e-12,
                        "\(method)")
                }
            }
        }
    }

    /// A reach of 1 everywhere is the l∞ ball.
    @Test(arguments: FormCase.all) func `a reach of 1 is the ball`(_ example: FormCase) throws {
        let network = try example.network()
        let ones = QuestionForm(
            family: FamilyCall(PixelBoxFamily.descriptor, data: [Float](repeating: 1, count: 9)))
        for method in ["interval", "crown", "lp-all"] {
            let box = try FormCase.answer(method, example.question(ones, size: 0.1, on: network), on: network)
            let ball = try FormCase.answer(method, example.question(.plain, size: 0.1, on: network), on: network)
            #expect(box.marginLower == ball.marginLower && box.verdict == ball.verdict, "\(method)")
        }
    }

    /// It knows no reach, so it says nothing.
    @Test func `distance certificates do not answer`() throws {
        let example = FormCase(seed: 3)
        let network = try example.network()
        for goal in [Goal.robustness, .minimumDistortion(tolerance: 0.01)] {
            let form = QuestionForm(family: Self.form.family, goal: goal)
            let outcome = try FormCase.answer("simplex", example.question(form, size: 1e-4, on: network), on: network)
            #expect(outcome.verdict == .unsupported && outcome.distanceLower == nil)
        }
    }

    @Test func `a point a hair outside is refused`() throws {
        let example = FormCase(seed: 3)
        let network = try example.network()
        let question = example.question(Self.form, size: 0.1, on: network)
        var pixels = question.query.sample.pixels
        pixels[3] += 0.2
        func refusal() -> String? {
            WitnessCheck.examine(Witness(pixels: pixels, adversarialClass: 0), for: question, on: network).refusal
        }
        while Double(pixels[3]) - Double(question.query.sample.pixels[3]) > 0.2 { pixels[3] = pixels[3].nextDown }
        #expect(refusal()?.contains("reach") != true)
        pixels[3] = question.query.sample.pixels[3] + 0.2
        while Double(pixels[3]) - Double(question.query.sample.pixels[3]) <= 0.2 { pixels[3] = pixels[3].nextUp }
        #expect(refusal()?.contains("reach") == true)
        pixels = question.query.sample.pixels
        pixels[0] = pixels[0].nextUp
        #expect(refusal()?.contains("reach") == true)
    }

    @Test func `reaches that do not fit, are negative or not at hand are faults`() throws {
        let negative = FamilyCall(PixelBoxFamily.descriptor, data: [1, -1])
        #expect(throws: FamilyFault.self) { try FamilyRegistry.standard.make(negative) }
        var absent = Self.form.family
        absent.data = []
        #expect(throws: FamilyFault.self) { try FamilyRegistry.standard.make(absent) }
        let example = FormCase(seed: 3)
        let network = try example.network()
        let short = QuestionForm(family: FamilyCall(PixelBoxFamily.descriptor, data: [1, 1]))
        let outcome = try FormCase.answer("crown", example.question(short, size: 0.1, on: network), on: network)
        #expect(outcome.verdict == .unsupported)
    }
}
