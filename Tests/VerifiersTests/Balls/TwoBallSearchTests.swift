import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// `bab` on l2 balls against enumeration of activation regions.
@Suite struct TwoBallSearchTests {
    private static let tolerance = 4e-7

    private func settled(
        _ query: Query, on network: Network, _ options: [String: OptionValue] = [:]
    ) throws -> Outcome {
        WitnessCheck.settle(try answer("bab", query, on: network, options: options), for: query, on: network)
    }

    @Test(arguments: TwoBallCase.all(200))
    func `the minimum distortion is the distance to the nearest region`(_ example: TwoBallCase) throws {
        let network = try example.network()
        let query = example.query(on: network, epsilon: 1)
        let oracle = RegionOracle(network, query)
        #expect(oracle.fault < 1e-9)
        let exact = oracle.distance
        let descriptor = try #require(MethodRegistry.catalog["bab"])
        let search = MinimumDistortion(
            try #require(MethodRegistry.make(MethodCall(descriptor))), descriptor, tolerance: Self.tolerance,
            judge: .independent(AskedQuestion(query, shape: [query.sample.pixels.count]), on: network))
        let found = search.search(query, on: network, until: .never).bracket
        #expect(found.lower <= exact + 1e-9, "\(found.lower), exact \(exact)")
        guard exact < 1 - 1e-6 else {
            #expect(found.lower >= min(exact, 1) - 1e-6, "\(found.lower), exact \(exact)")
            return
        }
        let upper = try #require(found.upper)
        #expect(found.lower >= exact - 1e-6, "\(found.lower), exact \(exact)")
        #expect(upper >= exact - 1e-9 && upper <= exact + 1e-6, "\(upper), exact \(exact)")
    }

    /// Every way to bound a domain and to split, a millionth to both sides of the exact distance.
    @Test(arguments: TwoBallCase.all(200))
    func `verdicts change at the exact distance`(_ example: TwoBallCase) throws {
        let network = try example.network()
        let exact = RegionOracle(network, example.query(on: network, epsilon: 1)).distance
        let ways: [[String: OptionValue]] = [
            [:], ["bounds": .text("lp")], ["bounds": .text("lp"), "intermediate": .text("lp")],
            ["branching": .text("input-split")], ["branching": .text("widest"), "attack-steps": .integer(0)],
        ]
        let options = ways[Int(example.seed / 5 % 5)]
        for (size, verdict) in [(exact - 1e-6, Verdict.robust), (exact + 1e-6, .falsified)] where size > 0 && size < 4 {
            for way in [[:], options] {
                let outcome = try settled(example.query(on: network, epsilon: size), on: network, way)
                #expect(outcome.verdict == verdict, "\(size), exact \(exact), \(way): \(outcome.reason as Any)")
            }
        }
    }

    /// The bound is sound, or proofs and distances above would fail; the point lies in the set. So if they meet, both are exact.
    @Test(arguments: TwoBallCase.all(80), ["look-ahead", "widest", "input-split", "lp"])
    func `the bound meets the worst point`(_ example: TwoBallCase, _ way: String) throws {
        let network = try example.network()
        // Halves of four inputs take their time to come as near as that.
        guard way != "input-split" || network.inputShape.count < 4 else { return }
        let size = [0.1, 0.3, 0.6, 1][Int(example.seed / 2 % 4)]
        let query = example.query(on: network, epsilon: size, measure: .margin)
        let options: [String: OptionValue] =
            way == "lp" ? ["bounds": .text("lp")] : ["branching": .text(way)]
        let outcome = try settled(query, on: network, options.merging(["objective": .text("worst-margin")]) { $1 })
        let (lower, upper) = (try #require(outcome.marginLower), try #require(outcome.marginUpper))
        #expect(lower <= upper + 1e-9 && upper - lower <= 2e-6 * (1 + abs(upper)), "\(lower), \(upper)")
        let exact = RegionOracle(network, query).distance
        if abs(upper) > 1e-5 { #expect((exact > size) == (upper > 0), "\(exact), \(upper)") }
        for point in example.points(of: query) {
            let logits = network.evaluator.logits(.init(rows: 1, columns: point.count, elements: point)).row(0)
            let margin = logits.indices.filter { $0 != query.label }.map { logits[query.label] - logits[$0] }.min()
            #expect(Double(margin ?? 0) >= lower - 1e-5)
        }
    }

    /// Of methods that bound from below, none proves more.
    @Test(arguments: TwoBallCase.all(60))
    func `what other bounds prove is proved`(_ example: TwoBallCase) throws {
        let network = try example.network()
        for size in [0.05, 0.2] {
            let query = example.query(on: network, epsilon: size, measure: .margin)
            let worst = try #require(
                try answer("bab", query, on: network, options: ["objective": .text("worst-margin")]).marginUpper)
            for method in BruteForceTests.bounds {
                let lower = try #require(try answer(method, query, on: network).marginLower)
                #expect(lower <= worst + 1e-9 * (1 + abs(worst)), "\(method)")
                if lower > 0 { #expect(try settled(query, on: network).verdict == .robust, "\(method)") }
            }
        }
    }
}
