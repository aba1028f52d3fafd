import LinearAlgebra
import Testing
import Verifiers

/// Sparse products of matrices whose rows share columns, in groups of every size, against sums written out.
@Suite struct SparseGroupTests {
    /// Matrices whose rows come in shuffled groups of `sizes` with the same columns, and a row of zeros.
    private static func matrix(_ sizes: [Int], columns: Int, _ generator: inout SeededGenerator) -> Matrix<Float> {
        var rows = [[Float](repeating: 0, count: columns)]
        for size in sizes {
            let places = (0..<columns).filter { _ in generator.unitFloat() < 0.3 }
            for _ in 0..<size {
                var row = [Float](repeating: 0, count: columns)
                for place in places { row[place] = Float(generator.normal()) }
                rows.append(row)
            }
        }
        rows.shuffle(using: &generator)
        return Matrix(rows: rows.count, columns: columns, elements: Array(rows.joined()))
    }

    @Test(arguments: 1...130) func `products are those of the matrix`(width: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        let sizes = width.isMultiple(of: 2) ? [1, 2, 3, 4] : [5, 6, 7, 9, 1, 1, 13]
        let matrix = Self.matrix(sizes, columns: Int.random(in: 20...60, using: &generator), &generator)
        let batch = BatchMatrix.sparse(SparseRows(matrix), SparseRows(matrix.transposed))
        check(matrix, batch.rows, batch.columns, width, &generator, transposed: false, batch.accumulate)
        check(
            matrix.transposed, batch.columns, batch.rows, width, &generator, transposed: true,
            batch.accumulateTransposed)
        check(matrix, batch.rows, batch.columns, width, &generator, transposed: false, adds: false, batch.apply)
    }

    /// Sums in the order of the entries, so that they differ by no more than fused multiplications do.
    private func check(
        _ matrix: Matrix<Float>, _ rows: Int, _ columns: Int, _ width: Int, _ generator: inout SeededGenerator,
        transposed: Bool, adds: Bool = true, _ multiply: (FloatRows, FloatRows) -> Void
    ) {
        #expect(rows == matrix.rows && columns == matrix.columns)
        func random(_ count: Int) -> [Float] { (0..<count).map { _ in Float(generator.normal()) } }
        let (inputs, start) = (random(columns * width), random((rows + 1) * width))
        // Behind the last row lies one that products must leave alone.
        let target = FloatBlock(start)
        multiply(
            FloatRows(FloatBlock(inputs), 0..<columns, width: width), FloatRows(target, 0..<rows, width: width))
        for place in 0..<rows * width {
            let (row, column) = place.quotientAndRemainder(dividingBy: width)
            let expected = (0..<columns).reduce(adds ? start[place] : 0) {
                $0 + matrix[row, $1] * inputs[$1 * width + column]
            }
            guard abs(target[place] - expected) > 1e-5 * (1 + abs(expected)) else { continue }
            Issue.record("row \(row), column \(column): \(target[place]) for \(expected), transposed: \(transposed)")
            return
        }
        #expect((rows * width..<(rows + 1) * width).allSatisfy { target[$0] == start[$0] })
    }
}
