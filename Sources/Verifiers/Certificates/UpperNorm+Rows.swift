import LinearAlgebra
import Questions

extension Norm {
    /// `upperBound(of:)` of every row of `matrix`, in vector code where nothing may overflow or vanish.
    ///
    /// - Complexity: one pass over the matrix.
    package func upperBounds(ofRows matrix: Matrix<Double>) -> [Double] {
        let width = matrix.columns
        return matrix.elements.withUnsafeBufferPointer { elements in
            (0..<matrix.rows).map { row in
                upperBound(ofRow: UnsafeBufferPointer(rebasing: elements[row * width..<(row + 1) * width]))
            }
        }
    }

    private func upperBound(ofRow row: UnsafeBufferPointer<Double>) -> Double {
        let widening = 1 + Rounding.gamma(row.count + 4)
        switch self {
        case .infinity: return upperBound(of: row)
        case .one:
            let sum = LaneSums.sum(row, LaneSums.magnitude)
            return sum == 0 ? 0 : sum.isFinite ? (sum * widening).nextUp : .infinity
        case .two:
            let square = LaneSums.sum(row) { $0 * $0 }
            guard square > Self.ordinarySquares.lowerBound, square < Self.ordinarySquares.upperBound else {
                return upperBound(of: row)
            }
            return ((square + Rounding.underflow(row.count)).squareRoot() * widening).nextUp
        }
    }

    /// Sums of squares that neither overflow nor lose to underflow what counts.
    private static let ordinarySquares = 0x1p-800..<0x1p800
}
