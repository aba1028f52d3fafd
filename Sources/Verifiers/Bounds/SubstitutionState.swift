import LinearAlgebra
import Networks

/// The linear functions that backward substitution carries towards the input, for a batch of objectives:
/// for every stage a coefficient matrix (values h × objectives), constants below and above, and the magnitude that
/// the accumulated rounding error is proportional to.
struct SubstitutionState {
    /// Per stage: Λ of shape width × objectives, or `nil` where the stage does not occur.
    var coefficients: [Matrix<Double>?]
    var lowerConstant: [Double]
    /// Meaningful only where every relaxation passed so far is parallel.
    var upperConstant: [Double]
    /// Σ of absolute terms; times γ it bounds the rounding error.
    var magnitude: [Double]

    init(objectives: Int, stages: Int) {
        coefficients = Array(repeating: nil, count: stages)
        lowerConstant = Array(repeating: 0, count: objectives)
        upperConstant = lowerConstant
        magnitude = lowerConstant
    }

    var objectives: Int { lowerConstant.count }

    /// Replaces coefficients on the pre-activations of `stage` by coefficients on the values it reads.
    ///
    /// - Parameters:
    ///   - lambda: rows × objectives, where `rows` names the pre-activations (`nil`: all, in order).
    ///   - largestValues: largest |h| per stage.
    mutating func passAffine(
        _ stage: LoweredNetwork.Stage, _ lambda: Matrix<Double>, rows: [Int]?, largestValues: [Double]
    ) {
        addConstants(stage, lambda, rows, largestValues)
        for term in stage.terms {
            switch term.matrix {
            case .dense(let matrix):
                let selected = rows.map { matrix.selectingRows($0) } ?? matrix
                add(selected.times(lambda, transposeSelf: true), to: term.source)
            case .sparse(let matrix): addSparse(matrix, lambda, rows, to: term.source)
            }
        }
    }

    /// Starts from the pre-activations `neurons` of `stage` themselves, one objective each.
    mutating func start(at stage: LoweredNetwork.Stage, neurons: [Int], largestValues: [Double]) {
        for (objective, neuron) in neurons.enumerated() {
            lowerConstant[objective] = stage.bias[neuron]
            upperConstant[objective] = stage.bias[neuron]
            magnitude[objective] = stage.terms.reduce(abs(stage.bias[neuron])) {
                $0 + $1.rowMagnitudes[neuron] * largestValues[$1.source]
            }
        }
        for term in stage.terms {
            switch term.matrix {
            case .dense(let matrix):
                if neurons.count == matrix.rows, let transposed = term.transposed {
                    add(transposed, to: term.source)
                } else {
                    add(matrix.selectingRows(neurons).transposed, to: term.source)
                }
            case .sparse(let matrix):
                var result = Matrix<Double>(rows: matrix.columns, columns: neurons.count)
                for (objective, neuron) in neurons.enumerated() {
                    for position in matrix.rowStarts[neuron]..<matrix.rowStarts[neuron + 1] {
                        result.elements[Int(matrix.columnIndices[position]) * neurons.count + objective] +=
                            matrix.values[position]
                    }
                }
                add(result, to: term.source)
            }
        }
    }

    private mutating func add(_ matrix: Matrix<Double>, to stage: Int) {
        guard var sum = coefficients[stage] else {
            coefficients[stage] = matrix
            return
        }
        coefficients[stage] = nil
        for index in sum.elements.indices { sum.elements[index] += matrix.elements[index] }
        coefficients[stage] = sum
    }

    private mutating func addConstants(
        _ stage: LoweredNetwork.Stage, _ lambda: Matrix<Double>, _ rows: [Int]?, _ largestValues: [Double]
    ) {
        let count = objectives
        for row in 0..<lambda.rows {
            let neuron = rows?[row] ?? row
            let bias = stage.bias[neuron]
            let largest = stage.terms.reduce(abs(bias)) {
                $0 + $1.rowMagnitudes[neuron] * largestValues[$1.source]
            }
            for objective in 0..<count {
                let value = lambda.elements[row * count + objective]
                lowerConstant[objective] += value * bias
                upperConstant[objective] += value * bias
                magnitude[objective] += abs(value) * largest
            }
        }
    }

    private mutating func addSparse(
        _ matrix: SparseMatrix, _ lambda: Matrix<Double>, _ rows: [Int]?, to stage: Int
    ) {
        let count = objectives
        var sum = coefficients[stage] ?? Matrix<Double>(rows: matrix.columns, columns: count)
        coefficients[stage] = nil
        sum.elements.withUnsafeMutableBufferPointer { target in
            lambda.elements.withUnsafeBufferPointer { lambda in
                for row in 0..<(rows?.count ?? matrix.rows) {
                    let neuron = rows?[row] ?? row
                    let source = lambda.baseAddress! + row * count
                    for position in matrix.rowStarts[neuron]..<matrix.rowStarts[neuron + 1] {
                        let value = matrix.values[position]
                        let column = target.baseAddress! + Int(matrix.columnIndices[position]) * count
                        for objective in 0..<count { column[objective] += value * source[objective] }
                    }
                }
            }
        }
        coefficients[stage] = sum
    }
}
