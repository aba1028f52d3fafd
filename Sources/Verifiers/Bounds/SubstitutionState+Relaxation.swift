import LinearAlgebra
import Networks

extension SubstitutionState {
    /// Replaces coefficients on the values of a stage by coefficients on its pre-activations, with the lower line where
    /// a coefficient is positive and the upper line where it is negative.
    ///
    /// - Returns: the coefficients and which pre-activations their rows stand for (`nil`: all, in order); neurons that
    ///   are surely off have no row.
    mutating func passRelaxation(
        _ relaxation: Relaxation, _ lambda: Matrix<Double>, largestPreActivations: Double, preActivations: Int
    ) -> (lambda: Matrix<Double>, rows: [Int]?) {
        switch relaxation {
        case .identity: return (lambda, nil)
        case .relu(let lowerSlope, let upperSlope, let upperIntercept):
            return passReLU(lambda, lowerSlope, upperSlope, upperIntercept)
        case .maxPool(let lowerInput, let upperInput, let upperConstant):
            return (
                passMaxPool(
                    lambda, lowerInput, upperInput, upperConstant, largestPreActivations, preActivations), nil
            )
        }
    }

    private mutating func passReLU(
        _ lambda: Matrix<Double>, _ lowerSlope: [Double], _ upperSlope: [Double], _ upperIntercept: [Double]
    ) -> (Matrix<Double>, [Int]?) {
        let count = objectives
        let rows = upperSlope.indices.filter { upperSlope[$0] > 0 }
        var result = Matrix<Double>(rows: rows.count, columns: count)
        lambda.elements.withUnsafeBufferPointer { lambda in
            // Upper lines that are constants.
            for neuron in upperSlope.indices where upperSlope[neuron] == 0 && upperIntercept[neuron] > 0 {
                addIntercept(upperIntercept[neuron], lambda.baseAddress! + neuron * count)
            }
            result.elements.withUnsafeMutableBufferPointer { result in
                for (row, neuron) in rows.enumerated() {
                    let source = lambda.baseAddress! + neuron * count
                    let target = result.baseAddress! + row * count
                    let (low, high, intercept) = (lowerSlope[neuron], upperSlope[neuron], upperIntercept[neuron])
                    for objective in 0..<count {
                        let value = source[objective]
                        target[objective] = value * (value >= 0 ? low : high)
                    }
                    addIntercept(intercept, source)
                }
            }
        }
        return (result, rows.count == upperSlope.count ? nil : rows)
    }

    /// Adds what the constant part of an upper line is worth where `coefficients` call for that line.
    private mutating func addIntercept(_ intercept: Double, _ coefficients: UnsafePointer<Double>) {
        guard intercept > 0 else { return }
        for objective in 0..<objectives {
            let term = coefficients[objective] * intercept
            lowerConstant[objective] += min(term, 0)
            upperConstant[objective] += max(term, 0)
            magnitude[objective] += abs(term)
        }
    }

    private mutating func passMaxPool(
        _ lambda: Matrix<Double>, _ lowerInput: [Int], _ upperInput: [Int?], _ upperConstant: [Double],
        _ largest: Double, _ preActivations: Int
    ) -> Matrix<Double> {
        let count = objectives
        var result = Matrix<Double>(rows: preActivations, columns: count)
        for output in lowerInput.indices {
            for objective in 0..<count {
                let value = lambda[output, objective]
                if value >= 0 {
                    result[lowerInput[output], objective] += value
                    magnitude[objective] += value * largest
                } else if let input = upperInput[output] {
                    result[input, objective] += value
                    magnitude[objective] -= value * largest
                } else {
                    lowerConstant[objective] += value * upperConstant[output]
                    magnitude[objective] += abs(value * upperConstant[output])
                }
            }
        }
        return result
    }
}
