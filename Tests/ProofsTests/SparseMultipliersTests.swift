import Proofs
import Testing

@Suite struct SparseMultipliersTests {
    @Test func `units without a multiplier have none`() throws {
        let multipliers = try #require(SparseMultipliers(count: 9, units: [1, 4, 8], values: [0.5, -2, 0]))
        let dense: [Double?] = [nil, 0.5, nil, nil, -2, nil, nil, nil, 0]
        for (unit, expected) in dense.enumerated() {
            let found = Multipliers.sparse(multipliers)[unit]
            #expect(expected.map { $0 == found } ?? found.isNaN, "\(unit)")
        }
        let none = try #require(SparseMultipliers(count: 3, units: [], values: []))
        #expect((0..<3).allSatisfy { none[$0].isNaN } && Multipliers.sparse(none).count == 3)
    }

    @Test(
        arguments: [
            (2, [0, 2], [1, 1]), (5, [3, 3], [1, 1]), (5, [4, 1], [1, 1]), (5, [-1], [1]), (5, [0, 1], [1]),
            (0, [0], [1]),
        ] as [(Int, [Int32], [Double])])
    func `units ascend, exist and have a value each`(_ count: Int, _ units: [Int32], _ values: [Double]) {
        #expect(SparseMultipliers(count: count, units: units, values: values) == nil)
    }

    @Test func `infinities are noticed`() throws {
        let infinite = try #require(SparseMultipliers(count: 2, units: [1], values: [.infinity]))
        #expect(Multipliers.sparse(infinite).hasInfinity)
        let finite = try #require(SparseMultipliers(count: 2, units: [1], values: [3]))
        #expect(!Multipliers.sparse(finite).hasInfinity)
    }
}
