import LinearAlgebra
import Networks
import Questions

/// Upper bounds on ‖M‖ = max ‖M δ‖ₚ / ‖δ‖ₚ.
enum OperatorNorm {
    /// In exact arithmetic, rounded up; infinite where a number overflows.
    ///
    /// p = ∞: the largest Σⱼ |Mᵢⱼ| of a row. p = 1: the largest Σᵢ |Mᵢⱼ| of a column. p = 2: see `SpectralNorm`.
    static func upperBound(of matrix: AffineMatrix, _ norm: Norm) -> Double {
        switch norm {
        case .infinity: largestSum(Norm.one.upperBounds(ofRows: matrix.asDense))
        case .one: largestSum(Norm.one.upperBounds(ofRows: matrix.asDense.transposed))
        case .two: SpectralNorm.upperBound(of: matrix.asDense)
        }
    }

    private static func largestSum(_ sums: [Double]) -> Double { sums.reduce(0) { $1 <= $0 ? $0 : $1 } }
}

/// Upper bounds on the spectral norm σ of a matrix.
///
/// Power iteration bounds it from below. Here A₀ = M and Aᵢ₊₁ = fl(AᵢᵀAᵢ), so that
///
///     σ(Aᵢ)² = σ(AᵢᵀAᵢ) ≤ σ(Aᵢ₊₁) + eᵢ,   eᵢ = γ ‖Aᵢ‖_F² + underflow,
///
/// because |fl(AᵢᵀAᵢ) − AᵢᵀAᵢ| ≤ γ |Aᵢ|ᵀ|Aᵢ| entry by entry, whose Frobenius norm is at most ‖Aᵢ‖_F². No symmetry is asked of what
/// was computed. After k squarings σ(Aₖ) ≤ ‖Aₖ‖_F, and the factor √n that this may be too large by becomes n^(1/2ᵏ⁺¹). Every Aᵢ is
/// scaled by a power of two, exactly but for underflow.
package enum SpectralNorm {
    /// What one more squaring must gain, relatively.
    private static let leastGain = 1e-9
    /// Multiplications that are spent at most, about ten seconds.
    private static let work = 2e11

    /// Not below the exact norm, and above it by about `leastGain` where the work suffices; infinite where a number overflows.
    ///
    /// - Complexity: a product of n × n matrices per squaring, n the smaller extent; 5 to 30 of them.
    package static func upperBound(of matrix: Matrix<Double>) -> Double {
        var iterate = Scaled(matrix.columns > matrix.rows ? matrix.transposed : matrix)
        guard iterate.length.isFinite, iterate.length > 0 else { return iterate.length }
        var chain = [iterate]
        var best = bound(chain)
        for _ in 0..<squarings(iterate.matrix.columns) {
            iterate = Scaled(iterate.matrix.times(iterate.matrix, transposeSelf: true))
            chain.append(iterate)
            let next = bound(chain)
            guard next < best * (1 - leastGain) else { return min(best, next) }
            best = next
        }
        return best
    }

    private static func squarings(_ extent: Int) -> Int {
        let size = Double(extent)
        return min(40, max(2, Int(work / (size * size * size))))
    }

    /// What the squarings so far say of the first matrix.
    private static func bound(_ chain: [Scaled]) -> Double {
        guard let last = chain.last else { return .infinity }
        var norm = last.length
        for iterate in chain.dropLast().reversed() {
            // The next one was computed from this one's matrix, which is scaled.
            norm = ((norm + iterate.squaringError).nextUp.squareRoot().nextUp + iterate.lost) * iterate.scale
            norm = norm.nextUp
        }
        return norm
    }

    /// A matrix divided by a power of two that brings its length near 1.
    private struct Scaled {
        let matrix: Matrix<Double>
        let scale: Double
        /// An upper bound on the Frobenius norm of the matrix before it was scaled.
        let length: Double
        /// What scaling lost to underflow, in Frobenius norm, of the scaled matrix.
        let lost: Double
        /// What the product of the scaled matrix' transpose with itself is off by, in Frobenius norm.
        let squaringError: Double

        init(_ matrix: Matrix<Double>) {
            length = Norm.two.upperBound(of: matrix.elements)
            guard length.isFinite, length > 0 else {
                (self.matrix, scale, lost, squaringError) = (matrix, 1, 0, .infinity)
                return
            }
            let exponent = min(max(length.exponent, -1000), 1000)
            scale = Double(sign: .plus, exponent: exponent, significand: 1)
            let inverse = Double(sign: .plus, exponent: -exponent, significand: 1)
            self.matrix = Matrix(
                rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { $0 * inverse })
            lost = Rounding.underflow(matrix.elements.count)
            let shrunk = (length * inverse + lost).nextUp
            squaringError =
                (Rounding.gamma(matrix.rows + 8) * shrunk * shrunk
                + Rounding.underflow(matrix.rows * matrix.columns * matrix.columns)).nextUp
        }
    }
}
