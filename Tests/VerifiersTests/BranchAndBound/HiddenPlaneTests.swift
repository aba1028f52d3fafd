import LinearAlgebra
import Questions
import Testing
import Verifiers

/// Planes of later ReLUs: the envelope they support, the plane itself, and what bounds and certificates make of it.
@Suite struct HiddenPlaneTests {
    private static func point(_ network: ReducedNetwork, _ generator: inout SeededGenerator) -> [Double] {
        (0..<network.variableCount).map { variable in
            let (low, high) = (network.lower[variable], network.upper[variable])
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: return low
            case 1: return high
            default: return min(low + (high - low) * Double(generator.unitFloat()), high)
            }
        }
    }

    private static func preActivation(_ relu: ReducedNeuron, _ point: [Double]) -> Double {
        zip(relu.form.direct.columns, relu.form.direct.values).reduce(relu.form.direct.constant) {
            $0 + $1.1 * point[Int($1.0)]
        }
    }

    private static func value(_ plane: HiddenPlane, _ point: [Double]) -> Double {
        zip(plane.slopes.columns, plane.slopes.values).reduce(plane.constant) { $0 + $1.1 * point[Int($1.0)] }
    }

    /// A plane of one ReLU that supports its envelope somewhere, or a mixture of two of them.
    private static func plane(
        _ unit: Int, _ network: ReducedNetwork, _ generator: inout SeededGenerator
    ) -> EnvelopePlane {
        let supports = (0..<2).map { _ in
            ReLUEnvelope(network.unstable[unit], network, at: point(network, &generator)).support().plane
        }
        return Bool.random(using: &generator) ? supports[0] : supports[0].mixed(with: supports[1], share: 0.3)
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `no ReLU lies above a plane where its pre-activation keeps its bounds`(
        seed: UInt64
    ) throws {
        let network = try TinyMargin(seed: seed).relaxation().network
        var generator = SeededGenerator(seed: seed)
        for (unit, relu) in network.unstable.enumerated() {
            for _ in 0..<10 {
                let plane = Self.plane(unit, network, &generator).placed(unit, relu, in: network)
                for _ in 0..<40 {
                    let point = Self.point(network, &generator)
                    let z = Self.preActivation(relu, point)
                    guard relu.lower...relu.upper ~= z else { continue }
                    #expect(max(z, 0) <= Self.value(plane, point) + 1e-12)
                }
            }
        }
    }

    /// The envelope at v is the largest λ z(v¹) over v = λ v¹ + (1 − λ) v⁰ with both in the box, z(v¹) ≤ u and z(v⁰) ≥ l: a linear
    /// program in λ and λ v¹.
    private func envelope(_ relu: ReducedNeuron, _ network: ReducedNetwork, at point: [Double]) -> Double {
        let form = relu.form.direct
        var program = LinearProgram()
        let share = program.addColumn(lower: 0, upper: 1)
        let parts = form.columns.map { variable in
            let extent = network.extent(Int(variable))
            return program.addColumn(lower: -extent, upper: extent)
        }
        func row(_ entries: [(Int, Double)], _ relation: LinearProgram.Relation, _ limit: Double) {
            let sorted = entries.sorted { $0.0 < $1.0 }
            program.addRow(
                LinearFunction(columns: sorted.map { Int32($0.0) }, values: sorted.map(\.1), constant: 0), relation,
                limit)
        }
        for (part, variable) in zip(parts, form.columns) {
            let (low, high, here) = (network.lower[Int(variable)], network.upper[Int(variable)], point[Int(variable)])
            row([(share, -low), (part, 1)], .atLeast, 0)
            row([(share, -high), (part, 1)], .atMost, 0)
            // v − part in (1 − λ) times the box.
            row([(share, -low), (part, 1)], .atMost, here - low)
            row([(share, -high), (part, 1)], .atLeast, here - high)
        }
        let active = [(share, form.constant)] + zip(parts, form.values).map { ($0, $1) }
        row([(share, form.constant - relu.upper)] + zip(parts, form.values).map { ($0, $1) }, .atMost, 0)
        // z(v) − λ z(v¹) ≥ (1 − λ) l
        row(
            [(share, form.constant - relu.lower)] + zip(parts, form.values).map { ($0, $1) }, .atMost,
            Self.preActivation(relu, point) - relu.lower)
        let solver = GLPKSolver()
        solver.extend(to: program)
        let goal = LinearFunction(
            columns: active.map { Int32($0.0) }, values: active.map { -$0.1 }, constant: 0)
        let solution = solver.minimise(goal, until: .never)
        guard solution.status == .optimal else { return .nan }
        let values = solver.columnValues(program.columnCount)
        return active.reduce(0) { $0 + $1.1 * values[$1.0] }
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `the envelope is the best mixture of an active and an inactive point`(
        seed: UInt64
    ) throws {
        let network = try TinyMargin(seed: seed).relaxation().network
        var generator = SeededGenerator(seed: seed)
        for (unit, relu) in network.unstable.enumerated() {
            for _ in 0..<10 {
                let point = Self.point(network, &generator)
                guard relu.lower...relu.upper ~= Self.preActivation(relu, point) else { continue }
                let support = ReLUEnvelope(relu, network, at: point).support()
                let expected = envelope(relu, network, at: point)
                #expect(abs(support.value - expected) <= 1e-6)
                // And the plane attains it.
                let plane = support.plane.placed(unit, relu, in: network)
                #expect(abs(Self.value(plane, point) - expected) <= 1e-5)
            }
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>) func `bounds and certificates stay below the exact minimum`(
        seed: UInt64
    ) throws {
        let example = TinyMargin(seed: seed)
        let relaxation = try example.relaxation()
        let network = relaxation.network
        guard !network.unstable.isEmpty else { return }
        let objective = relaxation.margin(label: 0, adversarial: 1)
        var generator = SeededGenerator(seed: seed)
        // Two sets of planes: chosen, then any.
        var search = HiddenPlaneSearch(
            relaxation, objective, DualAscent(steps: 1), units: Array(network.unstable.indices),
            BranchDomain.root(relaxation.system))
        let chosen = search.run(closingBound: .infinity, until: .never)
        let any = network.unstable.indices.map { unit in
            Self.plane(unit, network, &generator).placed(unit, network.unstable[unit], in: network)
        }
        let sets = [chosen.planes, any].filter { !$0.isEmpty }
        let certificate = relaxation.certificate(objective.exact, sets.flatMap(\.self))
        let batch = DualBatch(
            relaxation.system, capacity: 3 * network.unstable.count + 1, hiddenPlanes: sets.map(relaxation.systemPlanes)
        )
        var domains = [chosen.domain]
        for unit in network.unstable.indices {
            domains += [chosen.domain.half(unit, .active), chosen.domain.half(unit, .inactive)]
        }
        batch.load(domains[...])
        _ = DualAscent(steps: 40).run(batch, DualObjective(objective))
        batch.restoreBest()
        batch.evaluate(DualObjective(objective), cornered: false)
        let stages = network.network.reluStages
        for (column, domain) in domains.enumerated() {
            var signs = [Int](repeating: 0, count: 6)
            for (unit, split) in zip(network.unstable, domain.splits) {
                signs[3 * (try #require(stages.firstIndex(of: unit.stage))) + unit.neuron] = Int(split)
            }
            let exact = example.minimum(signs: signs)
            let certified = certificate.bound(domain.splits, batch.leaf(column))
            #expect(Double(batch.bestBounds[column]) <= exact + 1e-4)
            #expect(certified <= exact + 1e-9)
            // The same multipliers, rounded otherwise.
            #expect(abs(certified - Double(batch.bestBounds[column])) <= 1e-3 || exact == .infinity)
        }
    }

    @Test func `planes raise the bound of the whole set`() throws {
        var raised = 0
        for seed in 0..<60 as Range<UInt64> {
            let relaxation = try TinyMargin(seed: seed).relaxation()
            let objective = relaxation.margin(label: 0, adversarial: 1)
            let root = BranchDomain.root(relaxation.system)
            func bound(_ domain: BranchDomain, _ sets: [SystemPlanes]) -> Float {
                let batch = DualBatch(relaxation.system, capacity: 1, hiddenPlanes: sets)
                batch.load([domain])
                _ = DualAscent(steps: 200).run(batch, DualObjective(objective))
                return batch.bestBounds[0]
            }
            var search = HiddenPlaneSearch(
                relaxation, objective, DualAscent(steps: 1), units: Array(relaxation.network.unstable.indices), root)
            let found = search.run(closingBound: .infinity, until: .never)
            let (without, with) = (bound(root, []), bound(found.domain, [relaxation.systemPlanes(found.planes)]))
            #expect(with >= without - 1e-3 * (1 + abs(without)))
            raised += with > without + 1e-3 ? 1 : 0
        }
        #expect(raised > 10)
    }
}
