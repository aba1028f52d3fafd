import Networks
import Questions
import Testing
import Verifiers
import WitnessCheck

/// What precedes linear programs in a search over sizes: never above them, and near.
@Suite struct TriangleAscentTests {
    private static let sizes = [0.02, 0.06, 0.15, 0.4]

    /// Simplex steps share no code with ascent.
    @Test(arguments: FormCase.all, [("lp-last", TriangleAscent.HiddenBounds.substituted), ("lp-all", .ascended)])
    func `below the linear program`(
        _ example: FormCase, _ pair: (program: String, hidden: TriangleAscent.HiddenBounds)
    ) throws {
        let network = try example.network()
        let ascent = TriangleAscent(MethodCall(TriangleAscent.descriptor), pair.hidden)
        for size in Self.sizes {
            let question = example.question(QuestionForm(), size: size, on: network)
            let bound = try #require(ascent.verify([question.query], on: network, until: .never)[0].marginLower)
            func margin(_ method: String) throws -> Double {
                try #require(try FormCase.answer(method, question, on: network).marginLower)
            }
            let (greedy, program) = (try margin("lp-greedy"), try margin(pair.program))
            #expect(bound <= program + 1e-9 * (1 + abs(program)), "\(size)")
            // Near: a fifth of the way at most is left.
            #expect(program - bound <= 0.2 * (program - greedy) + 1e-3 * (1 + abs(program)), "\(size)")
        }
    }

    @Test func `not over balls and layers that programs relax otherwise`() throws {
        let network = try FormCase.all[0].network().lowered
        #expect(TriangleAscent.fits(network, .infinity) && TriangleAscent.fits(network, .one))
        #expect(!TriangleAscent.fits(network, .two))
        var pooled = NetworkBuilder(input: [1, 2, 2])
        _ = try pooled.maxPool(kernel: 2, stride: 2)
        _ = pooled.flatten()
        #expect(!TriangleAscent.fits(try pooled.build().lowered, .infinity))
    }

    /// Searches that end before any linear program is solved certify what ascent did, and no more than holds.
    @Test(arguments: FormCase.all, ["lp-last", "lp-all"])
    func `a search that ends early certifies what holds`(_ example: FormCase, _ method: String) throws {
        let network = try example.network()
        let question = example.question(
            QuestionForm(goal: .minimumDistortion(tolerance: 1e-3)), size: 1, on: network)
        let descriptor = try #require(MethodRegistry.catalog[method])
        let guides = RadiusGuides(for: MethodCall(descriptor), descriptor)
        let early = MinimumDistortion(
            SilentVerifier(), descriptor, tolerance: 1e-3, judge: .independent(question, on: network), guides: guides
        ).search(question.query, on: network, until: .never)
        let exact = try FormCase.answer("bab", question, on: network)
        let programmed = try #require(try FormCase.answer(method, question, on: network).distanceLower)
        #expect(early.bracket.lower < exact.distanceUpper ?? .infinity)
        #expect(early.bracket.lower <= programmed * 1.002 && early.bracket.lower >= programmed * 0.95)
    }
}

/// Says nothing of any size.
private struct SilentVerifier: Verifier {
    static let descriptor = MethodRegistry.catalog["lp-all"]!

    init(_: MethodCall = MethodCall(Self.descriptor)) {}

    func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        queries.map { _ in Outcome(verdict: .timeout) }
    }
}
