import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing

/// Changed proofs of given properties, with every digest made to fit again: refused, unless no bound depends on the change.
@Suite struct GivenMutationTests {
    private struct Tally {
        var (changed, unaffected) = (0, 0)

        /// Expects that `proofs` are refused, or that they give the bounds that they state.
        mutating func judge(
            _ proofs: [RobustnessProof], _ statement: ProofStatement, _ network: Network, _ what: String
        ) {
            changed += 1
            if let sealed = try? ProofCheck.seal(proofs, of: statement, on: network).proofs,
                zip(sealed.flatMap(\.claims), proofs.flatMap(\.claims)).allSatisfy({
                    abs($0 - $1) <= 1e-8 * (1 + abs($0))
                })
            {
                return unaffected += 1
            }
            #expect(!GivenMutationTests.isAccepted(proofs, statement, network), "\(what)")
        }
    }

    private static func isAccepted(
        _ proofs: [RobustnessProof], _ statement: ProofStatement, _ network: Network
    ) -> Bool {
        (try? ProofCheck.check(proofs, of: statement, on: network)) != nil
    }

    private static let cases = GivenProofCase.all(60)

    /// Every change of one node of a tree.
    private func changes(of nodes: [ProofTree.Node]) -> [[ProofTree.Node]] {
        var result = [[ProofTree.Node]]()
        for (position, node) in nodes.enumerated() {
            func replacing(_ node: ProofTree.Node) {
                var changed = nodes
                changed[position] = node
                result.append(changed)
            }
            var fewer = nodes
            fewer.remove(at: position)
            result.append(fewer)
            switch node {
            case .split(.input(let input, let value)):
                for moved in [value + 0.05, value - 0.05] { replacing(.split(.input(input, at: moved))) }
                replacing(.split(.input(input + 1, at: value)))
            case .split(.unit), .leaf: break
            case .box(let stages):
                replacing(.box([]))
                replacing(.box(Array(stages.dropLast())))
            }
        }
        return result
    }

    @Test func `changed trees are refused`() throws {
        var tally = Tally()
        for example in Self.cases {
            guard let (proofs, statement, network) = try example.sealed() else { continue }
            for (part, proof) in proofs.enumerated() {
                for (index, tree) in proof.classes.map(\.tree).enumerated() where tree.nodes.count < 24 {
                    for nodes in changes(of: tree.nodes) {
                        var mutant = proofs
                        mutant[part] = proof.replacing(index, nodes)
                        tally.judge(mutant, statement, network, "\(example), part \(part), class \(index)")
                    }
                }
                for multiplier in 0..<min(proof.multiplierCount, 24) {
                    var mutant = proofs
                    mutant[part] = proof.changingMultiplier(multiplier, by: 0.1)
                    tally.judge(mutant, statement, network, "\(example), multiplier \(multiplier)")
                }
                for claim in proof.claims.indices.prefix(8) {
                    var mutant = proofs
                    mutant[part] = proof.changingClaim(claim, by: 1e-3)
                    #expect(!Self.isAccepted(mutant, statement, network), "\(example), claim \(claim)")
                }
            }
        }
        #expect(tally.changed - tally.unaffected > 300, "\(tally)")
    }

    @Test func `changed statements are refused`() throws {
        var tally = Tally()
        for example in Self.cases {
            guard let (proofs, statement, network) = try example.sealed(), let given = statement.sample.given
            else { continue }
            for part in given.parts.indices {
                for input in 0..<given.inputCount {
                    var (wider, moved) = (given, given)
                    wider.parts[part].box.upper[input] += 0.1
                    moved.parts[part].box.lower[input] -= 0.1
                    for mutant in [wider, moved] {
                        tally.judge(proofs, fitting(mutant, statement), network, "\(example), box \(part)")
                    }
                }
                for clause in given.parts[part].clauses.indices {
                    var mutant = given
                    mutant.parts[part].clauses[clause][0].constant -= 0.3
                    tally.judge(proofs, fitting(mutant, statement), network, "\(example), clause \(clause)")
                    guard given.parts[part].clauses.count > 1 else { continue }
                    mutant = given
                    mutant.parts[part].clauses.remove(at: clause)
                    #expect(!Self.isAccepted(proofs, fitting(mutant, statement), network), "\(example)")
                }
            }
            // Numbers changed without their digest, parts and classes left out.
            var stale = statement
            stale.sample.given?.parts[0].box.upper[0] += 1e-9
            #expect(!Self.isAccepted(proofs, stale, network))
            #expect(!Self.isAccepted(Array(proofs.dropLast()), statement, network))
            #expect(!Self.isAccepted(proofs + [proofs[0]], statement, network))
            var fewer = proofs
            fewer[0].classes.removeLast()
            #expect(!Self.isAccepted(fewer, statement, network))
            let other = try network.changingWeight(ofLinear: 1)
            #expect(!Self.isAccepted(proofs, statement, other))
        }
        #expect(tally.changed - tally.unaffected > 100, "\(tally)")
    }

    private func fitting(_ given: GivenProperty, _ statement: ProofStatement) -> ProofStatement {
        var statement = statement
        statement.sample.given = given
        statement.sample.pixels = given.centre
        statement.sampleDigest = given.digest
        return statement
    }

    @Test func `evidence of another kind than the statement is refused`() throws {
        let example = try #require(try Self.cases.first { try $0.sealed() != nil })
        let (proofs, statement, network) = try #require(try example.sealed())
        func isRefused(_ content: Proof.Content, _ statement: ProofStatement) -> Bool {
            !ProofCheck.examine(Proof(statement: statement, content: content), on: network).isAccepted
        }
        #expect(!isRefused(.holds(proofs), statement))
        #expect(isRefused(.robust(proofs[0]), statement))
        var plain = statement
        plain.sample.given = nil
        plain.sampleDigest = plain.sample.digest
        #expect(isRefused(.holds(proofs), plain))
        for change in [
            { (statement: inout ProofStatement) in statement.perturbation.epsilon = 0.5 },
            { $0.perturbation.norm = .two }, { $0.perturbation.domain = .unit }, { $0.sample.pixels[0] += 1 },
        ] {
            var mutant = statement
            change(&mutant)
            #expect(isRefused(.holds(proofs), mutant))
        }
    }

    @Test func `boxes that are out of place are refused`() throws {
        let example = try #require(
            try Self.cases.first { example in
                guard let (proofs, _, _) = try example.sealed() else { return false }
                if case .box? = proofs[0].classes[0].tree.nodes.first { return true } else { return false }
            })
        let (proofs, statement, network) = try #require(try example.sealed())
        func isRefused(_ change: (inout RobustnessProof) -> Void) -> Bool {
            var mutant = proofs
            change(&mutant[0])
            return !Self.isAccepted(mutant, statement, network)
        }
        let nodes = proofs[0].classes[0].tree.nodes
        guard case .box(let stages)? = nodes.first else { return }
        func isRefusedBox(_ stages: [StageEvidence]) -> Bool {
            isRefused { $0.classes[0].tree.nodes[0] = .box(stages) }
        }
        #expect(!isRefusedBox(stages))
        #expect(isRefused { $0.classes[0].tree.nodes.insert(.box(stages), at: 0) }, "a box below a box")
        #expect(isRefused { $0.classes[0].tree.nodes.append(.box(stages)) })
        #expect(isRefusedBox([StageEvidence(stage: 0, line: .adaptive)]))
        #expect(isRefusedBox([StageEvidence(stage: 99, line: .adaptive)]))
        #expect(isRefusedBox([StageEvidence(stage: 2, line: .adaptive), StageEvidence(stage: 1, line: .adaptive)]))
        #expect(isRefusedBox([StageEvidence(stage: 1, line: .adaptive, substituted: [1 << 40])]))
        let search = SearchedBound(neuron: 0, side: .lower, tree: ProofTree(ProofLeaf(.substitution(.adaptive))))
        #expect(isRefusedBox([StageEvidence(stage: 1, line: .adaptive, searched: [search])]))
        let inner = ProofTree(nodes: [.box([]), .leaf(ProofLeaf(.multipliers(.double([])), claim: -9))])
        let stage = StageEvidence(
            stage: 1, line: .adaptive, searched: [SearchedBound(neuron: 0, side: .lower, tree: inner)])
        #expect(isRefused { $0.stages = [stage] }, "a box in a search for a bound")
    }

    /// What a few bytes ask for must not fill the memory.
    @Test func `properties that are far too large are refused`() throws {
        let network = try GivenProofCase(seed: 0).network()
        let forms = Array(repeating: LinearForm([0: 1]), count: 20_000)
        let given = GivenProperty(parts: [
            GivenProperty.Part(box: Box(lower: [0, 0], upper: [1, 1]), clauses: [forms])
        ])
        let question = GivenProofCase.question(given, 0, 2)
        let statement = GivenProofCase.statement(question, network)
        #expect(throws: ProofFault.self) { try ProofCheck.check(witness: [0, 0], of: statement, on: network) }
        for part in [
            GivenProperty.Part(box: Box(lower: [0, 0], upper: [1, 1]), clauses: [[LinearForm([0: 1e300])]]),
            GivenProperty.Part(box: Box(lower: [0, 1e300], upper: [1, 1e300]), clauses: [[LinearForm([0: 1])]]),
            GivenProperty.Part(box: Box(lower: [0, 0], upper: [1, 1e300]), clauses: [[LinearForm([0: 1])]]),
            GivenProperty.Part(box: Box(lower: [0, 0], upper: [1, 1]), clauses: [[LinearForm([7: 1])]]),
            GivenProperty.Part(
                box: Box(lower: [0, 0], upper: [1, 1]), clauses: [[LinearForm([0: 1], inputs: [2: 1])]]),
            GivenProperty.Part(box: Box(lower: [0], upper: [1]), clauses: [[LinearForm([0: 1])]]),
        ] {
            let question = GivenProofCase.question(GivenProperty(parts: [part]), 0, part.box.count)
            let statement = GivenProofCase.statement(question, network)
            let leaf = ProofTree(ProofLeaf(.substitution(.adaptive)))
            let draft = RobustnessProof(units: [], stages: [], classes: [ClassProof(adversarial: 1, tree: leaf)])
            #expect(throws: ProofFault.self) { try ProofCheck.seal([draft], of: statement, on: network) }
        }
    }
}
