import CShims
import LinearAlgebra

/// The entries of a sparse matrix, in blocks of up to four rows that have entries in the same columns: in a convolution all channels
/// of a position read the same values, and values that the same windows cover are read by the same ones.
///
/// Products read a row of the operand once for a whole block, and add the terms of every sum in the order of its entries.
package struct SparseRows: Sendable {
    /// Rows of the matrix.
    let count: Int
    private var blocks: [shims_sparse_block] = []
    /// The rows of the blocks, one block's after the other's.
    private var rows: [Int32] = []
    /// The columns of every group of rows.
    private var columns: [Int32] = []
    /// Block after block, column after column, a number per row.
    private var values: [Float] = []

    /// Most rows of a block.
    private static let largestBlock = 4

    /// - Complexity: two passes over the matrix.
    package init(_ matrix: Matrix<Float>) {
        count = matrix.rows
        for (columns, rows) in Self.groups(matrix) {
            let start = self.columns.count
            self.columns += columns
            // Blocks of about the same size.
            let parts = (rows.count + Self.largestBlock - 1) / Self.largestBlock
            for part in 0..<parts {
                let block = rows[rows.count * part / parts..<rows.count * (part + 1) / parts]
                blocks.append(
                    shims_sparse_block(rows: Int32(block.count), start: Int32(start), count: Int32(columns.count)))
                self.rows += block.map(Int32.init)
                for column in columns { values += block.map { matrix[$0, Int(column)] } }
            }
        }
    }

    /// Rows with entries in the same columns, in the order of their first rows.
    private static func groups(_ matrix: Matrix<Float>) -> [(columns: [Int32], rows: [Int])] {
        var groups = [(columns: [Int32], rows: [Int])]()
        var positions = [[Int32]: Int]()
        for row in 0..<matrix.rows {
            var columns = [Int32]()
            for column in 0..<matrix.columns where matrix[row, column] != 0 { columns.append(Int32(column)) }
            if let position = positions[columns] {
                groups[position].rows.append(row)
            } else {
                positions[columns] = groups.count
                groups.append((columns, [row]))
            }
        }
        return groups
    }

    /// target = self · operand, or target += self · operand.
    func multiply(_ operand: FloatRows, into target: FloatRows, adding: Bool) {
        shims_sparse_multiply(
            blocks.count, blocks, rows, columns, values, operand.width, operand.address, target.address, adding ? 1 : 0)
    }
}
