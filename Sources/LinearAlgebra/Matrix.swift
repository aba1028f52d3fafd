/// A dense matrix in row-major order.
///
/// `Scalar` is `Float` (attacks, training) or `Double` (bounds). Products go to BLAS; see `Matrix+Products.swift`.
public struct Matrix<Scalar: BLASScalar>: Sendable, Equatable {
    /// Number of rows.
    public let rows: Int
    /// Number of columns.
    public let columns: Int
    /// `rows × columns` entries, row after row.
    public var elements: [Scalar]

    /// A matrix of zeros.
    @inlinable
    public init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, elements: Array(repeating: 0, count: rows * columns))
    }

    /// A matrix over `elements` in row-major order; traps unless their count is `rows × columns`.
    @inlinable
    public init(rows: Int, columns: Int, elements: [Scalar]) {
        precondition(elements.count == rows * columns, "\(elements.count) elements for a \(rows) × \(columns) matrix")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    @inlinable
    public subscript(row: Int, column: Int) -> Scalar {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }

    /// A copy of row `row`.
    @inlinable
    public func row(_ row: Int) -> [Scalar] {
        Array(elements[row * columns..<(row + 1) * columns])
    }

    /// The matrix whose rows are the given rows of this one, in that order.
    @inlinable
    public func selectingRows(_ indices: [Int]) -> Matrix {
        var result = [Scalar]()
        result.reserveCapacity(indices.count * columns)
        for index in indices { result.append(contentsOf: elements[index * columns..<(index + 1) * columns]) }
        return Matrix(rows: indices.count, columns: columns, elements: result)
    }

    @inlinable
    public var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns { result[column, row] = self[row, column] }
        }
        return result
    }
}

extension Matrix where Scalar == Float {
    /// The same entries in double precision; exact.
    @inlinable
    public var doubles: Matrix<Double> {
        Matrix<Double>(rows: rows, columns: columns, elements: elements.map(Double.init))
    }
}
