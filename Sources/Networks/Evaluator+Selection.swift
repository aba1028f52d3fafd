import LinearAlgebra

/// Operations that only move entries.
extension Evaluator {
    /// y[i] = x[indices[i]] in every row, 0 where the index is negative.
    func selected(_ input: Matrix<Scalar>, _ indices: [Int]) -> Matrix<Scalar> {
        var result = Matrix<Scalar>(rows: input.rows, columns: indices.count)
        input.elements.withUnsafeBufferPointer { source in
            result.elements.withUnsafeMutableBufferPointer { target in
                for row in 0..<input.rows {
                    let (from, to) = (row * input.columns, row * indices.count)
                    for (place, index) in indices.enumerated() where index >= 0 {
                        target[to + place] = source[from + index]
                    }
                }
            }
        }
        return result
    }

    /// The transpose of `selected`: every entry gets the sum of what was read from it, in the order of `indices`.
    func unselected(_ gradient: Matrix<Scalar>, _ indices: [Int], width: Int) -> Matrix<Scalar> {
        var result = Matrix<Scalar>(rows: gradient.rows, columns: width)
        gradient.elements.withUnsafeBufferPointer { source in
            result.elements.withUnsafeMutableBufferPointer { target in
                for row in 0..<gradient.rows {
                    let (from, to) = (row * indices.count, row * width)
                    for (place, index) in indices.enumerated() where index >= 0 {
                        target[to + index] += source[from + place]
                    }
                }
            }
        }
        return result
    }

    /// The entries of all parts, one part after the other, in every row.
    func concatenated(_ parts: [Matrix<Scalar>]) -> Matrix<Scalar> {
        let rows = parts[0].rows
        let width = parts.reduce(0) { $0 + $1.columns }
        var elements = [Scalar]()
        elements.reserveCapacity(rows * width)
        for row in 0..<rows {
            for part in parts { elements += part.elements[row * part.columns..<(row + 1) * part.columns] }
        }
        return Matrix(rows: rows, columns: width, elements: elements)
    }

    /// Some neighbouring columns of a matrix.
    func columns(_ range: Range<Int>, of matrix: Matrix<Scalar>) -> Matrix<Scalar> {
        var elements = [Scalar]()
        elements.reserveCapacity(matrix.rows * range.count)
        for row in 0..<matrix.rows {
            let start = row * matrix.columns
            elements += matrix.elements[start + range.lowerBound..<start + range.upperBound]
        }
        return Matrix(rows: matrix.rows, columns: range.count, elements: elements)
    }
}
