import LinearAlgebra
import Networks

/// Linear functions of the pre-activations of one stage, as functions of the values that it reads.
struct AffineObjectives {
    /// Per stage that is read: Λ of shape width × objectives.
    private(set) var coefficients: [Int: Matrix<Double>] = [:]
    private(set) var constants: [Double]
    /// Σ of absolute terms; times γ it bounds the rounding error.
    var magnitude: [Double]

    /// - Parameters:
    ///   - lambda: pre-activations × objectives.
    ///   - largestValues: largest |h| per stage.
    init(_ stage: LoweredNetwork.Stage, _ lambda: Matrix<Double>, largestValues: [Double]) {
        constants = Array(repeating: 0, count: lambda.columns)
        magnitude = constants
        addConstants(stage, lambda, largestValues)
        for term in stage.terms {
            switch term.matrix {
            case .dense(let matrix): add(matrix.times(lambda, transposeSelf: true), to: term.source)
            case .sparse(let matrix): add(Self.product(matrix, lambda), to: term.source)
            }
        }
    }

    private mutating func add(_ matrix: Matrix<Double>, to stage: Int) {
        guard var sum = coefficients.removeValue(forKey: stage) else {
            coefficients[stage] = matrix
            return
        }
        for index in sum.elements.indices { sum.elements[index] += matrix.elements[index] }
        coefficients[stage] = sum
    }

    private mutating func addConstants(
        _ stage: LoweredNetwork.Stage, _ lambda: Matrix<Double>, _ largestValues: [Double]
    ) {
        for row in 0..<lambda.rows {
            let bias = stage.bias[row]
            let largest = stage.terms.reduce(abs(bias)) { $0 + $1.rowMagnitudes[row] * largestValues[$1.source] }
            for objective in constants.indices {
                let value = lambda[row, objective]
                constants[objective] += value * bias
                magnitude[objective] += abs(value) * largest
            }
        }
    }

    /// Wᵀ Λ.
    private static func product(_ matrix: SparseMatrix, _ lambda: Matrix<Double>) -> Matrix<Double> {
        var product = Matrix<Double>(rows: matrix.columns, columns: lambda.columns)
        for row in 0..<matrix.rows {
            for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                let target = Int(matrix.columnIndices[position]) * lambda.columns
                for objective in 0..<lambda.columns {
                    product.elements[target + objective] += matrix.values[position] * lambda[row, objective]
                }
            }
        }
        return product
    }
}
