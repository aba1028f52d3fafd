import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// Proofs on l2 balls, cut at the domain.
@Suite struct TwoBallProofTests {
    private static let methods = ["interval", "lp-greedy", "crown", "lp-last", "lp-all"]
    private static var exact: ProofCheckOptions { ProofCheckOptions(isExact: true) }

    private static func cases(_ count: UInt64, methods: [String] = methods) -> [ProofCase] {
        ProofCase.all(count, methods: methods).map {
            ProofCase(family: $0.family, seed: $0.seed, method: $0.method, norm: .two)
        }
    }

    /// In both modes, and no looser than the verifier's own bound. Around every other image the domain cuts the ball.
    @Test(arguments: cases(32))
    func `what is robust has a proof that passes`(_ example: ProofCase) throws {
        let network = try example.network()
        var query = example.query(on: network)
        if example.seed % 2 == 0 {
            query.sample.pixels[0] = example.seed % 4 == 0 ? 0 : 0.97
            query.label = network.evaluator.predictions(.init(rows: 1, columns: 2, elements: query.sample.pixels))[0]
            query.sample.label = query.label
        }
        let proved = try example.proved(query, on: network)
        guard proved.outcome.verdict == .robust else {
            #expect(proved.proof == nil)
            return
        }
        let draft = try #require(proved.proof, "\(proved.reason ?? "")")
        let statement = ProofStatement(query, network: network.digest, networkFile: "random", method: example.method)
        let (proof, sealed) = try ProofCheck.seal(draft, of: statement, on: network)
        #expect(try ProofCheck.check(proof, of: statement, on: network, Self.exact) == sealed)
        let lower = try #require(proved.outcome.marginLower)
        #expect(sealed.smallestBound >= lower - 1e-7 * (1 + abs(lower)), "\(sealed.smallestBound), \(lower)")
        // Another size is another claim.
        for factor in [0.5, 1.5] {
            var other = statement
            other.perturbation.epsilon *= factor
            guard let resealed = try? ProofCheck.seal(proof, of: other, on: network).proof,
                zip(resealed.claims, proof.claims).allSatisfy({ abs($0 - $1) <= 1e-8 * (1 + abs($0)) })
            else {
                #expect(throws: ProofFault.self) { try ProofCheck.check(proof, of: other, on: network) }
                continue
            }
        }
    }

    /// What only a search over splits proves: at ever smaller radii until it does.
    @Test(arguments: ["look-ahead", "input-split", "programs"]) func `searches leave proofs with splits`(
        _ way: String
    ) throws {
        let options: [String: OptionValue] =
            switch way {
            case "programs": ["bounds": .text("lp"), "intermediate": .text("lp")]
            default: ["branching": .text(way), "batch-size": .integer(2)]
            }
        let descriptor = try #require(MethodRegistry.catalog["bab"])
        let made = MethodRegistry.make(MethodCall(descriptor, options: options))
        let prover = try #require(made as? any ProvingVerifier)
        var (splits, proofs) = (0, 0)
        for example in Self.cases(12, methods: ["bab"]) {
            let network = try example.network()
            var query = example.query(on: network)
            query.perturbation.epsilon = 1
            if example.seed % 2 == 0 { query.sample.pixels[0] = 0 }
            query.label = network.evaluator.predictions(.init(rows: 1, columns: 2, elements: query.sample.pixels))[0]
            query.sample.label = query.label
            var proved = prover.prove(query, on: network, until: .never)
            while proved.outcome.verdict == .falsified, query.perturbation.epsilon > 1e-3 {
                query.perturbation.epsilon *= 0.9
                proved = prover.prove(query, on: network, until: .never)
            }
            guard proved.outcome.verdict == .robust else { continue }
            let draft = try #require(proved.proof, "\(example): \(proved.reason ?? "")")
            let statement = ProofStatement(query, network: network.digest, networkFile: "random", method: "bab")
            let (proof, report) = try ProofCheck.seal(draft, of: statement, on: network, Self.exact)
            #expect(try ProofCheck.check(proof, of: statement, on: network) == report)
            (splits, proofs) = (splits + report.splits, proofs + 1)
            // Beyond the radius at which it was falsified, the same evidence proves nothing.
            var larger = statement
            larger.perturbation.epsilon /= 0.9
            if query.perturbation.epsilon < 1 {
                #expect(throws: ProofFault.self) { try ProofCheck.seal(proof, of: larger, on: network) }
            }
        }
        #expect(splits > 20 && proofs > 40, "\(splits) splits, \(proofs) proofs")
    }

    /// Random multipliers on random parts, every bound confirmed without rounding.
    @Test(arguments: cases(30, methods: ["lp-all"]), [0.0, 1e-3, 0.1, 1])
    func `no bound is above the one without rounding`(_ example: ProofCase, _ noise: Double) throws {
        var generator = SeededGenerator(seed: example.seed)
        let whole = try example.network()
        var query = example.query(on: whole)
        let network = try whole.twoClasses(query.label, (query.label + 1) % 3)
        query.label = 0
        let units = network.everyUnit
        let statement = ProofStatement(query, network: network.digest, networkFile: "random", method: "none")
        for _ in 0..<5 {
            let values = units.map { _ in generator.unitFloat() < 0.2 ? .nan : noise * generator.normal() }
            let splits = network.randomTree(
                units, depth: 2, network.multipliers(values, at: units, &generator), &generator)
            let draft = RobustnessProof(
                units: units, stages: [], classes: [ClassProof(adversarial: 1, tree: splits)])
            do throws(ProofFault) {
                _ = try ProofCheck.seal(draft, of: statement, on: network, Self.exact)
            } catch {
                guard case .notPositive = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }

    @Test func `a half beyond the ball is empty`() throws {
        // margin = x − 1/8 around (1/2, 1/2), with ε = 5/16 smallest at x = 3/16.
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 0]), bias: [-0.125, 0])
        let network = try builder.build()
        let sample = Sample(id: SampleID(dataset: "x", split: "test", index: 0), label: 0, pixels: [0.5, 0.5])
        let query = Query(sample: sample, label: 0, perturbation: PerturbationSet(norm: .two, epsilon: 0.3125))
        let statement = ProofStatement(query, network: network.digest, networkFile: "x", method: "none")
        let leaf = ProofTree.Node.leaf(ProofLeaf(.substitution(.adaptive)))
        // x ≥ 13/16 and y ≥ 13/16 has no point of the ball; the other parts have their own margins.
        let tree = ProofTree(nodes: [
            .split(.input(0, at: 0.8125)), .split(.input(1, at: 0.8125)), leaf, leaf, leaf,
        ])
        let draft = RobustnessProof(units: [], stages: [], classes: [ClassProof(adversarial: 1, tree: tree)])
        let report = try ProofCheck.seal(draft, of: statement, on: network, Self.exact).report
        #expect(abs(report.smallestBound - 0.0625) < 1e-9, "\(report.smallestBound)")
    }
}
