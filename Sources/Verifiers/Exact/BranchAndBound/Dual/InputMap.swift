import LinearAlgebra

/// The matrix A of z = A x' + B h + c, unstable ReLUs × inputs: as it is, or factored where that takes fewer products.
///
/// Later stages see the inputs through stable-active neurons of the first one only. Where those are few, A of the later
/// stages is a narrow matrix times their rows, and the rows of A that the products with the inputs run over are the
/// first stage's and theirs.
package struct InputMap: Sendable {
    /// The rows of A, or the first `direct` of them and the shared rows.
    package let stack: BatchMatrix
    /// Later rows of A in terms of the shared rows; `nil` where A is kept as it is.
    package let mixing: BatchMatrix?
    package let direct: Int

    /// Rows of scratch space that products need.
    var rows: Int { mixing == nil ? 0 : stack.rows }

    /// A as it is.
    init(_ matrix: Matrix<Float>) {
        stack = BatchMatrix(matrix)
        mixing = nil
        direct = matrix.rows
    }

    /// A whose first `direct` rows are those of `stack`, and whose later ones are `mixing` times the rest of `stack`.
    init(stack: Matrix<Float>, direct: Int, mixing: Matrix<Float>) {
        self.stack = BatchMatrix(stack)
        self.mixing = BatchMatrix(mixing)
        self.direct = direct
    }

    /// target = A · inputs, for `width` columns.
    func apply(
        _ inputs: UnsafePointer<Float>, _ width: Int, _ scratch: UnsafeMutablePointer<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        guard let mixing else { return stack.apply(inputs, width, into: target) }
        stack.apply(inputs, width, into: scratch)
        target.update(from: scratch, count: direct * width)
        mixing.apply(scratch + direct * width, width, into: target + direct * width)
    }

    /// target += Aᵀ · coefficients, for `width` columns.
    func accumulateTransposed(
        _ coefficients: UnsafePointer<Float>, _ width: Int, _ scratch: UnsafeMutablePointer<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        guard let mixing else { return stack.accumulateTransposed(coefficients, width, into: target) }
        scratch.update(from: coefficients, count: direct * width)
        (scratch + direct * width).update(repeating: 0, count: mixing.columns * width)
        mixing.accumulateTransposed(coefficients + direct * width, width, into: scratch + direct * width)
        stack.accumulateTransposed(scratch, width, into: target)
    }
}
