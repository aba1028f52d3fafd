extension Matrix {
    /// op(self) · op(other), where op transposes if asked to.
    ///
    /// - Complexity: O(m·n·k) multiplications in BLAS.
    @inlinable
    public func times(_ other: Matrix, transposeSelf: Bool = false, transposeOther: Bool = false) -> Matrix {
        let (m, k) = transposeSelf ? (columns, rows) : (rows, columns)
        let (k2, n) = transposeOther ? (other.columns, other.rows) : (other.rows, other.columns)
        precondition(k == k2, "\(m) × \(k) times \(k2) × \(n)")
        var result = Matrix(rows: m, columns: n)
        guard m > 0, n > 0, k > 0 else { return result }
        elements.withUnsafeBufferPointer { a in
            other.elements.withUnsafeBufferPointer { b in
                result.elements.withUnsafeMutableBufferPointer { c in
                    Scalar.gemm(
                        transposeA: transposeSelf, transposeB: transposeOther, m: m, n: n, k: k,
                        alpha: 1, a: a.baseAddress!, lda: columns, b: b.baseAddress!, ldb: other.columns,
                        beta: 0, c: c.baseAddress!, ldc: n)
                }
            }
        }
        return result
    }

    /// op(self) · vector.
    @inlinable
    public func times(_ vector: [Scalar], transposeSelf: Bool = false) -> [Scalar] {
        let (m, k) = transposeSelf ? (columns, rows) : (rows, columns)
        precondition(vector.count == k, "\(m) × \(k) times a vector of \(vector.count)")
        var result = [Scalar](repeating: 0, count: m)
        guard m > 0, k > 0 else { return result }
        elements.withUnsafeBufferPointer { a in
            vector.withUnsafeBufferPointer { x in
                result.withUnsafeMutableBufferPointer { y in
                    Scalar.gemv(
                        transpose: transposeSelf, rows: rows, columns: columns, alpha: 1, a: a.baseAddress!,
                        lda: columns, x: x.baseAddress!, beta: 0, y: y.baseAddress!)
                }
            }
        }
        return result
    }

    /// |self|, entry by entry.
    @inlinable
    public var magnitudes: Matrix {
        Matrix(rows: rows, columns: columns, elements: elements.map(abs))
    }
}
