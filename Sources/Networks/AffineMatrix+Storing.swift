import LinearAlgebra

extension AffineMatrix {
    /// Entries from which on it is worth looking for zeros.
    private static let leastEntries = 4096
    /// Entries per one that is not 0, from which on a matrix is kept by those alone.
    private static let sparsity = 8

    /// `matrix`, by its entries other than 0 where it is large and has few: linear layers that compare values pair by pair, as
    /// lattices of maxima and minima do.
    ///
    /// - Complexity: one pass over the entries.
    init(storing matrix: Matrix<Double>) {
        let entries = matrix.elements.count
        guard entries >= Self.leastEntries,
            matrix.elements.count(where: { $0 != 0 }) <= entries / Self.sparsity
        else {
            self = .dense(matrix)
            return
        }
        let rows = AffineMatrix.dense(matrix)
        self = .sparse(
            SparseMatrix(columns: matrix.columns, rowEntries: (0..<matrix.rows).map { rows.entries(ofRow: $0) }))
    }
}
