import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing

/// Proofs on l1 balls, cut at the domain.
@Suite struct OneBallProofTests {
    private static let methods = ["interval", "lp-greedy", "crown", "lp-last", "lp-all", "milp", "bab"]

    private static func cases(_ count: UInt64, methods: [String] = methods) -> [ProofCase] {
        ProofCase.all(count, methods: methods).map {
            ProofCase(family: $0.family, seed: $0.seed, method: $0.method, norm: .one, engine: $0.engine)
        }
    }

    /// In both modes, and no looser than the verifier's own bound.
    @Test(arguments: cases(40))
    func `what is robust has a proof that passes`(_ example: ProofCase) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let proved = try example.proved(query, on: network)
        guard proved.outcome.verdict == .robust else {
            #expect(proved.proof == nil)
            return
        }
        let draft = try #require(proved.proof, "\(proved.reason ?? "")")
        let statement = ProofStatement(query, network: network.digest, networkFile: "random", method: example.method)
        let (proof, sealed) = try ProofCheck.seal(draft, of: statement, on: network)
        #expect(try ProofCheck.check(proof, of: statement, on: network) == sealed)
        #expect(
            try ProofCheck.check(proof, of: statement, on: network, ProofCheckOptions(isExact: true)) == sealed)
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        #expect(sealed.smallestBound > 0 && exact > 0)
        if sealed.splits == 0 { #expect(sealed.smallestBound <= exact + 1e-12 * (1 + abs(exact))) }
        if !["milp", "bab"].contains(example.method) {
            let lower = try #require(proved.outcome.marginLower)
            #expect(sealed.smallestBound >= lower - 1e-7 * (1 + abs(lower)), "\(sealed.smallestBound), \(lower)")
        }
    }

    /// What only a search over splits proves: near the largest radius at which the network is robust.
    @Test(arguments: ["milp", "bab"]) func `proofs with splits are among them`(_ method: String) throws {
        var splits = 0
        for family in [RandomNetworks.Family.fullyConnected, .residual, .pooling] {
            for seed in 0..<40 as Range<UInt64> {
                let example = ProofCase(family: family, seed: seed, method: method, norm: .one)
                let network = try example.network()
                var query = example.query(on: network)
                query.perturbation.epsilon = 1
                while PolygonOracle.worstMargin(of: network, query: query) < 1e-3, query.perturbation.epsilon > 1e-3 {
                    query.perturbation.epsilon *= 0.95
                }
                let proved = try example.proved(query, on: network)
                guard let draft = proved.proof else { continue }
                let statement = ProofStatement(
                    query, network: network.digest, networkFile: "random", method: example.method)
                let options = ProofCheckOptions(isExact: true)
                let (proof, report) = try ProofCheck.seal(draft, of: statement, on: network, options)
                splits += report.splits
                // At a radius where the network is not robust, the same evidence proves nothing.
                var larger = query
                while PolygonOracle.worstMargin(of: network, query: larger) > 0, larger.perturbation.epsilon < 2 {
                    larger.perturbation.epsilon *= 1.05
                }
                guard PolygonOracle.worstMargin(of: network, query: larger) < -1e-9 else { continue }
                let refuted = ProofStatement(
                    larger, network: network.digest, networkFile: "random", method: example.method)
                #expect(throws: ProofFault.self) { try ProofCheck.seal(proof, of: refuted, on: network) }
                #expect(throws: ProofFault.self) { try ProofCheck.check(proof, of: refuted, on: network) }
            }
        }
        #expect(splits > 20, "\(splits) splits")
    }

    /// Any multipliers on any part give a lower bound, also where input splits cut the centre off: random ones, with
    /// every bound confirmed without rounding.
    @Test(arguments: cases(30, methods: ["lp-all"]), [0.0, 1e-3, 0.1, 1])
    func `no multipliers prove more than the exact margin`(_ example: ProofCase, _ noise: Double) throws {
        var generator = SeededGenerator(seed: example.seed)
        let whole = try example.network()
        var query = example.query(on: whole)
        let network = try whole.twoClasses(query.label, (query.label + 1) % 3)
        query.label = 0
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        let units = network.everyUnit
        let statement = ProofStatement(query, network: network.digest, networkFile: "random", method: "none")
        for _ in 0..<5 {
            let values = units.map { _ in generator.unitFloat() < 0.2 ? .nan : noise * generator.normal() }
            let splits = network.randomTree(
                units, depth: 2, network.multipliers(values, at: units, &generator), &generator)
            let draft = RobustnessProof(
                units: units, stages: [], classes: [ClassProof(adversarial: 1, tree: splits)])
            do throws(ProofFault) {
                let options = ProofCheckOptions(isExact: true)
                let report = try ProofCheck.seal(draft, of: statement, on: network, options).report
                #expect(exact > 0)
                if splits.leafCount == 1 { #expect(report.smallestBound <= exact + 1e-12 * (1 + abs(exact))) }
            } catch {
                guard case .notPositive(_, let found) = error else {
                    Issue.record("\(error)")
                    return
                }
                if splits.leafCount == 1 { #expect(found <= exact + 1e-12 * (1 + abs(exact)), "\(found) > \(exact)") }
            }
        }
    }

    /// Halves of inputs that lie away from the centre, some of which miss the ball altogether.
    @Test func `a half beyond the ball is empty`() throws {
        // margin = x − 1/4: with ε = 1/4 around (1/2, 1/2) smallest at 1/4, where it is a tie.
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 0]), bias: [-0.25, 0])
        let network = try builder.build()
        let sample = Sample(id: SampleID(dataset: "x", split: "test", index: 0), label: 0, pixels: [0.5, 0.5])
        func prove(_ epsilon: Double, _ nodes: [ProofTree.Node]) throws(ProofFault) -> ProofReport {
            let query = Query(
                sample: sample, label: 0, perturbation: PerturbationSet(norm: .one, epsilon: epsilon))
            let statement = ProofStatement(query, network: network.digest, networkFile: "x", method: "none")
            let draft = RobustnessProof(
                units: [], stages: [], classes: [ClassProof(adversarial: 1, tree: ProofTree(nodes: nodes))])
            return try ProofCheck.seal(draft, of: statement, on: network, ProofCheckOptions(isExact: true)).report
        }
        let leaf = ProofTree.Node.leaf(ProofLeaf(.substitution(.adaptive)))
        let tie = #expect(throws: ProofFault.self) { _ = try prove(0.25, [leaf]) }
        if case .notPositive = tie {} else { Issue.record("\(String(describing: tie))") }
        #expect(try abs(prove(0.125, [leaf]).smallestBound - 0.125) < 1e-12)
        // y ≥ 9/16 leaves 3/16 of ε = 1/4 for x; the other half leaves all of it.
        let halves: [ProofTree.Node] = [.split(.input(1, at: 0.5625)), leaf, leaf]
        #expect(throws: ProofFault.self) { _ = try prove(0.25, halves) }
        // x, y ≥ 5/8 has nothing of the ball of radius 3/16, which proves nothing of the other parts.
        let away: [ProofTree.Node] = [
            .split(.input(0, at: 0.625)), .split(.input(1, at: 0.625)), leaf, leaf, leaf,
        ]
        #expect(try abs(prove(0.1875, away).smallestBound - 0.0625) < 1e-12)
    }
}

/// Changed proofs on l1 balls are refused, as on boxes.
@Suite struct OneBallMutationTests {
    private static let cases = ProofCase.all(16, methods: ["lp-greedy", "crown", "lp-last", "lp-all", "milp", "bab"])
        .map {
            ProofCase(family: $0.family, seed: $0.seed, method: $0.method, norm: .one)
        }

    private func isUnaffected(_ proof: RobustnessProof, _ statement: ProofStatement, _ network: Network) -> Bool {
        guard let sealed = try? ProofCheck.seal(proof, of: statement, on: network).proof else { return false }
        return zip(sealed.claims, proof.claims).allSatisfy { abs($0 - $1) <= 1e-8 * (1 + abs($0)) }
    }

    private func isAccepted(_ proof: RobustnessProof, _ statement: ProofStatement, _ network: Network) -> Bool {
        (try? ProofCheck.check(proof, of: statement, on: network)) != nil
    }

    @Test func `changes with any effect are refused`() throws {
        var (changed, unaffected) = (0, 0)
        func expectRefusal(_ proof: RobustnessProof, _ statement: ProofStatement, _ network: Network, _ what: String) {
            changed += 1
            if isUnaffected(proof, statement, network) {
                unaffected += 1
            } else {
                #expect(!isAccepted(proof, statement, network), "\(what)")
            }
        }
        for example in Self.cases {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            for place in 0..<min(proof.multiplierCount, 6) {
                expectRefusal(proof.changingMultiplier(place, by: 0.1), statement, network, "multiplier \(place)")
            }
            for place in proof.claims.indices.prefix(6) {
                for step in [1e-3, -1e-3, .nan] {
                    #expect(!isAccepted(proof.changingClaim(place, by: step), statement, network))
                }
            }
            for factor in [0.5, 1.5] {
                var other = statement
                other.perturbation.epsilon *= factor
                expectRefusal(proof, other, network, "ε times \(factor)")
            }
            // The box of that radius holds the ball.
            var box = statement
            box.perturbation.norm = .infinity
            expectRefusal(proof, box, network, "the box instead of the ball")
            var unbounded = statement
            unbounded.perturbation.domain = nil
            expectRefusal(proof, unbounded, network, "without the domain")
        }
        #expect(changed - unaffected > 200, "\(unaffected) of \(changed) changes have no effect")
    }

    /// Arithmetic that is wrong by a billionth would not pass the exact mode.
    @Test func `a bound that is too large by a billionth is not confirmed`() throws {
        var options = ProofCheckOptions(isExact: true)
        options.error = 1e-9
        var refused = 0
        for example in Self.cases.filter({ $0.seed < 6 }) {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            let fault = #expect(throws: ProofFault.self, "\(example)") {
                _ = try ProofCheck.check(proof, of: statement, on: network, options)
            }
            if case .inexact = fault {} else { Issue.record("\(example): \(String(describing: fault))") }
            refused += 1
        }
        #expect(refused > 30, "\(refused)")
    }
}
