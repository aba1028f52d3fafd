import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// What verifiers prove passes, and no bound is ever above the exact one.
@Suite struct SoundnessTests {
    @Test(arguments: ProofCase.all(60))
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
        let checked = try ProofCheck.check(proof, of: statement, on: network)
        #expect(checked == sealed)
        #expect(checked.classes == 2 && checked.leaves == checked.splits + 2)
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        #expect(checked.smallestBound > 0 && exact > 0)
        if checked.splits == 0 { #expect(checked.smallestBound <= exact + 1e-12 * (1 + abs(exact))) }
        // The check evaluates the verifier's multipliers at least as well as the verifier's own certificates do.
        let lower = try #require(proved.outcome.marginLower)
        #expect(checked.smallestBound >= lower - 1e-7 * (1 + abs(lower)), "\(checked.smallestBound), \(lower)")
        // Through a file and back.
        let file = ProofFile.bytes(of: Proof(statement: statement, content: .robust(proof)))
        // Bytes are compared: a multiplier can be NaN.
        #expect(ProofFile.bytes(of: try ProofFile.proof(from: file)) == file)
    }

    private static let hasHiGHS = EngineReport.all.contains { report in
        if case .present = report.state { report.title == "HiGHS" } else { false }
    }

    @Test(
        .enabled(if: SoundnessTests.hasHiGHS, "HiGHS is not here: make highs fetches it"),
        arguments: ProofCase.all(30, methods: ["lp-last", "lp-all"]))
    func `multipliers of another engine make proofs as well`(_ example: ProofCase) throws {
        var example = example
        example.engine = "highs"
        let network = try example.network()
        let proved = try example.proved(example.query(on: network), on: network)
        guard let (proof, statement, _) = try example.sealed() else {
            #expect(proved.outcome.verdict != .robust)
            return
        }
        let checked = try ProofCheck.check(proof, of: statement, on: network)
        let lower = try #require(proved.outcome.marginLower)
        #expect(checked.smallestBound > 0 && checked.smallestBound >= lower - 1e-7 * (1 + abs(lower)))
    }

    @Test func `proofs with splits are among those that pass`() throws {
        var trees = 0
        var empty = 0
        for example in ProofCase.all(150, methods: ["bab"]) {
            guard let (proof, _, _) = try example.sealed() else { continue }
            for node in proof.classes.flatMap(\.tree.nodes) {
                switch node {
                case .split: trees += 1
                case .box: break
                case .leaf(let leaf): if case .empty = leaf.evidence { empty += 1 }
                }
            }
        }
        #expect(trees > 60, "\(trees) splits, \(empty) empty leaves")
    }

    @Test(arguments: ProofCase.all(30, methods: ["lp-all"]), [Norm.one, .two])
    func `balls as well as boxes`(_ example: ProofCase, _ norm: Norm) throws {
        let example = ProofCase(family: example.family, seed: example.seed, method: example.method, norm: norm)
        guard let (proof, statement, network) = try example.sealed() else { return }
        _ = try ProofCheck.check(proof, of: statement, on: network)
    }

    /// Any multipliers give a lower bound: random ones, and good ones with noise.
    @Test(arguments: ProofCase.all(30, methods: ["lp-all"]), [0.0, 1e-3, 0.1, 1])
    func `no multipliers prove more than the exact margin`(_ example: ProofCase, _ noise: Double) throws {
        var generator = SeededGenerator(seed: example.seed)
        let whole = try example.network()
        let query = example.query(on: whole)
        let network = try whole.twoClasses(query.label, (query.label + 1) % 3)
        let exactQuery = Query(sample: query.sample, label: 0, perturbation: query.perturbation)
        let exact = PolygonOracle.worstMargin(of: network, query: exactQuery)
        // Units at every activation, unstable or not, and no bounds but intervals.
        let units = network.everyUnit
        let statement = ProofStatement(exactQuery, network: network.digest, networkFile: "random", method: "none")
        for _ in 0..<5 {
            // Some units by the line.
            let values = units.map { _ in generator.unitFloat() < 0.2 ? .nan : noise * generator.normal() }
            let splits = network.randomTree(
                units, depth: 2, network.multipliers(values, at: units, &generator), &generator)
            let draft = RobustnessProof(
                units: units, stages: [], classes: [ClassProof(adversarial: 1, tree: splits)])
            let bound: Double
            do throws(ProofFault) {
                bound = try ProofCheck.seal(draft, of: statement, on: network).report.smallestBound
                #expect(exact > 0)
            } catch {
                guard case .notPositive(_, let found) = error else {
                    Issue.record("\(error)")
                    return
                }
                bound = found
            }
            if splits.leafCount == 1 { #expect(bound <= exact + 1e-12 * (1 + abs(exact)), "\(bound) > \(exact)") }
        }
    }

    @Test(arguments: 0..<200)
    func `the pooling part is its minimum over the box`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...3, using: &generator)
        let lower = (0..<count).map { _ in generator.normal() }
        let upper = lower.map { $0 + abs(generator.normal()) }
        let mu = (0..<count).map { _ in generator.normal() }
        let lambda = generator.normal()
        let found = PoolingPart.smallest(lambda, mu, lower, upper)
        // A piecewise linear function on a box is smallest at a point whose coordinates are ends of intervals.
        let levels = (lower + upper).sorted()
        var least = Double.infinity
        func visit(_ point: [Double]) {
            guard point.count < count else {
                let value = lambda * point.reduce(-.infinity, max) - zip(mu, point).reduce(0) { $0 + $1.0 * $1.1 }
                least = min(least, value)
                return
            }
            let index = point.count
            for level in levels where lower[index] <= level && level <= upper[index] { visit(point + [level]) }
        }
        visit([])
        #expect(abs(found - least) <= 1e-12 * (1 + abs(least)), "\(found), \(least)")
    }
}

extension Network {
    /// The same network with the logits of two classes only.
    func twoClasses(_ first: Int, _ second: Int) throws -> Network {
        let last = linearCount - 1
        return try changing { place, layer in
            place < last
                ? layer
                : LinearLayer(
                    weight: layer.weight.selectingRows([first, second]), bias: [layer.bias[first], layer.bias[second]])
        }
    }

    /// A unit for every ReLU and every input of every pooling window.
    var everyUnit: [ProofUnit] {
        lowered.stages.enumerated().flatMap { index, stage -> [ProofUnit] in
            switch stage.activation {
            case .identity: []
            case .relu:
                stage.bias.indices.map { ProofUnit(stage: index, value: $0, preActivation: $0) }
            case .maxPool(let windows):
                windows.enumerated().flatMap { window, inputs in
                    inputs.sorted().map { ProofUnit(stage: index, value: window, preActivation: $0) }
                }
            }
        }
    }

    /// `values` as they are, or with random planes for some of the units that can have one.
    func multipliers(_ values: [Double], at units: [ProofUnit], _ generator: inout SeededGenerator) -> Multipliers {
        guard Bool.random(using: &generator) else { return .double(values) }
        var planes = UpperPlanes(isCoarse: Bool.random(using: &generator))
        for (index, unit) in units.enumerated() {
            let stage = lowered.stages[unit.stage]
            guard stage.isReLU, stage.terms.count == 1, generator.unitFloat() < 0.8
            else { continue }
            let entries = stage.terms[0].matrix.entries(ofRow: unit.preActivation).count
            let step = planes.isCoarse ? UpperPlanes.coarseStep : 1
            let weights = (0..<entries).map { _ in step * UInt8.random(in: 0...255 / step, using: &generator) }
            planes.append(index, weights[...])
        }
        return .raised(values.map(Float.init), planes)
    }

    /// Splits of random ReLUs down to `depth`, or none at all.
    func randomTree(
        _ units: [ProofUnit], depth: Int, _ values: Multipliers, _ generator: inout SeededGenerator
    ) -> ProofTree {
        let leaf = ProofTree.Node.leaf(ProofLeaf(.multipliers(values)))
        let relus = units.indices.filter { lowered.stages[units[$0].stage].isReLU }
        guard depth > 0, Bool.random(using: &generator), let unit = relus.randomElement(using: &generator) else {
            return ProofTree(nodes: [leaf])
        }
        let split =
            Bool.random(using: &generator) ? ProofSplit.unit(unit) : .input(0, at: Double(generator.unitFloat()))
        return ProofTree(
            nodes: [.split(split)] + randomTree(units, depth: depth - 1, values, &generator).nodes
                + randomTree(units, depth: depth - 1, values, &generator).nodes)
    }
}
