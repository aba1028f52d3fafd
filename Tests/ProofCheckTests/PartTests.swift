import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// Parts of a set that narrow the input, and bounds derived again on them.
@Suite struct PartTests {
    /// Halves the box along its longest side until substitution with bounds of its own proves every part.
    private func tree(
        _ lower: [Double], _ upper: [Double], depth: Int, _ isProved: ([Double], [Double]) -> Bool,
        _ derivations: [StageEvidence]
    ) -> ProofTree {
        if depth == 0 || isProved(lower, upper) {
            return ProofTree(ProofLeaf(.substitution(.adaptive), derivations: derivations))
        }
        let input = upper[0] - lower[0] > upper[1] - lower[1] ? 0 : 1
        let middle = (lower[input] + upper[input]) / 2
        var (raised, lowered) = (lower, upper)
        raised[input] = middle
        lowered[input] = middle
        return ProofTree(
            nodes: [.split(.input(input, at: middle))]
                + tree(raised, upper, depth: depth - 1, isProved, derivations).nodes
                + tree(lower, lowered, depth: depth - 1, isProved, derivations).nodes)
    }

    @Test func `splits of inputs with bounds of their own`() throws {
        var (proofs, refused) = (0, 0)
        for example in ProofCase.all(40, methods: ["lp-all"]) {
            let network = try example.network()
            let query = example.query(on: network)
            let exact = PolygonOracle.worstMargin(of: network, query: query)
            guard exact > 0.02 else { continue }
            let stages = (1..<network.lowered.outputStage).map { stage in
                StageEvidence(
                    stage: stage, line: .adaptive,
                    substituted: Array(0..<network.lowered.stages[stage].preActivations))
            }
            let pixels = query.sample.pixels.map(Double.init)
            let lower = pixels.map { max(0, $0 - example.epsilon) }
            let upper = pixels.map { min(1, $0 + example.epsilon) }
            let uniform = tree(lower, upper, depth: 6, { _, _ in false }, stages)
            let classes = (0..<3).filter { $0 != query.label }.map { ClassProof(adversarial: $0, tree: uniform) }
            let draft = RobustnessProof(units: [], stages: stages, classes: classes)
            let statement = ProofStatement(query, network: network.digest, networkFile: "random", method: "none")
            guard let (proof, report) = try? ProofCheck.seal(draft, of: statement, on: network) else { continue }
            proofs += 1
            #expect(report.leaves == 128 && report.depth == 6)
            // The parts together are no better than the set.
            #expect(report.smallestBound <= exact + 1e-12)
            #expect(report.smallestBound >= 0.2 * exact - 0.2, "\(report.smallestBound), exact \(exact)")
            #expect(try ProofCheck.check(proof, of: statement, on: network) == report)
            // Another cut of the first split leaves the bounds of its parts behind, unless margins are constant.
            var mutant = proof
            mutant.classes[0].tree.nodes[0] = .split(.input(0, at: upper[0] + 0.5))
            do throws(ProofFault) {
                let report = try ProofCheck.check(mutant, of: statement, on: network)
                #expect(report.smallestBound >= proof.claims.reduce(.infinity, min))
            } catch { refused += 1 }
        }
        #expect(proofs > 40 && refused > 20, "\(refused) of \(proofs)")
    }

    /// z₁ = x − 0.4 and z₂ = x − 0.6: z₁ ≤ 0 and z₂ ≥ 0 exclude each other.
    @Test func `an empty part needs a certificate`() throws {
        var builder = NetworkBuilder(input: [1])
        try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [1, 1]), bias: [-0.4, -0.6])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [0, 1, 0, 0]), bias: [1, 0])
        let network = try builder.build()
        let sample = Sample(id: SampleID(dataset: "x", split: "test", index: 0), label: 0, pixels: [0.5])
        let query = Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 0.3))
        let statement = ProofStatement(query, network: network.digest, networkFile: "x", method: "none")
        let units = (0..<2).map { ProofUnit(stage: 1, value: $0, preActivation: $0) }
        let plain = ProofTree.Node.leaf(ProofLeaf(.substitution(.adaptive)))
        func report(_ nodes: [ProofTree.Node]) throws -> ProofReport {
            let draft = RobustnessProof(
                units: units, stages: [], classes: [ClassProof(adversarial: 1, tree: ProofTree(nodes: nodes))])
            return try ProofCheck.seal(draft, of: statement, on: network).report
        }
        func empty(_ multipliers: [Double]) -> ProofTree.Node { .leaf(ProofLeaf(.empty(.double(multipliers)))) }
        let (first, second) = (ProofTree.Node.split(.unit(0)), ProofTree.Node.split(.unit(1)))
        let found = try report([first, plain, second, empty([1, -1]), plain])
        #expect(found.leaves == 3 && abs(found.smallestBound - 1) < 1e-9)
        // The other sign, no multipliers, and parts that are not empty.
        #expect(throws: ProofFault.self) { try report([first, plain, second, empty([-1, 1]), plain]) }
        #expect(throws: ProofFault.self) { try report([first, plain, second, empty([0, 0]), plain]) }
        #expect(throws: ProofFault.self) { try report([first, second, empty([1, -1]), plain, plain]) }
        #expect(throws: ProofFault.self) { try report([first, plain, second, plain, empty([1, -1])]) }
        #expect(throws: ProofFault.self) { try report([empty([1, -1])]) }
    }
}

/// Trees that a few bytes describe and that would take hours.
@Suite struct DeepTreeTests {
    @Test func `endless splits are refused at once`() throws {
        let example = try #require(ProofCase.all(40, methods: ["lp-all"]).first)
        let network = try example.network()
        let query = example.query(on: network)
        let leaf = ProofTree.Node.leaf(ProofLeaf(.substitution(.adaptive)))
        let splits = 200_000
        let tree = ProofTree(
            nodes: Array(repeating: .split(.input(0, at: -10)), count: splits)
                + Array(repeating: leaf, count: splits + 1))
        let stages = (1..<network.lowered.outputStage).map { StageEvidence(stage: $0, line: .adaptive) }
        let classes = (0..<3).filter { $0 != query.label }.map { ClassProof(adversarial: $0, tree: tree) }
        let fault = #expect(throws: ProofFault.self) {
            try ProofCheck.check(
                RobustnessProof(units: [], stages: stages, classes: classes),
                of: ProofStatement(query, network: network.digest, networkFile: "n", method: "none"), on: network)
        }
        #expect(fault.map { "\($0)" }?.contains("more than 4096 splits") == true)
    }
}

/// Bounds that rest on searches.
@Suite struct SearchedBoundTests {
    private func examples() throws -> [(proof: RobustnessProof, statement: ProofStatement, network: Network)] {
        try ProofCase.all(600, methods: ["bab"]).filter { $0.seed % 2 == 1 }
            .compactMap { try $0.sealed() }.filter { $0.proof.stages.contains { !$0.searched.isEmpty } }
    }

    @Test func `they are checked, and none can be made up`() throws {
        let examples = try examples()
        #expect(examples.count > 5)
        for (proof, statement, network) in examples {
            let report = try ProofCheck.check(proof, of: statement, on: network)
            #expect(report.searchedBounds == proof.stages.reduce(0) { $0 + $1.searched.count })
            let file = ProofFile.bytes(of: Proof(statement: statement, content: .robust(proof)))
            #expect(ProofFile.bytes(of: try ProofFile.proof(from: file)) == file)
            let stage = try #require(proof.stages.firstIndex { !$0.searched.isEmpty })
            func expectRefusal(_ change: (inout SearchedBound) -> Void) {
                var mutant = proof
                change(&mutant.stages[stage].searched[0])
                #expect(throws: ProofFault.self) { try ProofCheck.check(mutant, of: statement, on: network) }
            }
            expectRefusal { $0.neuron = 1000 }
            expectRefusal { $0.tree.nodes.removeLast() }
            expectRefusal { $0.tree.nodes.append($0.tree.nodes[0]) }
            expectRefusal { bound in
                guard case .leaf(var leaf)? = bound.tree.nodes.last else { return bound.neuron = -1 }
                leaf.claim += 0.01
                bound.tree.nodes[bound.tree.nodes.count - 1] = .leaf(leaf)
            }
            expectRefusal { bound in
                // A split of a unit of its own stage or a later one.
                bound.tree.nodes = [.split(.unit(proof.units.count - 1)), bound.tree.nodes[0], bound.tree.nodes[0]]
                if case .split = bound.tree.nodes[1] { bound.neuron = -1 }
            }
        }
    }
}
