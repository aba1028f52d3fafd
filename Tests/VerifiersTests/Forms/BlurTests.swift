import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers
import WitnessCheck

/// Blurred images: what is certified holds of every kernel, what is found is a kernel.
@Suite struct BlurTests {
    private static let form = QuestionForm(
        family: FamilyCall(BlurFamily.descriptor, options: ["height": .integer(3), "width": .integer(3)]))
    private static let methods = ["interval", "lp-greedy", "crown", "lp-all", "milp", "bab"]

    /// The image that a kernel makes of another, by its definition.
    private static func blurred(_ image: [Float], _ kernel: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: 9)
        for row in 0..<3 {
            for column in 0..<3 {
                for y in -1...1 {
                    for x in -1...1 where (0..<3).contains(row + y) && (0..<3).contains(column + x) {
                        result[row * 3 + column] +=
                            kernel[(y + 1) * 3 + x + 1] * Double(image[(row + y) * 3 + column + x])
                    }
                }
            }
        }
        return result
    }

    /// The kernel of entries off the centre.
    private static func kernel(_ entries: [Double]) -> [Double] {
        var kernel = entries
        kernel.insert(1 - entries.reduce(0, +), at: 4)
        return kernel
    }

    /// Entries ≥ 0 whose sum is at most `size`; corners of that set among them.
    private static func entries(_ generator: inout SeededGenerator, size: Double, corner: Int?) -> [Double] {
        if let corner { return (0..<8).map { $0 == corner ? size : 0 } }
        let weights = (0..<9).map { _ in -Double(generator.unitFloat() + 1e-6) * Double(generator.unitFloat()) }
        let sum = weights.reduce(0, +)
        return weights.dropLast().map { size * $0 / sum }
    }

    @Test(arguments: FormCase.all, [0.1, 0.6, 1.0])
    func `what is certified holds of every kernel`(_ example: FormCase, _ size: Double) throws {
        let network = try example.network()
        let question = example.question(Self.form, size: size, on: network)
        var generator = SeededGenerator(seed: example.seed)
        let margins = (0..<200).map { trial in
            let kernel = Self.kernel(
                Self.entries(&generator, size: size, corner: trial < 8 ? trial : nil))
            return PlainMargin.worst(
                network, Self.blurred(question.query.sample.pixels, kernel), label: question.query.label,
                classes: Array(0..<4))
        }
        let least = try #require(margins.min())
        var exact = Set<Verdict>()
        for method in Self.methods {
            let outcome = try FormCase.answer(method, question, on: network)
            if let lower = outcome.marginLower { #expect(lower <= least + 1e-9, "\(method)") }
            if outcome.verdict == .robust { #expect(least > 0, "\(method)") }
            if ["milp", "bab"].contains(method) { exact.insert(outcome.verdict) }
        }
        #expect(exact == [.robust] || exact == [.falsified])
    }

    @Test(arguments: FormCase.all) func `size 0 is the sample`(_ example: FormCase) throws {
        let network = try example.network()
        let question = example.question(Self.form, size: 0, on: network)
        let margin = PlainMargin.worst(
            network, question.query.sample.pixels.map(Double.init), label: question.query.label,
            classes: Array(0..<4))
        let lower = try #require(try FormCase.answer("interval", question, on: network).marginLower)
        #expect(abs(lower - margin) < 1e-6)
    }

    /// The check has its own loops: they and the embedding make the same images.
    @Test(arguments: FormCase.all) func `the check makes the images of the definition`(_ example: FormCase) throws {
        let network = try example.network()
        let question = example.question(Self.form, size: 1, on: network)
        var generator = SeededGenerator(seed: example.seed)
        for _ in 0..<20 {
            let point = Self.entries(&generator, size: 0.999, corner: nil).map { Float($0) }
            let margin = PlainMargin.worst(
                network, Self.blurred(question.query.sample.pixels, Self.kernel(point.map(Double.init))),
                label: question.query.label, classes: Array(0..<4))
            let report = WitnessCheck.examine(
                Witness(pixels: point, adversarialClass: 0), for: question, on: network)
            #expect(report.isInside)
            #expect(abs(report.marginDouble - margin) < 1e-9)
            #expect(report.isAccepted == (margin <= 0))
        }
    }

    @Test(arguments: [
        ([-0.01, 0, 0, 0, 0, 0, 0, 0], "< 0"), ([0.6, 0.5, 0, 0, 0, 0, 0, 0], "centre is negative"),
        ([0.3, 0.3, 0, 0, 0, 0, 0, 0], "exceeds"), ([0.1, 0.1], "entries"),
    ])
    func `points that are no kernels of the size are refused`(_ point: [Float], _ reason: String) throws {
        let example = FormCase(seed: 1)
        let network = try example.network()
        let question = example.question(Self.form, size: 0.5, on: network)
        let report = WitnessCheck.examine(Witness(pixels: point, adversarialClass: 0), for: question, on: network)
        #expect(report.refusal?.contains(reason) == true, "\(report.refusal ?? "none")")
        #expect(!report.isAccepted)
    }

    @Test func `kernels without a centre, sizes above 1 and vectors are faults`() throws {
        let even = FamilyCall(BlurFamily.descriptor, options: ["height": .integer(2)])
        #expect(throws: FamilyFault.self) { try FamilyRegistry.standard.make(even) }
        let example = FormCase(seed: 1)
        let network = try example.network()
        let large = try FormCase.answer("crown", example.question(Self.form, size: 1.5, on: network), on: network)
        #expect(large.verdict == .unsupported)
        var vector = example.question(Self.form, size: 1, on: network)
        vector.shape = [9]
        #expect(try FormCase.answer("crown", vector, on: network).verdict == .unsupported)
    }
}
