import CShims
import LinearAlgebra

/// A matrix that multiplies blocks of row-major columns, one column per domain: dense, or sparse where most of it is zero,
/// as between the stages of a convolutional network.
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

    /// target += self · operand, for `width` columns.
    package func accumulate(_ operand: UnsafePointer<Float>, _ width: Int, into target: UnsafeMutablePointer<Float>) {
        switch self {
        case .dense(let matrix): matrix.multiply(transposed: false, operand, width, 1, target)
        case .sparse(let rows, _): rows.accumulate(operand, width, target)
        }
    }

    /// target += selfᵀ · operand.
    package func accumulateTransposed(
        _ operand: UnsafePointer<Float>, _ width: Int, into target: UnsafeMutablePointer<Float>
    ) {
        switch self {
        case .dense(let matrix): matrix.multiply(transposed: true, operand, width, 1, target)
        case .sparse(_, let columns): columns.accumulate(operand, width, target)
        }
    }

    /// target = self · operand.
    package func apply(_ operand: UnsafePointer<Float>, _ width: Int, into target: UnsafeMutablePointer<Float>) {
        switch self {
        case .dense(let matrix): matrix.multiply(transposed: false, operand, width, 0, target)
        case .sparse(let rows, _):
            target.update(repeating: 0, count: rows.count * width)
            rows.accumulate(operand, width, target)
        }
    }
}

/// The entries of a sparse matrix, row by row.
package struct SparseRows: Sendable {
    /// Where each row starts among the entries, and their number.
    private var starts: [Int32] = [0]
    private var columns: [Int32] = []
    private var values: [Float] = []

    var count: Int { starts.count - 1 }

    fileprivate init(_ matrix: Matrix<Float>) {
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns where matrix[row, column] != 0 {
                columns.append(Int32(column))
                values.append(matrix[row, column])
            }
            starts.append(Int32(columns.count))
        }
    }

    fileprivate func accumulate(
        _ operand: UnsafePointer<Float>, _ width: Int, _ target: UnsafeMutablePointer<Float>
    ) {
        starts.withUnsafeBufferPointer { starts in
            columns.withUnsafeBufferPointer { columns in
                values.withUnsafeBufferPointer { values in
                    guard let first = starts.baseAddress, let column = columns.baseAddress,
                        let value = values.baseAddress
                    else { return }
                    shims_sparse_accumulate(count, first, column, value, width, operand, target)
                }
            }
        }
    }
}

extension Matrix<Float> {
    /// target = self · operand + beta · target, or with selfᵀ.
    fileprivate func multiply(
        transposed: Bool, _ operand: UnsafePointer<Float>, _ width: Int, _ beta: Float,
        _ target: UnsafeMutablePointer<Float>
    ) {
        elements.withUnsafeBufferPointer { elements in
            guard let base = elements.baseAddress else { return }
            Float.gemm(
                transposeA: transposed, transposeB: false, m: transposed ? columns : rows, n: width,
                k: transposed ? rows : columns, alpha: 1, a: base, lda: columns, b: operand, ldb: width, beta: beta,
                c: target, ldc: width)
        }
    }
}
