import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// `bab`, `milp` and enumeration on 200 random networks of every family, and the proofs of all that `bab` proves.
@Suite struct ThousandNetworksTests {
    /// Twenty networks of one family.
    struct Batch: CustomTestStringConvertible, Sendable {
        let family: RandomNetworks.Family
        let first: UInt64

        var testDescription: String { "\(family), seeds \(first) to \(first + 19)" }

        static let all = RandomNetworks.Family.allCases.flatMap { family in
            (0..<10).map { Batch(family: family, first: 1000 + 20 * $0) }
        }

        var cases: [ProofCase] {
            (first..<first + 20).map { ProofCase(family: family, seed: $0, method: "bab", norm: .infinity) }
        }
    }

    /// As it comes, and with planes over the inputs from the first split on.
    private static let methods: [(String, [String: OptionValue])] = [
        ("bab", [:]), ("bab", ["planes": .integer(1), "attack-steps": .integer(0)]), ("milp", [:]),
    ]

    @Test func `there are a thousand and more`() { #expect(Batch.all.reduce(0) { $0 + $1.cases.count } == 1400) }

    @Test(arguments: Batch.all)
    func `bab, milp and enumeration agree`(_ batch: Batch) throws {
        for example in batch.cases {
            let network = try example.network()
            let query = example.query(on: network)
            let exact = PolygonOracle.worstMargin(of: network, query: query)
            for (method, options) in Self.methods {
                let worst = try answer(
                    method, query, on: network, options.merging(["objective": .text("worst-margin")]) { $1 })
                let lower = try #require(worst.marginLower, "\(method), \(example)")
                let upper = try #require(worst.marginUpper, "\(method), \(example)")
                let tolerance = 1e-6 * (1 + abs(exact))
                #expect(abs(lower - exact) <= tolerance, "\(method), \(example): lower \(lower), exact \(exact)")
                #expect(abs(upper - exact) <= tolerance, "\(method), \(example): upper \(upper), exact \(exact)")
                // Closer to 0 than that, either verdict is right up to rounding.
                guard abs(exact) > tolerance else { continue }
                var question = query
                question.measure = .verdict
                for verdict in [worst.verdict, try answer(method, question, on: network, options).verdict] {
                    #expect(verdict == (exact > 0 ? .robust : .falsified), "\(method), \(example), exact \(exact)")
                }
            }
        }
    }

    @Test(arguments: Batch.all)
    func `proofs pass, and with one multiplier, split or weight changed they do not`(_ batch: Batch) throws {
        for example in batch.cases {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            _ = try ProofCheck.check(proof, of: statement, on: network)
            for place in stride(from: Int(example.seed % 7), to: proof.multiplierCount, by: 7) {
                try expectRefusal(proof.changingMultiplier(place, by: 0.25), statement, network, example)
            }
            for place in stride(from: Int(example.seed % 3), to: proof.planeCount, by: 3) {
                let mutant = proof.changingPlane(place) { $0[0] = $0[0] > 127 ? $0[0] - 100 : $0[0] + 100 }
                try expectRefusal(mutant, statement, network, example)
                #expect(!isAccepted(proof.changingPlane(place) { $0.removeLast() }, statement, network))
            }
            for (index, tree) in proof.classes.map(\.tree).enumerated() {
                guard case .split(.unit(let unit)) = tree.nodes[0] else { continue }
                var nodes = tree.nodes
                nodes[0] = .split(.unit((unit + 1) % max(proof.units.count, 2)))
                try expectRefusal(proof.replacing(index, nodes), statement, network, example)
                #expect(!isAccepted(proof.replacing(index, Array(nodes.dropLast())), statement, network))
            }
            for place in 0..<network.linearCount {
                let other = try network.changingWeight(ofLinear: place)
                #expect(!isAccepted(proof, statement, other), "\(example): the digest alone says so")
                var statement = statement
                statement.network = other.digest
                try expectRefusal(proof, statement, other, example)
            }
        }
    }

    /// A change without effect on any bound leaves a proof as good as before; every other one must be refused.
    private func expectRefusal(
        _ mutant: RobustnessProof, _ statement: ProofStatement, _ network: Network, _ example: ProofCase
    ) throws {
        if let sealed = try? ProofCheck.seal(mutant, of: statement, on: network).proof,
            zip(sealed.claims, mutant.claims).allSatisfy({ abs($0 - $1) <= 1e-8 * (1 + abs($0)) })
        {
            return
        }
        #expect(!isAccepted(mutant, statement, network), "\(example)")
    }

    private func isAccepted(_ proof: RobustnessProof, _ statement: ProofStatement, _ network: Network) -> Bool {
        (try? ProofCheck.check(proof, of: statement, on: network)) != nil
    }

    private func answer(
        _ method: String, _ query: Query, on network: Network, _ options: [String: OptionValue] = [:]
    ) throws -> Outcome {
        let descriptor = try #require(MethodRegistry.catalog[method])
        let verifier = try #require(MethodRegistry.make(MethodCall(descriptor, options: options)))
        return verifier.verify([query], on: network, until: .never)[0]
    }
}
