import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Every method of the registry on graphs of general windows and moved entries, against exact enumeration of their regions.
@Suite struct GraphMethodTests {
    private static let cases = RandomCase.all(16, of: [.windowed, .rearranged])

    @Test(arguments: MethodContractTests.names)
    func `nothing that is said is false`(_ name: String) throws {
        let descriptor = try #require(MethodRegistry.catalog[name])
        var answered = 0
        for example in Self.cases where descriptor.norms.contains(.infinity) {
            let network = try example.network()
            let query = example.query(on: network)
            let exact = PolygonOracle.worstMargin(of: network, query: query)
            let slack = 1e-9 * (1 + abs(exact))
            for measure in Measure.allCases {
                var asked = query
                asked.measure = measure
                let outcome = try answer(name, asked, on: network)
                if outcome.verdict == .robust { #expect(exact > -slack, "\(example)") }
                if outcome.verdict == .falsified { #expect(exact <= slack, "\(example)") }
                if let lower = outcome.marginLower { #expect(lower <= exact + slack, "\(example)") }
                if let upper = outcome.marginUpper { #expect(upper >= exact - 1e-6, "\(example)") }
                #expect(WitnessCheck.settle(outcome, for: asked, on: network).verdict == outcome.verdict, "\(example)")
                try check(outcome.distanceLower, query, on: network)
                if outcome.verdict != .unsupported { answered += 1 }
            }
        }
        // Certificates of one hidden layer, and methods of one norm, have nothing to say of these.
        #expect(answered > 0 || descriptor.hiddenLayers != nil || !descriptor.norms.contains(.infinity))
    }

    /// Nothing adversarial lies nearer than a certified distance.
    private func check(_ distance: Double?, _ query: Query, on network: Network) throws {
        guard let distance, distance.isFinite else { return }
        let pixels = query.sample.pixels.map(Double.init)
        let exact = PolygonOracle.worstMargin(
            of: network, label: query.label, lower: pixels.map { $0 - distance }, upper: pixels.map { $0 + distance })
        #expect(exact >= -1e-9, "worst margin \(exact) within \(distance)")
    }

    /// Complete methods decide all of them.
    @Test(arguments: ["bab", "milp"]) func `complete methods decide`(_ name: String) throws {
        for example in Self.cases {
            let network = try example.network()
            let query = example.query(on: network, measure: .verdict)
            let exact = PolygonOracle.worstMargin(of: network, query: query)
            guard abs(exact) > 1e-6 else { continue }
            #expect(
                try answer(name, query, on: network).verdict == (exact > 0 ? .robust : .falsified), "\(example)")
        }
    }
}
