import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Methods by the engines that are here: the same answers as by GLPK and by methods that need none.
@Suite struct EngineMethodTests {
    static let others = PresentEngine.names.filter { $0 != "glpk" }

    @Test(arguments: others, RandomCase.all(20))
    func `linear programs give the same bounds by every engine`(_ engine: String, _ example: RandomCase) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        for method in ["lp-last", "lp-all"] {
            let reference = try #require(try answer(method, query, on: network).marginLower)
            let outcome = try answer(method, query, on: network, options: ["engine": .text(engine)])
            let bound = try #require(outcome.marginLower)
            #expect(abs(bound - reference) < 1e-6 * (1 + abs(reference)), "\(method): \(bound), not \(reference)")
            #expect(bound <= exact + 1e-12 * (1 + abs(exact)))
            #expect((outcome.verdict == .robust) == (bound > 0))
        }
    }

    @Test(arguments: others, RandomCase.all(12))
    func `milp has the verdicts of bab`(_ engine: String, _ example: RandomCase) throws {
        let network = try example.network()
        let query = example.query(on: network, measure: .verdict)
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        guard abs(exact) > 2e-5 else { return }
        let reference = WitnessCheck.settle(try answer("bab", query, on: network), for: query, on: network)
        for certifies in [true, false] {
            let options: [String: OptionValue] = ["engine": .text(engine), "certify": .boolean(certifies)]
            let outcome = WitnessCheck.settle(
                try answer("milp", query, on: network, options: options), for: query, on: network)
            #expect(outcome.verdict == reference.verdict, "\(exact), certify \(certifies)")
            #expect(outcome.verdict == (exact > 0 ? .robust : .falsified))
        }
    }

    @Test(arguments: others)
    func `a call may name the engine's version, and no other`(_ engine: String) throws {
        let version = try #require(PresentEngine.all.first { $0.name == engine }).engine.version
        for method in ["lp-last", "lp-all", "milp"] {
            let descriptor = try #require(MethodRegistry.catalog[method])
            func make(_ value: String) -> (any Verifier<Network>)? {
                MethodRegistry.make(MethodCall(descriptor, options: ["engine": .text(value)]))
            }
            #expect(make("\(engine)-\(version)") != nil && make(engine) != nil)
            #expect(make("\(engine)-0.9.0") == nil && make("none") == nil)
        }
    }

    @Test func `without an engine's name a call is what it was before there was a choice`() throws {
        for method in ["lp-last", "lp-all", "milp"] {
            let descriptor = try #require(MethodRegistry.catalog[method])
            let plain = MethodCall(descriptor)
            #expect(plain.options["engine"] == nil)
            #expect(MethodCall(descriptor, options: ["engine": .text("glpk")]) == plain)
        }
    }
}
