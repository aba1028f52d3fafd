import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing

/// What a check makes of any planes: the bound that their definition gives, and never one above the exact minimum.
@Suite struct PlaneSoundnessTests {
    /// A margin `constant` − h of one ReLU h that reads three others, which read two inputs.
    private struct OneReLU {
        let weights: [[Double]]
        let biases: [Double]
        /// a and b.
        let row: [Double]
        let bias: Double
        let plane: ProofPlane
        let lower: [Double]
        let upper: [Double]
        static let constant = 250.0

        init(_ generator: inout SeededGenerator) {
            func number() -> Double { Double(2 * generator.unitFloat() - 1) }
            weights = (0..<3).map { _ in [number(), number()] }
            biases = (0..<3).map { _ in Double(Float(0.5 * number())) }
            row = (0..<3).map { _ in number() }
            bias = Double(Float(0.5 * number()))
            lower = [Double(generator.unitFloat()) - 0.75, Double(generator.unitFloat()) - 0.75]
            upper = lower.map { $0 + 0.5 }
            plane = ProofPlane(
                stage: 2, neuron: 0, weights: (0..<3).map { _ in Float(number()) },
                active: max(0, number()), inactive: max(0, number()))
        }

        func network() throws -> Network {
            var builder = NetworkBuilder(input: [2])
            try builder.linear(
                weight: Matrix(rows: 3, columns: 2, elements: weights.joined().map { Float($0) }),
                bias: biases.map { Float($0) })
            builder.relu()
            try builder.linear(
                weight: Matrix(rows: 1, columns: 3, elements: row.map { Float($0) }), bias: [Float(bias)])
            builder.relu()
            try builder.linear(
                weight: Matrix(rows: 2, columns: 1, elements: [-1, 0]), bias: [Float(Self.constant), 0])
            return try builder.build()
        }

        /// Ends of the three values that the ReLU reads, on a box of inputs.
        func values(_ lower: [Double], _ upper: [Double]) -> [(low: Double, high: Double)] {
            zip(weights, biases).map { weights, bias in
                var (low, high) = (bias, bias)
                for (input, weight) in weights.enumerated() {
                    low += min(weight * lower[input], weight * upper[input])
                    high += max(weight * lower[input], weight * upper[input])
                }
                return (max(low, 0), max(high, 0))
            }
        }

        /// The least of `constant` + p (w·v + C) − (1 + p) h over v and h in their intervals, C by the corners of the box of v.
        func bound(_ multiplier: Double, _ values: [(low: Double, high: Double)]) -> Double {
            var (whenActive, whenInactive) = (-Double.infinity, -Double.infinity)
            var (low, high) = (bias, bias)
            for (weight, value) in zip(row, values) {
                low += min(weight * value.low, weight * value.high)
                high += max(weight * value.low, weight * value.high)
            }
            let slopes = plane.weights.map(Double.init)
            for corner in 0..<8 {
                let point = values.indices.map { corner >> $0 & 1 == 0 ? values[$0].low : values[$0].high }
                let z = zip(row, point).reduce(bias) { $0 + $1.0 * $1.1 }
                let slope = zip(slopes, point).reduce(0) { $0 + $1.0 * $1.1 }
                whenActive = max(whenActive, (1 - plane.active) * z - slope)
                whenInactive = max(whenInactive, plane.inactive * z - slope)
            }
            let height = max(whenActive + plane.active * high, whenInactive - plane.inactive * low)
            let rest = -(1 + multiplier)
            return Self.constant + multiplier * height
                + zip(slopes, values).reduce(0) {
                    $0 + min(multiplier * $1.0 * $1.1.low, multiplier * $1.0 * $1.1.high)
                } + min(rest * max(low, 0), rest * max(high, 0))
        }

        /// Multipliers 0 for all units, `multiplier` for the plane.
        func leaf(_ multiplier: Float) -> ProofTree.Node {
            .leaf(ProofLeaf(.multipliers(.double([0, 0, 0, 0])), planeMultipliers: [multiplier]))
        }

        /// - Returns: the smallest bound, by a check of what was sealed.
        func check(_ nodes: [ProofTree.Node], _ options: ProofCheckOptions = .fast) throws -> Double {
            let network = try network()
            let given = GivenBox(lower, upper)
            let statement = ProofStatement(given.query, network: network.digest, networkFile: "one", method: "none")
            let units = network.lowered.reluStages.flatMap { stage in
                network.lowered.stages[stage].bias.indices.map {
                    ProofUnit(stage: stage, value: $0, preActivation: $0)
                }
            }
            let draft = RobustnessProof(
                units: units, stages: [],
                classes: [ClassProof(adversarial: 1, tree: ProofTree(nodes: nodes, planes: [plane]))])
            let proof = try ProofCheck.seal(draft, of: statement, on: network).proof
            return try ProofCheck.check(proof, of: statement, on: network, options).smallestBound
        }
    }

    /// A box that a ball around a point of single precision is.
    private struct GivenBox {
        let query: Query

        init(_ lower: [Double], _ upper: [Double]) {
            let sample = Sample(
                id: SampleID(dataset: "x", split: "test", index: 0), label: 0,
                pixels: zip(lower, upper).map { Float(($0 + $1) / 2) })
            query = Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 0.25, domain: nil))
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `a bound by one plane is what its definition gives`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let example = OneReLU(&generator)
        let network = try example.network()
        let query = GivenBox(example.lower, example.upper).query
        let exact = PolygonOracle.worstMargin(of: network, query: query)
        let box = query.perturbation.enclosingBox(around: query.sample.pixels)
        for multiplier in [-1, -0.5, -1.75, -0.0, -12] as [Float] {
            for isExact in [false, true] {
                let found = try example.check([example.leaf(multiplier)], ProofCheckOptions(isExact: isExact))
                let expected = example.bound(Double(multiplier), example.values(box.lower, box.upper))
                #expect(abs(found - expected) <= 1e-10 * (1 + abs(Double(multiplier))), "\(found), \(expected)")
                #expect(found <= exact)
            }
        }
    }

    /// Planes lie over the bounds of the box that a leaf stands below, on it and behind it.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `on a box of the tree planes have constants of their own`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let example = OneReLU(&generator)
        let query = GivenBox(example.lower, example.upper).query
        let box = query.perturbation.enclosingBox(around: query.sample.pixels)
        let middle = (box.lower[0] + box.upper[0]) / 2
        let whole = example.bound(-1, example.values(box.lower, box.upper))
        let above = example.bound(-1, example.values([middle, box.lower[1]], box.upper))
        let below = example.bound(-1, example.values(box.lower, [middle, box.upper[1]]))
        let (split, leaf) = (ProofTree.Node.split(.input(0, at: middle)), example.leaf(-1))
        for (nodes, expected) in [
            ([split, .box([]), leaf, .box([]), leaf], min(above, below)),
            ([split, .box([]), leaf, leaf], min(above, whole)), ([split, leaf, .box([]), leaf], min(whole, below)),
        ] {
            let found = try example.check(nodes)
            #expect(abs(found - expected) <= 1e-9, "\(found), \(expected)")
        }
    }

    /// A leaf by itself sees what its splits leave: of h₁ = 0 a plane makes more than of the whole interval.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `where bounds are derived anew planes lie over these`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let example = OneReLU(&generator)
        let query = GivenBox(example.lower, example.upper).query
        let box = query.perturbation.enclosingBox(around: query.sample.pixels)
        var values = example.values(box.lower, box.upper)
        guard values[0].low == 0, values[0].high > 0 else { return }
        let derived = ProofTree.Node.leaf(
            ProofLeaf(
                .multipliers(.double([0, 0, 0, 0])), planeMultipliers: [-1],
                derivations: [StageEvidence(stage: 2, line: .adaptive)]))
        let whole = example.bound(-1, values)
        values[0] = (0, 0)
        let inactive = example.bound(-1, values)
        let found = try example.check([.split(.unit(0)), example.leaf(-1), derived])
        #expect(abs(found - min(whole, inactive)) <= 1e-9, "\(found), \(whole), \(inactive)")
    }

    @Test func `a constant that is too small by a billionth is not confirmed`() throws {
        for seed in 0..<20 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let example = OneReLU(&generator)
            var options = ProofCheckOptions(isExact: true)
            options.error = 1e-9
            let fault = #expect(throws: ProofFault.self) { _ = try example.check([example.leaf(-1)], options) }
            guard case .inexact(let place, _) = fault else {
                Issue.record("\(String(describing: fault))")
                continue
            }
            #expect(place == "class 1, plane 0")
        }
    }
}

/// Random planes of every ReLU of random networks.
@Suite struct RandomPlaneTests {
    /// Three in four near what supports a ReLU, the others anything.
    private static func plane(
        _ stage: Int, _ neuron: Int, _ network: LoweredNetwork, _ generator: inout SeededGenerator
    ) -> ProofPlane {
        let row = network.stages[stage].terms.flatMap { $0.matrix.entries(ofRow: neuron).map(\.value) }
        let share = Bool.random(using: &generator) ? Double(generator.unitFloat()) : 0
        let isNear = generator.unitFloat() < 0.75
        return ProofPlane(
            stage: stage, neuron: neuron,
            weights: row.map { value in
                isNear
                    ? Float(Bool.random(using: &generator) ? value : share * value) : Float(generator.normal())
            },
            active: isNear ? Double(generator.unitFloat()) * (1 - share) : abs(generator.normal()),
            inactive: isNear ? share : abs(generator.normal()))
    }

    @Test(arguments: ProofCase.all(40, methods: ["bab"]))
    func `no planes prove more than the exact margin`(_ example: ProofCase) throws {
        var generator = SeededGenerator(seed: example.seed)
        let whole = try example.network()
        let query = example.query(on: whole)
        let last = whole.linearCount - 1
        // So much that every leaf is positive.
        let lift: Float = 1024
        let network = try whole.twoClasses(query.label, (query.label + 1) % 3).changing { place, layer in
            place < last
                ? layer : LinearLayer(weight: layer.weight, bias: [layer.bias[0] + lift, layer.bias[1]])
        }
        let exactQuery = Query(sample: query.sample, label: 0, perturbation: query.perturbation)
        let exact = PolygonOracle.worstMargin(of: network, query: exactQuery)
        let units = network.everyUnit
        let lowered = network.lowered
        let planes = lowered.reluStages.flatMap { stage in
            lowered.stages[stage].bias.indices.map { Self.plane(stage, $0, lowered, &generator) }
        }
        guard !planes.isEmpty else { return }
        let statement = ProofStatement(exactQuery, network: network.digest, networkFile: "random", method: "none")
        for _ in 0..<4 {
            // By the line, but for a few.
            let values = units.map { _ in generator.unitFloat() < 0.8 ? .nan : 0.1 * generator.normal() }
            var tree = network.randomTree(
                units, depth: 2, network.multipliers(values, at: units, &generator), &generator)
            tree.planes = planes
            for (position, node) in tree.nodes.enumerated() {
                guard case .leaf(var leaf) = node else { continue }
                leaf.planeMultipliers = planes.map { _ in
                    Bool.random(using: &generator) ? 0 : -generator.unitFloat() * generator.unitFloat()
                }
                if Bool.random(using: &generator) { leaf.planeMultipliers.removeLast() }
                tree.nodes[position] = .leaf(leaf)
            }
            let draft = RobustnessProof(
                units: units, stages: [], classes: [ClassProof(adversarial: 1, tree: tree)])
            let (proof, report) = try ProofCheck.seal(draft, of: statement, on: network)
            #expect(!proof.isUnrounded)
            // One of the leaves holds the worst point.
            #expect(report.smallestBound <= exact + 1e-12 * (1 + abs(exact)), "\(report.smallestBound) > \(exact)")
            for isExact in [false, true] {
                let again = try ProofCheck.check(
                    proof, of: statement, on: network, ProofCheckOptions(isExact: isExact))
                #expect(again == report)
            }
        }
    }
}
