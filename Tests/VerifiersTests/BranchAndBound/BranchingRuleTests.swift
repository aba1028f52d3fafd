import LinearAlgebra
import Testing
import Verifiers

/// Which ReLUs are worth a split, against all of them sorted.
@Suite struct BranchingRuleTests {
    @Test(arguments: 0..<20 as Range<UInt64>, [BranchingRule.lookAhead, .intercept, .widest])
    func `the open ReLUs of the largest scores, in order`(seed: UInt64, rule: BranchingRule) throws {
        let network = try ReducedNetworkCase(family: .wide, seed: seed).network()
        let example = ReducedNetworkCase(family: .wide, seed: seed)
        var reduced = ReducedNetwork(network.lowered, InputRegion(example.query(on: network)))
        for bounds in example.bounds(network.lowered) { reduced.append(bounds) }
        let system = ReLUSystem(reduced)
        let batch = DualBatch(system, capacity: 4)
        let root = BranchDomain.root(system)
        batch.load([root, root, root])
        var generator = SeededGenerator(seed: seed)
        for place in 0..<3 * system.count {
            batch.split[place] = Float(Int.random(in: -1...1, using: &generator))
            batch.lambda[place] = 2 * generator.unitFloat() - 1
            batch.z[place] = 2 * generator.unitFloat() - 1
            batch.h[place] = 2 * generator.unitFloat()
        }
        for column in 0..<3 {
            let scores = (0..<system.count).compactMap { unit -> (unit: Int, score: Float)? in
                let place = 3 * unit + column
                guard batch.split[place] == 0 else { return nil }
                let (l, u) = (system.lower[unit], system.upper[unit])
                let area = -l * u / (u - l)
                if rule == .widest { return (unit, area) }
                let slack = abs(batch.lambda[place] * (batch.h[place] - max(batch.z[place], 0)))
                return (unit, max(-batch.lambda[place], 0) * area + 0.2 * slack)
            }.sorted { $0.score > $1.score }
            for limit in [1, 5, 100] {
                let found = rule.candidates(batch, column: column, limit: limit)
                #expect(found.map(\.unit) == scores.prefix(limit).map(\.unit))
                for (one, other) in zip(found, scores) { #expect(abs(one.score - other.score) <= 1e-5) }
            }
        }
    }
}
