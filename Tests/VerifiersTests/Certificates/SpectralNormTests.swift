import LinearAlgebra
import Testing
import Verifiers

/// The spectral norm against closed formulas and Jacobi's rotations.
@Suite struct SpectralNormTests {
    /// Singular values are the lengths of the columns once they are orthogonal (one-sided Jacobi, Hestenes 1958).
    private func exact(_ matrix: Matrix<Double>) -> Double {
        var columns = (0..<matrix.columns).map { column in (0..<matrix.rows).map { matrix[$0, column] } }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        for _ in 0..<60 {
            for first in columns.indices {
                for second in 0..<first {
                    let (a, b) = (columns[first], columns[second])
                    let product = dot(a, b)
                    guard abs(product) > 1e-300 else { continue }
                    let zeta = (dot(b, b) - dot(a, a)) / (2 * product)
                    let tangent = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
                    let cosine = 1 / (1 + tangent * tangent).squareRoot()
                    columns[first] = zip(a, b).map { cosine * ($0 - tangent * $1) }
                    columns[second] = zip(a, b).map { cosine * (tangent * $0 + $1) }
                }
            }
        }
        return columns.map { dot($0, $0).squareRoot() }.max() ?? 0
    }

    private func random(_ rows: Int, _ columns: Int, seed: UInt64, scale: Double = 1) -> Matrix<Double> {
        var generator = SeededGenerator(seed: seed)
        return Matrix(
            rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in scale * generator.normal() })
    }

    @Test(arguments: 0..<100 as Range<UInt64>) func `two by two, by formula`(_ seed: UInt64) {
        let matrix = random(2, 2, seed: seed)
        let (a, b, c, d) = (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1])
        let (sum, determinant) = (a * a + b * b + c * c + d * d, a * d - b * c)
        let norm = ((sum + (sum * sum - 4 * determinant * determinant).squareRoot()) / 2).squareRoot()
        let bound = SpectralNorm.upperBound(of: matrix)
        #expect(bound >= norm * (1 - 1e-15) && bound <= norm * (1 + 1e-8))
    }

    @Test(arguments: [[3, 3], [5, 2], [2, 7], [20, 30], [40, 12], [1, 9], [9, 1]], [1, 1e-150, 1e150, 0x1p-40])
    func `against rotations`(_ size: [Int], _ scale: Double) {
        for seed in 0..<5 as Range<UInt64> {
            let norm = exact(random(size[0], size[1], seed: seed))
            let bound = SpectralNorm.upperBound(of: random(size[0], size[1], seed: seed, scale: scale)) / scale
            #expect(bound >= norm * (1 - 1e-14) && bound <= norm * (1 + 1e-7), "\(bound), exactly \(norm)")
        }
    }

    /// All singular values alike, where squaring gains least, and some that are far apart.
    @Test func `rotations, projections and zeros`() {
        let turn = Matrix<Double>(rows: 2, columns: 2, elements: [0.6, -0.8, 0.8, 0.6])
        let bound = SpectralNorm.upperBound(of: turn)
        #expect(bound >= 1 && bound <= 1 + 1e-8)
        let wide = Matrix<Double>(rows: 2, columns: 2, elements: [3, 0, 0, 1e-9])
        #expect(SpectralNorm.upperBound(of: wide) >= 3 && SpectralNorm.upperBound(of: wide) <= 3 * (1 + 1e-8))
        #expect(SpectralNorm.upperBound(of: Matrix<Double>(rows: 3, columns: 4)) == 0)
        let broken = Matrix<Double>(rows: 1, columns: 2, elements: [1, .nan])
        #expect(SpectralNorm.upperBound(of: broken) == .infinity)
    }
}
