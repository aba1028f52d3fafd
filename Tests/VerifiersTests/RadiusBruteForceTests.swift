import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Minimum distortions of random networks against enumeration of activation regions.
@Suite struct RadiusBruteForceTests {
    private static let tolerance = 4e-7

    /// The l∞ distance at which the worst margin becomes 0, to 1e-9, by halving.
    private func exact(_ network: Network, _ query: Query) -> Double {
        var (low, high) = (0.0, 1.0)
        func worst(_ size: Double) -> Double { self.worst(network, query, size) }
        guard worst(high) <= 0 else { return .infinity }
        while high - low > 1e-9 {
            let middle = low + (high - low) / 2
            if worst(middle) > 0 { low = middle } else { high = middle }
        }
        return high
    }

    private func worst(_ network: Network, _ query: Query, _ size: Double) -> Double {
        var query = query
        query.perturbation.epsilon = size
        return PolygonOracle.worstMargin(of: network, query: query)
    }

    private func bracket(
        _ method: String, _ query: Query, on network: Network, _ options: [String: OptionValue] = [:]
    ) throws -> RadiusBracket {
        let claim = try #require(MethodRegistry.catalog[method]).claim
        let search = RadiusSearch(claim: claim, largest: 1, tolerance: Self.tolerance)
        return try search.asking { size in
            var question = query
            question.perturbation.epsilon = size
            let outcome = WitnessCheck.settle(
                try answer(method, question, on: network, options: options), for: question, on: network)
            return (outcome, outcome.witness.map { WitnessCheck.distance(of: $0, for: query) })
        }
    }

    /// Two hundred networks of all families.
    @Test(arguments: RandomCase.all(40))
    func `brackets hold the exact distance and are ordered`(_ example: RandomCase) throws {
        let network = try example.network()
        let query = example.query(on: network, measure: .verdict)
        let truth = exact(network, query)
        var lower = [String: Double]()
        for method in BruteForceTests.bounds + ["bab"] {
            let found = try bracket(method, query, on: network)
            #expect(found.lower <= truth + 1e-9, "\(method)")
            lower[method] = found.lower
        }
        for method in BruteForceTests.bounds {
            for weaker in MethodRegistry.catalog.dominated(by: method) {
                let (weak, strong) = (try #require(lower[weaker]), try #require(lower[method]))
                #expect(weak <= strong * (1 + 2 * Self.tolerance) + 1e-9, "\(weaker) ≤ \(method)")
            }
        }
        let decided = try bracket("bab", query, on: network)
        var programs = [RadiusBracket]()
        for engine in PresentEngine.names {
            programs.append(try bracket("milp", query, on: network, ["engine": .text(engine)]))
        }
        #expect(!programs.isEmpty)
        let attack = try bracket("pgd", query, on: network)
        guard truth.isFinite else {
            #expect(decided.lower == 1 && attack.upper == nil && programs.allSatisfy { $0.lower == 1 })
            return
        }
        for exact in [decided] + programs {
            let upper = try #require(exact.upper)
            #expect(upper >= truth - 1e-9 && upper <= truth + 1e-6)
            #expect(exact.lower <= truth + 1e-9)
            // A solver of mixed-integer programs leaves open what lies within its tolerance of 1e-6 logits; on flat networks
            // that is more than 1e-6 of size.
            let failing = try #require(exact.uncertified)
            let isFlat = exact != decided && worst(network, query, failing) <= 2e-6
            #expect(exact.lower >= truth - 1e-6 || isFlat)
        }
        if let attacked = attack.upper { #expect(attacked >= truth - 1e-9) }
    }
}

extension RadiusSearch {
    /// `run` for a question that may throw.
    fileprivate func asking(
        _ ask: (Double) throws -> (outcome: Outcome, distance: Double?)
    ) throws -> RadiusBracket {
        var failure: (any Error)?
        let bracket = run { size in
            do { return try ask(size) } catch {
                failure = error
                return nil
            }
        }
        if let failure { throw failure }
        return bracket
    }
}
