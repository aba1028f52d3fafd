import Testing
import Verifiers

/// Blocks that C code writes to: what lies inside is reached, what does not ends the process.
@Suite struct FloatBlockTests {
    @Test func `rows are where they should be`() {
        let block = FloatBlock((0..<12).map(Float.init))
        let rows = FloatRows(block, 1..<4, width: 3)
        #expect(rows.count == 3 && rows.width == 3)
        rows[1..<2].fill(-1)
        #expect((0..<12).map { block[$0] } == [0, 1, 2, 3, 4, 5, -1, -1, -1, 9, 10, 11])
        let other = FloatBlock(9)
        FloatRows(other, 1..<3, width: 3).copy(rows[1..<3])
        #expect((0..<9).map { other[$0] } == [0, 0, 0, -1, -1, -1, 9, 10, 11])
        other.copy(0..<2, from: block)
        other.fill(8..<9, 7)
        #expect((0..<9).map { other[$0] } == [0, 1, 0, -1, -1, -1, 9, 10, 7])
        #expect(FloatRows(block, 0..<0, width: 5).count == 0 && FloatBlock(0).count == 0)
    }

    @Test func `reading outside traps`() async {
        await #expect(processExitsWith: .failure) { _ = FloatBlock(3)[3] }
        await #expect(processExitsWith: .failure) { _ = FloatBlock(3)[-1] }
    }

    @Test func `writing outside traps`() async {
        await #expect(processExitsWith: .failure) { FloatBlock(3)[3] = 1 }
        await #expect(processExitsWith: .failure) { FloatBlock(3).fill(2..<4, 0) }
        await #expect(processExitsWith: .failure) { FloatBlock(3).copy(0..<3, from: FloatBlock(2)) }
    }

    @Test func `rows outside trap`() async {
        await #expect(processExitsWith: .failure) { _ = FloatRows(FloatBlock(6), 0..<3, width: 3) }
        await #expect(processExitsWith: .failure) { _ = FloatRows(FloatBlock(6), 0..<2, width: 3)[1..<3] }
    }

    @Test func `operands of another shape trap`() async {
        await #expect(processExitsWith: .failure) {
            let matrix = BatchMatrix(.init(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6]))
            let block = FloatBlock(6)
            matrix.accumulate(FloatRows(block, 0..<2, width: 1), into: FloatRows(block, 2..<4, width: 1))
        }
    }
}
