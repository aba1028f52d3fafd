import LinearAlgebra
import Testing
import Verifiers

/// Bounds of the dual against exact minima of tiny systems, on every domain of up to two splits.
@Suite struct DualAscentTests {
    /// Bounds of all domains with splits of at most two ReLUs after an ascent; with their splits.
    private func bounds(
        _ relaxation: SearchRelaxation, _ steps: Int, _ planes: InputPlanes?
    ) -> [(splits: [Int8], bound: Float)] {
        let system = relaxation.system
        let root = BranchDomain.root(system)
        var domains = [root]
        for first in 0..<system.count {
            for side in [Split.active, .inactive] {
                let half = root.half(first, side)
                domains.append(half)
                for second in 0..<first {
                    domains += [half.half(second, .active), half.half(second, .inactive)]
                }
            }
        }
        let batch = DualBatch(system, capacity: domains.count, planes: planes)
        batch.load(domains[...])
        let objective = DualObjective(relaxation.margin(label: 0, adversarial: 1))
        _ = DualAscent(steps: steps, planeStep: planes == nil ? 0 : 0.5).run(batch, objective)
        return domains.indices.map { (domains[$0].splits, batch.bestBounds[$0]) }
    }

    @Test(arguments: 0..<60 as Range<UInt64>, [false, true]) func `never above the exact minimum`(
        seed: UInt64, hasPlanes: Bool
    ) throws {
        let example = TinyMargin(seed: seed)
        let relaxation = try example.relaxation()
        let planes = hasPlanes ? InputPlanes(relaxation.network) : nil
        let units = relaxation.network.unstable
        guard !units.isEmpty else { return }
        // Three ReLUs per stage with ReLUs.
        let stages = relaxation.model.reduced.network.reluStages
        for steps in [1, 40] {
            for (splits, bound) in bounds(relaxation, steps, planes) {
                var signs = [Int](repeating: 0, count: 6)
                for (unit, split) in zip(units, splits) {
                    let layer = try #require(stages.firstIndex(of: unit.stage))
                    signs[3 * layer + unit.neuron] = Int(split)
                }
                let exact = example.minimum(signs: signs)
                #expect(Double(bound) <= exact + 1e-4, "\(splits) after \(steps) steps")
            }
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func `ascent raises bounds, and closes most of the gap once all is split`(
        seed: UInt64
    ) throws {
        let example = TinyMargin(seed: seed)
        let relaxation = try example.relaxation()
        guard relaxation.system.count > 0 else { return }
        let (early, late) = (bounds(relaxation, 1, nil), bounds(relaxation, 200, nil))
        for (one, other) in zip(early, late) { #expect(one.bound <= other.bound + 1e-5) }
        // Two splits are all where there are no more ReLUs: the relaxation is exact.
        guard relaxation.system.count <= 2 else { return }
        let exact = example.minimum(signs: [0, 0, 0, 0, 0, 0])
        let full = late.filter { !$0.splits.contains(0) }.map(\.bound).min() ?? 0
        #expect(Double(full) >= exact - 0.02 * (1 + abs(exact)))
    }

    @Test func `a column that is closed is climbed no further`() throws {
        let relaxation = try TinyMargin(seed: 1).relaxation()
        let root = BranchDomain.root(relaxation.system)
        let batch = DualBatch(relaxation.system, capacity: 3)
        batch.load([root, root, root])
        var told = [Int]()
        let closed = DualAscent(steps: 5).run(
            batch, DualObjective(relaxation.margin(label: 0, adversarial: 1)), closingBound: -.infinity
        ) { column in
            told.append(batch.origins[column])
            return true
        }
        #expect(told == [0, 1, 2] && closed == [true, true, true])
    }

    /// Deep ones, some with planes, and some whose ReLUs two splits decide.
    @Test func `the cases are worth it`() throws {
        let relaxations = try (0..<60 as Range<UInt64>).map { try TinyMargin(seed: $0).relaxation() }
        #expect(relaxations.count { $0.system.stages.count == 2 } > 30)
        #expect(relaxations.count { InputPlanes($0.network) != nil } > 30)
        #expect(relaxations.prefix(20).count { 1...2 ~= $0.system.count } >= 1)
    }
}
