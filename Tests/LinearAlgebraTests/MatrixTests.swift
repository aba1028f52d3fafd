import LinearAlgebra
import Testing

/// The naive product of op(a) and op(b).
private func naiveProduct<Scalar>(
    _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool, transposeB: Bool
) -> Matrix<Scalar> {
    let (m, k) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
    let n = transposeB ? b.rows : b.columns
    var result = Matrix<Scalar>(rows: m, columns: n)
    for row in 0..<m {
        for column in 0..<n {
            for inner in 0..<k {
                let left = transposeA ? a[inner, row] : a[row, inner]
                let right = transposeB ? b[column, inner] : b[inner, column]
                result[row, column] += left * right
            }
        }
    }
    return result
}

/// Whole numbers so small that every product and sum is exact, whatever the order.
private func whole<Scalar>(_ rows: Int, _ columns: Int, _ generator: inout SeededGenerator) -> Matrix<Scalar> {
    Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map { _ in Scalar(Int.random(in: -9...9, using: &generator)) })
}

private func checkProducts<Scalar>(of type: Scalar.Type, extents: [Int], seed: UInt64) where Scalar: BLASScalar {
    var generator = SeededGenerator(seed: seed)
    for m in extents {
        for n in extents {
            for k in extents {
                for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
                    let a: Matrix<Scalar> = transposeA ? whole(k, m, &generator) : whole(m, k, &generator)
                    let b: Matrix<Scalar> = transposeB ? whole(n, k, &generator) : whole(k, n, &generator)
                    let product = a.times(b, transposeSelf: transposeA, transposeOther: transposeB)
                    let expected = naiveProduct(a, b, transposeA: transposeA, transposeB: transposeB)
                    #expect(product == expected, "\(m)×\(k) times \(k)×\(n), \(transposeA), \(transposeB)")
                }
            }
        }
    }
}

@Suite struct MatrixTests {
    @Test func productsEqualNaiveLoopsForAllShapes() {
        checkProducts(of: Float.self, extents: [0, 1, 2, 3, 7, 33], seed: 1)
        checkProducts(of: Double.self, extents: [0, 1, 2, 3, 7, 33], seed: 2)
    }

    @Test func largeProductsStayExactOnWholeNumbers() {
        checkProducts(of: Float.self, extents: [65, 130], seed: 3)
        checkProducts(of: Double.self, extents: [65, 130], seed: 4)
    }

    @Test func vectorProductsEqualNaiveLoops() {
        var generator = SeededGenerator(seed: 5)
        for rows in [0, 1, 2, 5, 40] {
            for columns in [0, 1, 3, 41] {
                for transposed in [false, true] {
                    let a: Matrix<Double> = whole(rows, columns, &generator)
                    let x: Matrix<Double> = whole(transposed ? rows : columns, 1, &generator)
                    let expected = naiveProduct(a, x, transposeA: transposed, transposeB: false).elements
                    #expect(a.times(x.elements, transposeSelf: transposed) == expected)
                    let single = Matrix<Float>(rows: rows, columns: columns, elements: a.elements.map(Float.init))
                    let result = single.times(x.elements.map(Float.init), transposeSelf: transposed)
                    #expect(result == expected.map(Float.init))
                }
            }
        }
    }

    /// α, β and row distances larger than the rows, as blocked algorithms use them.
    @Test func gemmScalesAndAccumulatesIntoPartOfALargerMatrix() {
        var generator = SeededGenerator(seed: 6)
        let a: Matrix<Double> = whole(3, 6, &generator)
        let b: Matrix<Double> = whole(4, 7, &generator)
        let before: Matrix<Double> = whole(3, 8, &generator)
        var after = before
        a.elements.withUnsafeBufferPointer { a in
            b.elements.withUnsafeBufferPointer { b in
                after.elements.withUnsafeMutableBufferPointer { c in
                    guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
                    Double.gemm(
                        transposeA: false, transposeB: false, m: 3, n: 5, k: 4, alpha: 2, a: a + 1, lda: 6, b: b + 2,
                        ldb: 7, beta: -3, c: c, ldc: 8)
                }
            }
        }
        for row in 0..<3 {
            for column in 0..<8 {
                let product = (0..<4).reduce(0.0) { $0 + (column < 5 ? a[row, $1 + 1] * b[$1, column + 2] : 0) }
                let expected = column < 5 ? 2 * product - 3 * before[row, column] : before[row, column]
                #expect(after[row, column] == expected)
            }
        }
    }

    @Test func rowsSelectionAndTransposition() {
        let matrix = Matrix<Float>(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
        #expect(matrix[1, 0] == 4)
        #expect(matrix.row(1) == [4, 5, 6])
        #expect(matrix.transposed == Matrix(rows: 3, columns: 2, elements: [1, 4, 2, 5, 3, 6]))
        #expect(matrix.transposed.transposed == matrix)
        #expect(
            matrix.selectingRows([1, 0, 1])
                == Matrix(rows: 3, columns: 3, elements: [4, 5, 6, 1, 2, 3, 4, 5, 6]))
        #expect(matrix.selectingRows([]) == Matrix(rows: 0, columns: 3))
        #expect(Matrix<Float>(rows: 0, columns: 4).transposed == Matrix(rows: 4, columns: 0))
    }

    @Test func magnitudesAndDoublesAreExact() {
        let matrix = Matrix<Float>(rows: 2, columns: 2, elements: [-1.5, 0.1, -0.0, .leastNonzeroMagnitude])
        #expect(matrix.magnitudes.elements == [1.5, 0.1, 0, .leastNonzeroMagnitude])
        #expect(matrix.magnitudes.elements.allSatisfy { $0.sign == .plus })
        #expect(matrix.doubles.elements.map(Float.init) == matrix.elements)
        #expect(matrix.doubles[0, 1] == Double(Float(0.1)))
    }

    @Test func subscriptWritesOneEntry() {
        var matrix = Matrix<Double>(rows: 2, columns: 2)
        matrix[1, 0] = 7
        #expect(matrix.elements == [0, 0, 7, 0])
        #expect(matrix != Matrix(rows: 1, columns: 4, elements: [0, 0, 7, 0]))
    }
}
