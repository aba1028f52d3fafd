import LinearAlgebra
import TestSupport
import Testing
import Verifiers

/// Products with blocks of columns, sparse and dense, against sums written out.
@Suite struct BatchMatrixTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let density: Double
        let width: Int

        var testDescription: String { "density \(density), \(width) columns" }

        /// Widths around the number of columns that the sparse kernel takes at a time.
        static let all = [0, 0.05, 0.15, 0.9].flatMap { density in
            [1, 7, 64, 65, 130].map { Case(density: density, width: $0) }
        }
    }

    @Test(arguments: Case.all) func `products are those of the matrix`(_ example: Case) {
        var generator = SeededGenerator(seed: UInt64(example.width) + UInt64(100 * example.density))
        let (rows, columns, width) = (23, 31, example.width)
        func random(_ count: Int) -> [Float] { (0..<count).map { _ in Float(generator.normal()) } }
        let values = random(rows * columns).map { generator.unitFloat() < Float(example.density) ? $0 : 0 }
        let matrix = BatchMatrix(Matrix(rows: rows, columns: columns, elements: values))
        #expect(matrix.rows == rows && matrix.columns == columns)
        if case .sparse = matrix { #expect(example.density < 0.5) } else { #expect(example.density > 0.5) }
        let (inputs, start) = (random(columns * width), random(rows * width))
        func whole(_ block: FloatBlock) -> FloatRows { FloatRows(block, 0..<block.count / width, width: width) }

        let operand = FloatBlock(inputs)
        let sum = FloatBlock(start)
        matrix.accumulate(whole(operand), into: whole(sum))
        let product = FloatBlock(start)
        matrix.apply(whole(operand), into: whole(product))
        let coefficients = random(rows * width)
        let transposed = FloatBlock(inputs)
        matrix.accumulateTransposed(whole(FloatBlock(coefficients)), into: whole(transposed))

        for column in 0..<width {
            for row in 0..<rows {
                let expected = (0..<columns).reduce(Float(0)) {
                    $0 + values[row * columns + $1] * inputs[$1 * width + column]
                }
                #expect(abs(product[row * width + column] - expected) < 1e-4)
                #expect(abs(sum[row * width + column] - expected - start[row * width + column]) < 1e-4)
            }
            for entry in 0..<columns {
                let expected = (0..<rows).reduce(inputs[entry * width + column]) {
                    $0 + values[$1 * columns + entry] * coefficients[$1 * width + column]
                }
                #expect(abs(transposed[entry * width + column] - expected) < 1e-4)
            }
        }
    }
}
