import LinearAlgebra
import Testing

@Suite struct SparseMatrixTests {
    @Test func keepsEntriesRowByRowAndDropsZeros() {
        let matrix = SparseMatrix(
            columns: 4, rowEntries: [[(2, 5), (0, -1)], [], [(1, 0), (3, 2.5)], [(0, 0)]])
        #expect((matrix.rows, matrix.columns) == (4, 4))
        #expect(matrix.rowStarts == [0, 2, 2, 3, 3])
        #expect(matrix.columnIndices == [2, 0, 3])
        #expect(matrix.values == [5, -1, 2.5])
        #expect(matrix.maximumEntriesPerRow == 2)
        #expect(matrix.entries(ofRow: 0).map(\.column) == [2, 0])
        #expect(matrix.entries(ofRow: 0).map(\.value) == [5, -1])
        #expect(matrix.entries(ofRow: 1).isEmpty)
        #expect(matrix.entries(ofRow: 2).map(\.column) == [3])
    }

    @Test func emptyMatrices() {
        let none = SparseMatrix(columns: 3, rowEntries: [])
        #expect((none.rows, none.rowStarts, none.maximumEntriesPerRow) == (0, [0], 0))
        let blank = SparseMatrix(columns: 0, rowEntries: [[], []])
        #expect((blank.rows, blank.columns, blank.maximumEntriesPerRow) == (2, 0, 0))
    }

    @Test func diagonals() {
        let matrix = SparseMatrix(diagonal: [2, 0, -3])
        #expect((matrix.rows, matrix.columns) == (3, 3))
        #expect(matrix.rowStarts == [0, 1, 1, 2])
        #expect(matrix.columnIndices == [0, 2])
        #expect(matrix.values == [2, -3])
        #expect(SparseMatrix(diagonal: [2, 0, -3]) == matrix)
        #expect(SparseMatrix(diagonal: [2, 0, 3]) != matrix)
    }

    @Test func roundTripThroughADenseMatrix() {
        var generator = SeededGenerator(seed: 21)
        for (rows, columns) in [(1, 1), (3, 7), (12, 5)] {
            let dense = (0..<rows).map { _ in
                (0..<columns).map { _ in Double(max(0, Int.random(in: -3...3, using: &generator))) }
            }
            let sparse = SparseMatrix(
                columns: columns,
                rowEntries: dense.map { row in row.indices.map { (column: $0, value: row[$0]) } })
            var rebuilt = dense.map { $0.map { _ in 0.0 } }
            for row in 0..<rows {
                for entry in sparse.entries(ofRow: row) { rebuilt[row][entry.column] = entry.value }
            }
            #expect(rebuilt == dense)
            #expect(sparse.values.allSatisfy { $0 != 0 })
            #expect(sparse.maximumEntriesPerRow == dense.map { row in row.count { $0 != 0 } }.max())
        }
    }
}
