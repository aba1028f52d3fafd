import LinearAlgebra
import Testing

@Suite struct BlockedMatrixTests {
    /// A sparse matrix with every density, some columns and rows empty.
    private static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> SparseMatrix {
        var generator = SeededGenerator(seed: seed)
        let density = Float(seed) / 5
        return SparseMatrix(
            columns: columns,
            rowEntries: (0..<rows).map { _ in
                (0..<columns).compactMap { column in
                    generator.unitFloat() < density ? (column: column, value: generator.normal()) : nil
                }
            })
    }

    /// The matrix that the blocks stand for; every column must be in one group at most.
    private static func dense(_ blocks: BlockedMatrix) -> Matrix<Double> {
        var result = Matrix<Double>(rows: blocks.rows, columns: blocks.columns)
        var seen = Set<Int32>()
        for group in 0..<blocks.groupCount {
            let columns = blocks.columnIndices[
                Int(blocks.columnStarts[group])..<Int(blocks.columnStarts[group + 1])]
            let rows = blocks.rowIndices[Int(blocks.rowStarts[group])..<Int(blocks.rowStarts[group + 1])]
            for column in columns { #expect(seen.insert(column).inserted) }
            var position = blocks.valueStarts[group]
            for row in rows {
                for column in columns {
                    result[Int(row), Int(column)] = blocks.values[position]
                    position += 1
                }
            }
        }
        return result
    }

    private static func expectSame(_ blocks: BlockedMatrix, _ matrix: SparseMatrix) {
        var expected = Matrix<Double>(rows: matrix.rows, columns: matrix.columns)
        for row in 0..<matrix.rows {
            for (column, value) in matrix.entries(ofRow: row) { expected[row, column] = value }
        }
        #expect(dense(blocks) == expected)
        // A row's field names the groups in which it occurs.
        for row in 0..<matrix.rows {
            let field = Int(blocks.fields[row])
            let groups = blocks.groupIndices[Int(blocks.groupStarts[field])..<Int(blocks.groupStarts[field + 1])]
            let expected = (0..<blocks.groupCount).filter { group in
                blocks.rowIndices[Int(blocks.rowStarts[group])..<Int(blocks.rowStarts[group + 1])].contains(Int32(row))
            }
            #expect(groups.map(Int.init) == expected)
        }
    }

    @Test(arguments: 0..<6) func `blocks are the matrix in any grouping`(_ seed: Int) {
        let matrix = Self.random(11, 12, seed: UInt64(seed))
        for plane in [nil, 1, 3, 4, 5, 12, 40] { Self.expectSame(BlockedMatrix(matrix, plane: plane), matrix) }
    }

    @Test func `a dense matrix is one block`() {
        let matrix = Matrix(rows: 2, columns: 3, elements: [1.0, 0, 3, 4, 5, 6])
        let blocks = BlockedMatrix(matrix)
        #expect(blocks.groupCount == 1 && blocks.fieldCount == 1 && Self.dense(blocks) == matrix)
        #expect(BlockedMatrix(Matrix<Double>(rows: 0, columns: 3)).groupIndices.isEmpty)
    }

    @Test func `equal blocks are stored once, and equal reach is one field`() {
        // A convolution of two channels along 20 pixels, kernels of 3.
        let (pixels, kernel) = (20, [[[1.0, 2, 3], [4, 0, 6]], [[7, 8, 9], [1, 2, 3]]])
        let rows = (0..<2).flatMap { output in
            (0..<pixels - 2).map { position in
                (0..<2).flatMap { input in
                    (0..<3).map { (column: input * pixels + position + $0, value: kernel[output][input][$0]) }
                }
            }
        }
        let matrix = SparseMatrix(columns: 2 * pixels, rowEntries: rows)
        let blocks = BlockedMatrix(matrix, plane: pixels)
        Self.expectSame(blocks, matrix)
        #expect(blocks.groupCount == pixels && blocks.fieldCount == pixels - 2)
        // One block inside, two at either end.
        #expect(Set(blocks.valueStarts).count == 5)
    }
}
