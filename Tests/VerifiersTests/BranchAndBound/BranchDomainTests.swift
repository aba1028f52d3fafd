import Testing
import Verifiers

/// One open domain: what it takes, and its halves.
@Suite struct BranchDomainTests {
    @Test(arguments: [(1, 1), (60, 4), (200, 48), (3000, 48)]) func `its memory is counted`(
        _ units: Int, _ candidates: Int
    ) {
        var domain = BranchDomain(
            splits: Array(repeating: 0, count: units), multipliers: Array(repeating: 0, count: units), bound: 0)
        domain.candidates = Array(repeating: (0, 0), count: candidates)
        // An array is a header of 32 bytes and its elements, an allocation 16 bytes more at most.
        let arrays = units + 4 * units + MemoryLayout<(unit: Int, score: Float)>.stride * candidates + 3 * 32
        let least = MemoryLayout<BranchDomain>.stride + arrays
        let counted = BranchDomain.bytes(units: units, candidates: candidates)
        #expect(least <= counted && counted <= least + 4 * 16 + 64, "\(least) bytes at least, \(counted) counted")
    }

    @Test func `a half has one split more and nothing of its parent's choice`() {
        var domain = BranchDomain(splits: [0, -1, 0], multipliers: [0.25, 0.5, 0.75], bound: -2)
        domain.candidates = [(0, 1), (2, 0.5)]
        domain.planes = [1, 2, 3]
        for side in [Split.active, .inactive] {
            let half = domain.half(2, side)
            #expect(half.splits == [0, -1, side.rawValue])
            #expect(half.multipliers == [0.25, 0.5, 0])
            #expect(half.bound == -2 && half.planes == [1, 2, 3] && half.candidates.isEmpty)
        }
    }
}
