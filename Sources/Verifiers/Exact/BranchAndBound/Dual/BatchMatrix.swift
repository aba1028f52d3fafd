import LinearAlgebra

/// A matrix that multiplies blocks of row-major columns, one column per domain: dense, or sparse where most of it is zero,
/// as between the stages of a convolutional network.
///
/// Products trap unless operand and target have as many rows as the matrix has columns and rows, and as many columns as
/// each other.
package enum BatchMatrix: Sendable {
    case dense(Matrix<Float>)
    /// The matrix and its transpose.
    case sparse(SparseRows, SparseRows)

    /// The largest share of entries that are not zero in a matrix that is kept sparse: sparse products are that much slower.
    private static let largestDensity = 0.2

    package init(_ matrix: Matrix<Float>) {
        let entries = matrix.elements.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
        if Double(entries) <= Self.largestDensity * Double(matrix.elements.count) {
            self = .sparse(SparseRows(matrix), SparseRows(matrix.transposed))
        } else {
            self = .dense(matrix)
        }
    }

    package var rows: Int {
        switch self {
        case .dense(let matrix): matrix.rows
        case .sparse(let rows, _): rows.count
        }
    }

    package var columns: Int {
        switch self {
        case .dense(let matrix): matrix.columns
        case .sparse(_, let columns): columns.count
        }
    }

    /// target += self · operand.
    package func accumulate(_ operand: FloatRows, into target: FloatRows) {
        check(operand, columns, target, rows)
        switch self {
        case .dense(let matrix): matrix.multiply(transposed: false, operand, 1, target)
        case .sparse(let rows, _): rows.multiply(operand, into: target, adding: true)
        }
    }

    /// target += selfᵀ · operand.
    package func accumulateTransposed(_ operand: FloatRows, into target: FloatRows) {
        check(operand, rows, target, columns)
        switch self {
        case .dense(let matrix): matrix.multiply(transposed: true, operand, 1, target)
        case .sparse(_, let columns): columns.multiply(operand, into: target, adding: true)
        }
    }

    /// target = self · operand.
    package func apply(_ operand: FloatRows, into target: FloatRows) {
        check(operand, columns, target, rows)
        switch self {
        case .dense(let matrix): matrix.multiply(transposed: false, operand, 0, target)
        case .sparse(let rows, _): rows.multiply(operand, into: target, adding: false)
        }
    }

    private func check(_ operand: FloatRows, _ operandRows: Int, _ target: FloatRows, _ targetRows: Int) {
        precondition(
            operand.count == operandRows && target.count == targetRows && operand.width == target.width,
            "operands do not fit a \(rows) × \(columns) matrix")
    }
}

extension Matrix<Float> {
    /// target = self · operand + beta · target, or with selfᵀ.
    fileprivate func multiply(transposed: Bool, _ operand: FloatRows, _ beta: Float, _ target: FloatRows) {
        Float.gemm(
            transposeA: transposed, transposeB: false, m: transposed ? columns : rows, n: operand.width,
            k: transposed ? rows : columns, alpha: 1, a: elements, lda: columns, b: operand.address,
            ldb: operand.width, beta: beta, c: target.address, ldc: operand.width)
    }
}
