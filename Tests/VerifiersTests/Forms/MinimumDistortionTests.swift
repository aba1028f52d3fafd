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

    /// What cheaper methods know spares questions and changes no answer.
    @Test(arguments: FormCase.all, ["lp-last", "lp-all", "bab"])
    func `guides change no answer`(_ example: FormCase, _ method: String) throws {
        let network = try example.network()
        let question = example.question(QuestionForm(goal: Self.radius), size: 1, on: network)
        let descriptor = try #require(MethodRegistry.catalog[method])
        let call = MethodCall(descriptor)
        let verifier = try #require(MethodRegistry.make(call))
        func search(_ guides: RadiusGuides) -> MinimumDistortion.Result {
            MinimumDistortion(
                verifier, descriptor, tolerance: 1e-3, judge: .independent(question, on: network), guides: guides
            ).search(question.query, on: network, until: .never)
        }
        let (alone, guided) = (search(.none), search(RadiusGuides(for: call, descriptor)))
        #expect(abs(alone.bracket.lower - guided.bracket.lower) <= 2e-3 * alone.bracket.lower)
        #expect((alone.bracket.upper == nil) == (guided.bracket.upper == nil))
        if let one = alone.bracket.upper, let other = guided.bracket.upper { #expect(abs(one - other) <= 2e-3 * one) }
    }

    @Test(arguments: ["lp-last", "lp-all"]) func `guides spare questions`(_ method: String) throws {
        let descriptor = try #require(MethodRegistry.catalog[method])
        let call = MethodCall(descriptor)
        let verifier = try #require(MethodRegistry.make(call))
        var (alone, guided) = (0, 0)
        for example in FormCase.all {
            let network = try example.network()
            let question = example.question(QuestionForm(goal: Self.radius), size: 1, on: network)
            func questions(_ guides: RadiusGuides) -> Int {
                MinimumDistortion(
                    verifier, descriptor, tolerance: 1e-3, judge: .independent(question, on: network), guides: guides
                ).search(question.query, on: network, until: .never).questions
            }
            alone += questions(.none)
            guided += questions(RadiusGuides(for: call, descriptor))
        }
        #expect(guided < alone, "\(guided), \(alone)")
    }

    /// The size as objective of a program per class against the search, for every family of sets.
    @Test(arguments: FormCase.all, PresentEngine.names)
    func `milp minimises the size itself`(_ example: FormCase, _ engine: String) throws {
        let network = try example.network()
        let boxes = FamilyCall(
            PixelBoxFamily.descriptor, data: [1, 0.5, 0, 1, 1, 0.25, 1, 1, 0.5])
        let blur = FamilyCall(BlurFamily.descriptor, options: ["height": .integer(3), "width": .integer(3)])
        for family in [.ball, boxes, blur] {
            let question = example.question(QuestionForm(family: family, goal: Self.radius), size: 1, on: network)
            let exact = try FormCase.answer("bab", question, on: network)
            for certifies in [true, false] {
                let direct = try FormCase.answer(
                    "milp", question, on: network,
                    [
                        "distance": .text("objective"), "engine": .text(engine), "certify": .boolean(certifies),
                    ])
                #expect((direct.distanceUpper == nil) == (exact.distanceUpper == nil), "\(family.words)")
                let (lower, other) = (try #require(direct.distanceLower), try #require(exact.distanceLower))
                #expect(abs(lower - other) <= 2e-3 * max(lower, other), "\(family.words): \(lower), \(other)")
                guard let upper = direct.distanceUpper, let nearest = exact.distanceUpper else { continue }
                #expect(abs(upper - nearest) <= 2e-3 * nearest && lower < nearest && other < upper)
            }
        }
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
