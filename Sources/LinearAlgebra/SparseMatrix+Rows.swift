/// Matrices of rows that are picked, left out and put below each other: nothing is computed.
extension SparseMatrix {
    /// The matrix of y[i] = x[indices[i]], with an empty row for a negative index.
    public init(selecting indices: [Int], of columns: Int) {
        self.init(columns: columns, rowEntries: indices.map { $0 < 0 ? [] : [(column: $0, value: 1)] })
    }

    /// The rows of the given numbers, in that order; an empty one for a negative number.
    public func selectingRows(_ rows: [Int]) -> SparseMatrix {
        SparseMatrix(columns: columns, rowEntries: rows.map { $0 < 0 ? [] : entries(ofRow: $0) })
    }

    /// Matrices of as many columns below each other; of one that is missing, so many empty rows.
    public init(stacking parts: [(matrix: SparseMatrix?, rows: Int)], columns: Int) {
        self.init(
            columns: columns,
            rowEntries: parts.flatMap { part in
                (0..<part.rows).map { row in part.matrix?.entries(ofRow: row) ?? [] }
            })
    }
}
