import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Every method against the exact worst margin, found by enumerating activation regions.
@Suite struct BruteForceTests {
    static let bounds = ["interval", "lp-greedy", "crown", "fast-lip", "alpha-crown", "lp-last", "lp-all"]

    @Test(arguments: RandomCase.all(40))
    func `lower bounds are sound and ordered`(_ example: RandomCase) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        var lower = [String: Double]()
        for method in Self.bounds {
            let outcome = try answer(method, query, on: network)
            let bound = try #require(outcome.marginLower)
            // The oracle's own arithmetic rounds too; a certified bound may not exceed it by more than that.
            #expect(bound <= exact + 1e-12 * (1 + abs(exact)), "\(method)")
            #expect((outcome.verdict == .robust) == (bound > 0), "\(method)")
            lower[method] = bound
        }
        for method in Self.bounds {
            for weaker in MethodRegistry.catalog.dominated(by: method) {
                let (weak, strong) = (try #require(lower[weaker]), try #require(lower[method]))
                #expect(weak <= strong + 1e-9 * (1 + abs(weak)), "\(weaker) ≤ \(method)")
            }
        }
    }

    @Test(arguments: RandomCase.all(40), [Norm.infinity, .two])
    func `PGD's margin is attained inside the set`(_ example: RandomCase, _ norm: Norm) throws {
        let network = try example.network()
        let query = example.query(on: network, norm: norm)
        let options: [String: OptionValue] = [
            "restarts": .integer(3), "step-size": .number(example.epsilon / 10), "loss": .text("margin"),
        ]
        let outcome = try answer("pgd", query, on: network, options: options)
        let upper = try #require(outcome.marginUpper)
        #expect(upper >= PolygonOracle.worstMargin(of: network, query: query) - 1e-9)
        #expect((outcome.verdict == .falsified) == (upper <= 0))
        #expect(WitnessCheck.settle(outcome, for: query, on: network).verdict == outcome.verdict)
    }

    @Test(arguments: RandomCase.all(40))
    func `nothing adversarial lies nearer than the simplex certificate`(_ example: RandomCase) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let outcome = try answer("simplex", query, on: network)
        let distance = try #require(outcome.distanceLower)
        #expect((outcome.verdict == .robust) == (distance > example.epsilon))
        guard distance.isFinite else { return }
        let pixels = query.sample.pixels.map(Double.init)
        let exact = PolygonOracle.worstMargin(
            of: network, label: query.label, lower: pixels.map { $0 - distance }, upper: pixels.map { $0 + distance })
        #expect(exact >= -1e-9, "worst margin \(exact) within \(distance)")
    }

    @Test(arguments: RandomCase.all(20), [Norm.one, .two])
    func `bounds hold on balls`(_ example: RandomCase, _ norm: Norm) throws {
        let network = try example.network()
        let query = example.query(on: network, norm: norm)
        let exactOnBox = PolygonOracle.worstMargin(of: network, query: example.query(on: network))
        var smallest = Double.infinity
        for point in pointsInBall(query, seed: example.seed) {
            let logits = network.evaluator.logits(.init(rows: 1, columns: 2, elements: point)).row(0).map(Double.init)
            let others = logits.indices.filter { $0 != query.label }
            smallest = min(smallest, others.map { logits[query.label] - logits[$0] }.min() ?? .infinity)
        }
        for method in Self.bounds {
            let bound = try #require(try answer(method, query, on: network).marginLower)
            #expect(bound <= smallest + 1e-5, "\(method): \(bound) above a sampled margin \(smallest)")
        }
        // A ball lies in the box, so its bound by the same method is no worse than the exact value of the box minus slack.
        let all = try #require(try answer("lp-all", query, on: network).marginLower)
        let allOnBox = try #require(try answer("lp-all", example.query(on: network), on: network).marginLower)
        #expect(all >= allOnBox - 1e-9 * (1 + abs(allOnBox)))
        #expect(allOnBox <= exactOnBox + 1e-12 * (1 + abs(exactOnBox)))
    }
}
