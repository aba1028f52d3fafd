import Networks
import Questions
import Testing
import Verifiers
import WitnessCheck

/// Searches over sizes as suites ask them.
@Suite struct MinimumDistortionTests {
    private static let radius = Goal.minimumDistortion(tolerance: 1e-3)

    @Test(arguments: FormCase.all) func `brackets are ordered and settled`(_ example: FormCase) throws {
        let network = try example.network()
        let question = example.question(QuestionForm(goal: Self.radius), size: 1, on: network)
        let exact = try FormCase.answer("bab", question, on: network)
        let lower = try #require(exact.distanceLower)
        #expect(exact.ending == .finished)
        guard let upper = exact.distanceUpper else {
            #expect(lower == 1 && exact.verdict == .robust)
            return
        }
        #expect(exact.verdict == .falsified && lower < upper && upper - lower <= 1.01e-3 * upper)
        for method in ["interval", "lp-greedy", "crown", "lp-last", "lp-all"] {
            let bound = try FormCase.answer(method, question, on: network)
            #expect(bound.distanceUpper == nil && bound.verdict == .unknown)
            #expect(try #require(bound.distanceLower) < upper, "\(method)")
        }
        let attack = try FormCase.answer("pgd", question, on: network)
        #expect(attack.distanceLower == nil)
        if let reached = attack.distanceUpper { #expect(reached > lower) }
    }

    /// A witness has to lie in the set of the size that is claimed for it.
    @Test func `a distance that is claimed too small is refused`() throws {
        let example = FormCase(seed: 4)
        let network = try example.network()
        let question = example.question(QuestionForm(goal: Self.radius), size: 1, on: network)
        let honest = try FormCase.answer("bab", question, on: network)
        var lie = honest
        lie.distanceUpper = try #require(honest.distanceUpper) * 0.99
        let settled = WitnessCheck.settle(lie, for: question, on: network)
        #expect(settled.verdict == .witnessRejected && settled.distanceUpper == nil)
    }

    @Test func `a search that its time cuts off says so and keeps what it had`() throws {
        let example = FormCase(seed: 4)
        let network = try example.network()
        let question = example.question(QuestionForm(goal: Self.radius), size: 1, on: network)
        let call = MethodCall(try #require(MethodRegistry.catalog["bab"]))
        let asker = QuestionAsker(call, on: network) { .independent($0, on: network) }
        let late = try #require(asker.answer([question, question], until: Deadline(after: 0)))
        #expect(late.allSatisfy { $0.verdict == .timeout && $0.ending == .timeout })
    }

    @Test func `a misclassified sample is at distance 0`() throws {
        let example = FormCase(seed: 5)
        let network = try example.network()
        var question = example.question(QuestionForm(goal: Self.radius), size: 1, on: network)
        question.query.label = (question.query.label + 1) % 4
        for method in ["crown", "pgd", "bab"] {
            let outcome = try FormCase.answer(method, question, on: network)
            #expect(outcome.distanceUpper == 0 && outcome.verdict == .falsified, "\(method)")
        }
    }
}
