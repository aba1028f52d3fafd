import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Every method on l1 balls against enumeration of activation regions.
@Suite struct OneBallAnswerTests {
    private static let bounds = BruteForceTests.bounds

    private func lowers(
        _ query: Query, on network: Network, engine: String = "glpk"
    ) throws -> [String: Double] {
        var lower = [String: Double]()
        for method in Self.bounds {
            let options: [String: OptionValue] =
                method.hasPrefix("lp-") && method != "lp-greedy"
                ? ["engine": .text(engine)] : [:]
            let outcome = try answer(method, query, on: network, options: options)
            let bound = try #require(outcome.marginLower, "\(method)")
            #expect((outcome.verdict == .robust) == (bound > 0), "\(method)")
            lower[method] = bound
        }
        return lower
    }

    @Test(arguments: BallCase.all(40), PresentEngine.names)
    func `lower bounds are sound and ordered`(_ example: BallCase, _ engine: String) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        let lower = try lowers(query, on: network, engine: engine)
        for method in Self.bounds {
            let bound = try #require(lower[method])
            #expect(bound <= exact + 1e-12 * (1 + abs(exact)), "\(method)")
            for weaker in MethodRegistry.catalog.dominated(by: method) {
                let weak = try #require(lower[weaker])
                #expect(weak <= bound + 1e-9 * (1 + abs(weak)), "\(weaker) ≤ \(method)")
            }
        }
    }

    /// The l1 ball lies in the l∞ ball of its radius and holds every smaller one.
    @Test(arguments: BallCase.all(16))
    func `margins nest`(_ example: BallCase) throws {
        let network = try example.network()
        let whole = try lowers(example.query(on: network), on: network)
        let box = try lowers(example.query(on: network, norm: .infinity), on: network)
        let half = PolygonOracle.worstMargin(
            of: network, query: example.query(on: network, epsilon: example.example.epsilon / 2))
        let exact = PolygonOracle.worstMargin(of: network, query: example.query(on: network))
        #expect(half >= exact - 1e-12)
        // Of the others neither is monotone in the bounds it starts from.
        for method in ["interval", "lp-all"] {
            let (one, all) = (try #require(whole[method]), try #require(box[method]))
            #expect(all <= one + 1e-9 * (1 + abs(all)), "\(method)")
            let smaller = try #require(
                try answer(
                    method, example.query(on: network, epsilon: example.example.epsilon / 2), on: network
                ).marginLower)
            #expect(one <= smaller + 1e-9 * (1 + abs(one)), "\(method)")
        }
    }

    @Test(arguments: BallCase.all(24), PresentEngine.names)
    func `milp finds the exact worst margin`(_ example: BallCase, _ engine: String) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        let tolerance = 2e-6 * (1 + abs(exact))
        for (certifies, question) in [(true, "per-class"), (false, "max")] {
            let options: [String: OptionValue] = [
                "engine": .text(engine), "objective": .text("worst-margin"), "certify": .boolean(certifies),
                "question": .text(question), "warm-start": .text(example.example.seed % 2 == 0 ? "pgd" : "none"),
            ]
            let outcome = WitnessCheck.settle(
                try answer("milp", query, on: network, options: options), for: query, on: network)
            let lower = try #require(outcome.marginLower, "certify \(certifies)")
            let upper = try #require(outcome.marginUpper, "certify \(certifies)")
            #expect(abs(lower - exact) <= tolerance, "certify \(certifies): lower \(lower), exact \(exact)")
            #expect(abs(upper - exact) <= tolerance, "certify \(certifies): upper \(upper), exact \(exact)")
            if certifies { #expect(lower <= exact + 1e-12 * (1 + abs(exact))) }
            guard abs(exact) > tolerance else { continue }
            #expect(outcome.verdict == (exact > 0 ? .robust : .falsified))
        }
    }

    /// Both ways to bound a domain, which come to the same on balls, and every rule.
    @Test(arguments: BallCase.all(40), ["look-ahead", "widest", "input-split"])
    func `bab finds the exact worst margin`(_ example: BallCase, _ rule: String) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        let tolerance = 2e-6 * (1 + abs(exact))
        let outcome = WitnessCheck.settle(
            try answer(
                "bab", query, on: network,
                options: ["objective": .text("worst-margin"), "branching": .text(rule)]), for: query, on: network)
        let (lower, upper) = (try #require(outcome.marginLower), try #require(outcome.marginUpper))
        #expect(lower <= exact + 1e-12 * (1 + abs(exact)) && lower >= exact - tolerance, "\(lower), \(exact)")
        #expect(abs(upper - exact) <= tolerance, "\(upper), \(exact)")
        var asked = query
        asked.measure = .verdict
        let decided = WitnessCheck.settle(
            try answer("bab", asked, on: network, options: ["branching": .text(rule)]), for: asked, on: network)
        guard abs(exact) > tolerance else { return }
        #expect(outcome.verdict == (exact > 0 ? .robust : .falsified))
        #expect(decided.verdict == outcome.verdict)
    }

    /// The switches of tightening, which bound over the same set.
    @Test(arguments: BallCase.all(12), ["interval", "lp-greedy", "lp", "milp"])
    func `milp decides with every tightening`(_ example: BallCase, _ step: String) throws {
        let network = try example.network()
        let query = example.query(on: network, measure: .verdict)
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        guard abs(exact) > 2e-5 else { return }
        for whole in [false, true] where !whole || query.perturbation.domain != nil {
            let options: [String: OptionValue] = [
                "tightening": .text(step), "bounding-domain": .text(whole ? "whole" : "restricted"),
                "formulation": .text(example.example.seed % 2 == 0 ? "loose" : "asymmetric"),
                "progressive": .boolean(example.example.seed % 3 == 0),
            ]
            let outcome = WitnessCheck.settle(
                try answer("milp", query, on: network, options: options), for: query, on: network)
            #expect(outcome.verdict == (exact > 0 ? .robust : .falsified), "whole \(whole), \(exact)")
        }
    }

    @Test(arguments: BallCase.all(40))
    func `PGD's margin is attained inside the set`(_ example: BallCase) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let outcome = try answer(
            "pgd", query, on: network,
            options: [
                "restarts": .integer(3), "step-size": .number(example.example.epsilon / 10), "loss": .text("margin"),
            ])
        let upper = try #require(outcome.marginUpper)
        #expect(upper >= PolygonOracle.worstMargin(of: network, query: query) - 1e-9)
        #expect((outcome.verdict == .falsified) == (upper <= 0))
        #expect(WitnessCheck.settle(outcome, for: query, on: network).verdict == outcome.verdict)
    }

    /// An attack that finds nothing would pass the test above.
    @Test func `PGD mostly comes near the worst margin`() throws {
        var (near, all) = (0, 0)
        for example in BallCase.all(40) {
            let network = try example.network()
            let query = example.query(on: network)
            let exact = PolygonOracle.worstMargin(of: network, query: query)
            let outcome = try answer(
                "pgd", query, on: network,
                options: [
                    "restarts": .integer(3), "step-size": .number(example.example.epsilon / 10),
                    "loss": .text("margin"),
                ])
            all += 1
            near += try #require(outcome.marginUpper) <= exact + 0.02 * (1 + abs(exact)) ? 1 : 0
        }
        #expect(near * 10 >= all * 8, "\(near) of \(all)")
    }
}
