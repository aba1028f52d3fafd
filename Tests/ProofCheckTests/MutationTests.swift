import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing

/// Changed proofs, with every digest made to fit again.
///
/// A change can be without effect on any bound: where the Lagrangian is flat, or where a margin is constant around its
/// sample. Then the proof is as good as before. All other changes must be refused, and there must be many of them.
@Suite struct MutationTests {
    private static let cases = ProofCase.all(24)

    /// Whether the bounds that `proof` gives are, up to rounding, those that it states.
    private func isUnaffected(_ proof: RobustnessProof, _ statement: ProofStatement, _ network: Network) -> Bool {
        guard let sealed = try? ProofCheck.seal(proof, of: statement, on: network).proof else { return false }
        return zip(sealed.claims, proof.claims).allSatisfy { abs($0 - $1) <= 1e-8 * (1 + abs($0)) }
    }

    private func isAccepted(_ proof: RobustnessProof, _ statement: ProofStatement, _ network: Network) -> Bool {
        (try? ProofCheck.check(proof, of: statement, on: network)) != nil
    }

    @Test func `a changed multiplier is refused`() throws {
        var (changed, unaffected) = (0, 0)
        for example in Self.cases {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            for place in 0..<proof.multiplierCount {
                for step in [0.1, -0.1] {
                    let mutant = proof.changingMultiplier(place, by: step)
                    changed += 1
                    if isUnaffected(mutant, statement, network) {
                        unaffected += 1
                    } else {
                        #expect(!isAccepted(mutant, statement, network), "\(example), multiplier \(place)")
                    }
                }
            }
        }
        #expect(changed - unaffected > 500, "\(unaffected) of \(changed) changes have no effect")
    }

    @Test func `a changed split is refused`() throws {
        var (changed, unaffected) = (0, 0)
        for example in ProofCase.all(150, methods: ["bab"]) {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            // Every change costs a check: small trees only.
            for (index, tree) in proof.classes.map(\.tree).enumerated() where tree.nodes.count < 32 {
                for (position, node) in tree.nodes.enumerated() {
                    guard case .split(.unit(let unit)) = node else { continue }
                    func expectRefusal(_ nodes: [ProofTree.Node], _ what: String) {
                        var mutant = proof
                        mutant.classes[index].tree.nodes = nodes
                        changed += 1
                        if isUnaffected(mutant, statement, network) {
                            unaffected += 1
                        } else {
                            #expect(!isAccepted(mutant, statement, network), "\(example), \(what)")
                        }
                    }
                    var other = tree.nodes
                    other[position] = .split(.unit((unit + 1) % max(proof.units.count, 2)))
                    expectRefusal(other, "another unit")
                    other[position] = .split(.input(0, at: Double(statement.sample.pixels[0])))
                    expectRefusal(other, "an input instead")
                    other[position] = .split(.unit(proof.units.count))
                    #expect(!isAccepted(proof.replacing(index, other), statement, network))
                    if case .leaf = tree.nodes[position + 1] {
                        // A half left out: its sibling is claimed for the whole.
                        expectRefusal(
                            Array(tree.nodes[..<position] + tree.nodes[(position + 2)...]), "without its first half")
                    }
                }
                // Structure alone.
                #expect(!isAccepted(proof.replacing(index, Array(tree.nodes.dropLast())), statement, network))
                #expect(!isAccepted(proof.replacing(index, tree.nodes + [tree.nodes[0]]), statement, network))
                #expect(!isAccepted(proof.replacing(index, []), statement, network))
            }
        }
        #expect(changed - unaffected > 60, "\(unaffected) of \(changed) changes have no effect")
    }

    @Test func `a changed bound is refused`() throws {
        for example in Self.cases {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            for place in proof.claims.indices {
                for step in [1e-3, -1e-3, -.infinity, .nan] {
                    let mutant = proof.changingClaim(place, by: step)
                    #expect(!isAccepted(mutant, statement, network), "\(example), claim \(place) by \(step)")
                }
            }
        }
    }

    @Test func `a changed statement is refused`() throws {
        var (changed, unaffected) = (0, 0)
        for example in Self.cases {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            var stale = statement
            stale.sample.pixels[0] += 0.01
            #expect(!isAccepted(proof, stale, network))
            var mutants = [ProofStatement]()
            for index in statement.sample.pixels.indices {
                var mutant = statement
                mutant.sample.pixels[index] += mutant.sample.pixels[index] > 0.5 ? -0.05 : 0.05
                mutants.append(mutant)
            }
            for factor in [0.5, 1.5] {
                var mutant = statement
                mutant.perturbation.epsilon *= factor
                mutants.append(mutant)
            }
            for var mutant in mutants {
                mutant.sampleDigest = mutant.sample.digest
                changed += 1
                if isUnaffected(proof, mutant, network) {
                    unaffected += 1
                } else {
                    #expect(!isAccepted(proof, mutant, network), "\(example)")
                }
            }
            var label = statement
            label.label = (label.label + 1) % network.classCount
            #expect(!isAccepted(proof, label, network))
            label.label = 17
            #expect(!isAccepted(proof, label, network))
            var nonsense = statement
            nonsense.perturbation.epsilon = .nan
            #expect(!isAccepted(proof, nonsense, network))
            var part = proof
            part.classes.removeLast()
            #expect(!isAccepted(part, statement, network))
            part.classes.append(proof.classes[0])
            #expect(!isAccepted(part, statement, network))
        }
        #expect(changed - unaffected > 100, "\(unaffected) of \(changed) changes have no effect")
    }

    @Test func `a changed weight is refused`() throws {
        var (changed, unaffected) = (0, 0)
        for example in Self.cases {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            for place in 0..<network.linearCount {
                let other = try network.changingWeight(ofLinear: place)
                #expect(!isAccepted(proof, statement, other), "the digest alone says so")
                var statement = statement
                statement.network = other.digest
                changed += 1
                if isUnaffected(proof, statement, other) {
                    unaffected += 1
                } else {
                    #expect(!isAccepted(proof, statement, other), "\(example), layer \(place)")
                }
            }
        }
        #expect(changed - unaffected > 50, "\(unaffected) of \(changed) changes have no effect")
    }

    @Test func `evidence that does not fit is refused`() throws {
        let example = try #require(
            try ProofCase.all(40, methods: ["lp-all"]).first {
                try $0.sealed()?.proof.stages.contains { !$0.programmed.isEmpty } ?? false
            })
        let (proof, statement, network) = try #require(try example.sealed())
        func expectRefusal(_ change: (inout RobustnessProof) -> Void) {
            var mutant = proof
            change(&mutant)
            #expect(throws: ProofFault.self) { try ProofCheck.check(mutant, of: statement, on: network) }
            #expect(throws: ProofFault.self) { try ProofCheck.seal(mutant, of: statement, on: network) }
        }
        expectRefusal { $0.units.reverse() }
        expectRefusal { $0.units.append(ProofUnit(stage: 99, value: 0, preActivation: 0)) }
        expectRefusal { $0.units[0].preActivation = 1000 }
        expectRefusal { $0.units.removeLast() }
        expectRefusal { $0.stages.append($0.stages[0]) }
        expectRefusal { $0.stages.append(StageEvidence(stage: network.lowered.outputStage, line: .parallel)) }
        expectRefusal { $0.stages[0].substituted = [1000] }
        let stage = try #require(proof.stages.firstIndex { !$0.programmed.isEmpty })
        expectRefusal { $0.stages[stage].programmed[0].neuron = -1 }
        expectRefusal { $0.stages[stage].programmed[0].multipliers = .double([]) }
        expectRefusal {
            let count = $0.stages[stage].programmed[0].multipliers.count
            $0.stages[stage].programmed[0].multipliers = .double(Array(repeating: .infinity, count: count))
        }
    }
}
