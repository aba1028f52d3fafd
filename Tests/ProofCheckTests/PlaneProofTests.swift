import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// Searches that are recorded keep their planes of later ReLUs, and nothing about one can be made up.
@Suite struct PlaneProofTests {
    private static let sealed = Result { try PlaneCase.all(40).compactMap { try $0.sealed() } }

    @Test func `proofs with planes pass, in doubles and exactly`() throws {
        let sealed = try Self.sealed.get()
        #expect(sealed.count >= 6, "only \(sealed.count) proofs")
        for example in sealed {
            #expect(example.exact > 0 && example.report.smallestBound > 0 && example.report.planes > 0)
            for isExact in [false, true] {
                let report = try ProofCheck.check(
                    example.proof, of: example.statement, on: example.network, ProofCheckOptions(isExact: isExact))
                #expect(report == example.report)
            }
            // The part with the worst point has a leaf.
            #expect(example.report.smallestBound <= example.exact + 1e-12 * (1 + example.exact))
            let file = ProofFile.bytes(of: Proof(statement: example.statement, content: .robust(example.proof)))
            #expect(file[8] == 5 || file[8] == 6)
            #expect(ProofFile.bytes(of: try ProofFile.proof(from: file)) == file)
        }
    }

    /// Planes over normalised pixels are as good as those over the pixels themselves, and are held to as much.
    @Test func `planes of scaled inputs pass, and changed ones do not`() throws {
        let sealed = try Self.sealed.get().filter(\.isNormalised)
        #expect(sealed.count >= 2, "only \(sealed.count) proofs")
        var (changed, refused) = (0, 0)
        for example in sealed {
            let count = example.proof.planeCount
            #expect(count > 0)
            for plane in stride(from: 0, to: count, by: max(count / 20, 1)) {
                let mutant = example.proof.changingPlane(plane) { weights in
                    for index in weights.indices { weights[index] = 255 - weights[index] }
                }
                changed += 1
                if example.fault(of: mutant) != nil {
                    refused += 1
                }
                // A multiplier that is 0 uses no plane.
                else {
                    #expect(example.isUnaffected(mutant) || example.exact > 0)
                }
            }
        }
        #expect(refused > changed / 4, "\(refused) of \(changed)")
    }

    @Test func `without its planes a proof is refused`() throws {
        for example in try Self.sealed.get() {
            for (tree, _) in example.proof.usedPlanes {
                // What is left without multipliers is another bound; multipliers without planes are none.
                let without = example.proof.changingPlaneMultipliers(of: tree) { $0 = [] }
                #expect(example.isUnaffected(without) || example.fault(of: without) != nil)
                var bare = example.proof
                bare.classes[tree].tree.planes = []
                #expect(example.fault(of: bare)?.description.contains("of 0 planes") == true)
            }
        }
    }

    @Test func `a changed plane is refused`() throws {
        var (changed, unaffected) = (0, 0)
        for example in try Self.sealed.get() {
            func expectRefusal(_ mutant: RobustnessProof, _ what: String) {
                changed += 1
                if example.isUnaffected(mutant) {
                    unaffected += 1
                    return
                }
                #expect(example.fault(of: mutant) != nil, "\(what)")
                // Which takes longer.
                guard changed % 8 == 0 else { return }
                #expect(example.fault(of: mutant, isExact: true) != nil, "\(what), exactly")
            }
            let proof = example.proof
            for (tree, plane) in proof.usedPlanes.prefix(1) {
                let found = proof.classes[tree].tree.planes[plane]
                for weight in found.weights.indices {
                    for step in [0.125, -0.125] as [Float] {
                        let mutant = proof.changingPlane(of: tree, plane) { $0.weights[weight] += step }
                        expectRefusal(mutant, "a slope")
                    }
                }
                expectRefusal(proof.changingPlane(of: tree, plane) { $0.active += 0.25 }, "κ")
                expectRefusal(proof.changingPlane(of: tree, plane) { $0.inactive += 0.25 }, "κ′")
                for factor in [0.5, 0.9, 1.5, 100] as [Float] {
                    let mutant = proof.changingPlaneMultipliers(of: tree) {
                        if plane < $0.count { $0[plane] *= factor }
                    }
                    expectRefusal(mutant, "a multiplier")
                }
                // Another ReLU that reads as many values.
                for stage in example.network.lowered.reluStages {
                    for neuron in example.network.lowered.stages[stage].bias.indices {
                        let mutant = proof.changingPlane(of: tree, plane) { ($0.stage, $0.neuron) = (stage, neuron) }
                        if (stage, neuron) != (found.stage, found.neuron) { expectRefusal(mutant, "another ReLU") }
                    }
                }
            }
        }
        #expect(changed > 200 && changed - unaffected > 100, "\(unaffected) of \(changed) changes have no effect")
    }

    @Test func `what is no plane, and no multiplier of one, is named`() throws {
        let example = try #require(try Self.sealed.get().first)
        let (tree, plane) = try #require(example.proof.usedPlanes.first)
        let outputStage = example.network.lowered.outputStage
        func expectFault(_ words: String, _ mutant: RobustnessProof) {
            for isExact in [false, true] {
                let fault = example.fault(of: mutant, isExact: isExact)
                guard case .malformed = fault else {
                    Issue.record("\(words): \(String(describing: fault))")
                    return
                }
                #expect(fault?.description.contains(words) == true, "\(String(describing: fault))")
            }
            #expect(throws: ProofFault.self) {
                try ProofCheck.seal(mutant, of: example.statement, on: example.network)
            }
        }
        func expectPlaneFault(_ words: String, _ change: (inout ProofPlane) -> Void) {
            let name = "class \(example.proof.classes[tree].adversarial), plane \(plane): "
            expectFault(name, example.proof.changingPlane(of: tree, plane, change))
            expectFault(words, example.proof.changingPlane(of: tree, plane, change))
        }
        for stage in [0, outputStage, outputStage + 1, -1, .max, .min] {
            expectPlaneFault("is no ReLU below stage \(outputStage)") { $0.stage = stage }
        }
        for neuron in [-1, 10_000, .max, .min] { expectPlaneFault("is no ReLU") { $0.neuron = neuron } }
        expectPlaneFault("weights, and neuron") { $0.weights.removeLast() }
        expectPlaneFault("weights, and neuron") { $0.weights.append(0) }
        expectPlaneFault("0 weights") { $0.weights = [] }
        for value in [.nan, .infinity, -.infinity] as [Float] {
            expectPlaneFault("weight 0 is") { $0.weights[0] = value }
        }
        for value in [.nan, .infinity, -1e-9] as [Double] {
            expectPlaneFault("κ is") { $0.active = value }
            expectPlaneFault("κ′ is") { $0.inactive = value }
        }
        for value in [.nan, .infinity, -.infinity, 1e-9] as [Float] {
            let mutant = example.proof.changingPlaneMultipliers(of: tree) { if plane < $0.count { $0[plane] = value } }
            expectFault("must be finite and ≤ 0", mutant)
        }
        let count = example.proof.classes[tree].tree.planes.count
        let more = example.proof.changingPlaneMultipliers(of: tree) {
            $0 = Array(repeating: 0, count: count + 1)
        }
        expectFault("\(count + 1) multipliers of \(count) planes", more)
        var mixed = example.proof
        mixed.classes[tree].tree.nodes = [
            .leaf(ProofLeaf(.substitution(.adaptive), planeMultipliers: [-1], claim: 1e-9))
        ]
        expectFault("beside backward substitution", mixed)
    }

    /// Numbers that are finite and no more than that.
    @Test func `numbers that overflow are refused`() throws {
        let example = try #require(try Self.sealed.get().first)
        let (tree, plane) = try #require(example.proof.usedPlanes.first)
        let mutants = [
            example.proof.changingPlane(of: tree, plane) { $0.active = .greatestFiniteMagnitude },
            example.proof.changingPlane(of: tree, plane) { $0.inactive = .greatestFiniteMagnitude },
            example.proof.changingPlane(of: tree, plane) {
                $0.weights = $0.weights.map { _ in .greatestFiniteMagnitude }
            },
            example.proof.changingPlaneMultipliers(of: tree) {
                if plane < $0.count { $0[plane] = -.greatestFiniteMagnitude }
            },
        ]
        for mutant in mutants {
            #expect(example.fault(of: mutant) != nil && example.fault(of: mutant, isExact: true) != nil)
        }
    }

    @Test func `a plane that stands there twice, or that no leaf uses, does no harm`() throws {
        for example in try Self.sealed.get() {
            for (tree, plane) in example.proof.usedPlanes.prefix(2) {
                var more = example.proof
                more.classes[tree].tree.planes.append(more.classes[tree].tree.planes[plane])
                #expect(example.fault(of: more) == nil && example.fault(of: more, isExact: true) == nil)
                // Half its multiplier each.
                let count = example.proof.classes[tree].tree.planes.count
                let shared = more.changingPlaneMultipliers(of: tree) {
                    guard plane < $0.count else { return }
                    $0 += Array(repeating: 0, count: count + 1 - $0.count)
                    $0[plane] /= 2
                    $0[count] = $0[plane]
                }
                #expect(example.isUnaffected(shared) && example.fault(of: shared) == nil)
            }
        }
    }

    /// The bounds without rounding are those of doubles, and a little more.
    @Test func `proofs without rounding have planes too`() throws {
        for example in try Self.sealed.get().prefix(6) {
            var draft = example.proof
            draft.isUnrounded = true
            let (proof, report) = try ProofCheck.seal(draft, of: example.statement, on: example.network)
            #expect(proof.isUnrounded && report.smallestBound >= example.report.smallestBound)
            #expect(
                report.smallestBound <= example.report.smallestBound + 1e-8 && report.smallestBound <= example.exact)
            for isExact in [false, true] {
                let again = try ProofCheck.check(
                    proof, of: example.statement, on: example.network, ProofCheckOptions(isExact: isExact))
                #expect(again == report)
            }
        }
    }

    @Test func `recording changes no answer`() throws {
        for example in PlaneCase.all(20) {
            let network = try example.network()
            let (query, exact) = example.query(on: network)
            let plain = example.verifier.verify([query], on: network, until: .never)[0]
            #expect(exact > 0 && plain.verdict == .robust)
            #expect(example.verifier.prove(query, on: network, until: .never).outcome.verdict == .robust)
        }
    }
}
