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
    package var rows: Int { mixing == nil ? 0 : stack.rows }

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

    /// target = A · inputs.
    ///
    /// - Parameter scratch: `rows` rows.
    package func apply(_ inputs: FloatRows, _ scratch: FloatRows, into target: FloatRows) {
        guard let mixing else { return stack.apply(inputs, into: target) }
        stack.apply(inputs, into: scratch)
        target[0..<direct].copy(scratch[0..<direct])
        mixing.apply(scratch[direct..<scratch.count], into: target[direct..<target.count])
    }

    /// target += Aᵀ · coefficients.
    ///
    /// - Parameter scratch: `rows` rows.
    package func accumulateTransposed(_ coefficients: FloatRows, _ scratch: FloatRows, into target: FloatRows) {
        guard let mixing else { return stack.accumulateTransposed(coefficients, into: target) }
        let (own, shared) = (scratch[0..<direct], scratch[direct..<scratch.count])
        own.copy(coefficients[0..<direct])
        shared.fill(0)
        mixing.accumulateTransposed(coefficients[direct..<coefficients.count], into: shared)
        stack.accumulateTransposed(scratch, into: target)
    }
}
