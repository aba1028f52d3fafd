import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Target classes: the same numbers as the margins over those classes alone.
@Suite struct TargetTests {
    private static func form(_ classes: [Int]) -> QuestionForm {
        QuestionForm(property: PropertyCall(TargetClasses.descriptor, classes: classes))
    }

    @Test(arguments: FormCase.all, [[0], [1, 3], [0, 1, 2, 3]])
    func `margins are those over the targets`(_ example: FormCase, _ classes: [Int]) throws {
        let network = try example.network()
        let form = Self.form(classes)
        let question = example.question(form, size: 0.05, on: network)
        guard classes.contains(where: { $0 != question.query.label }) else {
            let outcome = try FormCase.answer("bab", question, on: network)
            #expect(outcome.verdict == .robust && outcome.note != nil)
            return
        }
        var least = Double.infinity
        var generator = SeededGenerator(seed: example.seed)
        let set = question.query.perturbation.innerBox(around: question.query.sample.pixels)
        for _ in 0..<300 {
            let image = zip(set.lower, set.upper).map { Double($0 + generator.unitFloat() * ($1 - $0)) }
            least = min(least, PlainMargin.worst(network, image, label: question.query.label, classes: classes))
        }
        let worst: [String: OptionValue] = ["objective": .text("worst-margin")]
        let exact = try FormCase.answer("bab", question, on: network, worst)
        let (lower, upper) = (try #require(exact.marginLower), try #require(exact.marginUpper))
        #expect(lower <= least + 1e-9)
        #expect(upper - lower <= 1e-3 * (1 + abs(upper)))
        for method in ["interval", "lp-greedy", "crown", "lp-last", "lp-all"] {
            let bound = try #require(try FormCase.answer(method, question, on: network).marginLower)
            #expect(bound <= upper + 1e-9, "\(method)")
        }
        let all = try #require(
            try FormCase.answer("bab", example.question(.plain, size: 0.05, on: network), on: network, worst)
                .marginLower)
        #expect(all <= upper + 1e-6)
    }

    @Test(arguments: FormCase.all) func `witnesses end in a target`(_ example: FormCase) throws {
        let network = try example.network()
        for target in 0..<4 {
            let question = example.question(Self.form([target]), size: 1, on: network)
            let outcome = try FormCase.answer("bab", question, on: network)
            guard let witness = outcome.witness else { continue }
            #expect(outcome.verdict == .falsified && witness.adversarialClass == target)
            let logits = PlainMargin.logits(network, witness.pixels.map(Double.init))
            #expect(logits[question.query.label] <= logits[target] + 1e-12)
        }
    }

    @Test func `a class that the network does not have is unsupported, and no witness of it counts`() throws {
        let example = FormCase(seed: 2)
        let network = try example.network()
        let question = example.question(Self.form([7]), size: 0.1, on: network)
        #expect(try FormCase.answer("crown", question, on: network).verdict == .unsupported)
        let claim = Outcome(
            verdict: .falsified, witness: Witness(pixels: question.query.sample.pixels, adversarialClass: 7))
        #expect(WitnessCheck.settle(claim, for: question, on: network).verdict == .witnessRejected)
    }
}
