import CShims
import LinearAlgebra
import Networks

extension SubstitutionState {
    /// Replaces coefficients on the values of `stage` by coefficients on the values that it reads: with the lower line where a
    /// coefficient is positive and the upper line where it is negative, and then through its affine map. `rows` is empty after it.
    ///
    /// - Parameters:
    ///   - rows: the coefficients; neurons that are surely off lose their rows.
    ///   - reaches: the largest Σ |W| |h| + |b| per pre-activation.
    ///   - largest: the largest |z| of the stage.
    func pass(
        _ stage: LoweredNetwork.Stage, _ relaxation: Relaxation, _ rows: CoefficientRows, reaches: [Double],
        largest: Double
    ) {
        switch relaxation {
        case .identity: pass(stage, rows, reaches: reaches)
        case .relu:
            var sums = workspace.sums
            relaxation.withView { shims_substitution_relax(&rows.view, $0, stage.bias, reaches, &sums, stride) }
            multiply(stage, rows)
        case .maxPool(let lowerInput, let upperInput, let upperConstant):
            let inputs = workspace.preActivations(width: stage.preActivations)
            inputs.reserve(stride: stride)
            for (position, output) in rows.indices.enumerated() {
                let output = Int(output)
                choose(
                    rows.row(at: position, stride: stride), inputs, below: lowerInput[output],
                    above: upperInput[output], constant: upperConstant[output], largest)
            }
            rows.clear()
            pass(stage, inputs, reaches: reaches)
        }
    }

    /// Moves the coefficients of one maximum to the inputs that stand for it: `below` where they are positive, and where they are
    /// negative to `above`, or to the constant where there is no such input.
    private func choose(
        _ coefficients: UnsafePointer<Double>, _ inputs: CoefficientRows, below: Int, above: Int?, constant: Double,
        _ largest: Double
    ) {
        let sums = workspace.sums
        let lower = inputs.row(of: below, stride: stride)
        let upper = above.map { inputs.row(of: $0, stride: stride) }
        for objective in 0..<stride {
            let value = coefficients[objective]
            if value >= 0 {
                lower[objective] += value
                sums.magnitude[objective] += value * largest
            } else if let upper {
                upper[objective] += value
                sums.magnitude[objective] -= value * largest
            } else {
                sums.lower[objective] += value * constant
                sums.magnitude[objective] += abs(value * constant)
            }
        }
    }
}
