import LinearAlgebra
import Networks

/// The dual function of margins in the lower slopes α of all open ReLUs, one column per margin, and its gradient.
///
/// Back: λ = Σ Wᵀ μ on the values of a stage; μ = α λ where λ ≥ 0, s λ with the constant λ t where λ < 0; ν at the input. The bound
/// is the constants plus the minimum of ν·x' over the set. Forth: the input x* that attains the minimum is pushed through the lines
/// that were used, which gives z, and ∂bound/∂α = λ z where λ ≥ 0 (the maximum over α is concave for each layer's slopes).
struct SlopeDual {
    let network: SlopedNetwork
    let lowest: LowestInputs
    /// Coefficients of the logits: logits × margins.
    let objectives: Matrix<Float>

    /// The slopes of one stage: kept pre-activations × margins; empty for stages without ReLUs.
    typealias Slopes = [Matrix<Float>]

    /// What a pass back leaves for the pass forth.
    struct Pass {
        /// Per stage: coefficients on its values; `nil` where it does not occur.
        var lambda: [Matrix<Float>?]
        /// Lower bounds, one per margin.
        var bounds: [Float]
        /// The minimising inputs, inputs × margins.
        var inputs: Matrix<Float>
    }

    private var count: Int { objectives.columns }

    /// The bounds at given slopes.
    func back(_ slopes: Slopes) -> Pass {
        let last = network.stages.count - 1
        var lambda = [Matrix<Float>?](repeating: nil, count: last + 1)
        var bounds = [Float](repeating: 0, count: count)
        pass(objectives, through: last, &lambda, &bounds)
        for index in (1..<max(last, 1)).reversed() {
            guard let coefficients = lambda[index] else { continue }
            pass(relaxed(coefficients, index, slopes[index], &bounds), through: index, &lambda, &bounds)
        }
        let nu = lambda[0] ?? Matrix(rows: network.stages[0].width, columns: count)
        let inputs = lowest.points(nu)
        for row in 0..<nu.rows {
            for column in 0..<count {
                bounds[column] += nu.elements[row * count + column] * inputs.elements[row * count + column]
            }
        }
        return Pass(lambda: lambda, bounds: bounds, inputs: inputs)
    }

    private func pass(
        _ mu: Matrix<Float>, through index: Int, _ lambda: inout [Matrix<Float>?], _ bounds: inout [Float]
    ) {
        let stage = network.stages[index]
        for (row, bias) in stage.bias.enumerated() where bias != 0 {
            for column in 0..<count { bounds[column] += mu.elements[row * count + column] * bias }
        }
        for term in stage.terms {
            var sum = lambda[term.source] ?? Matrix(rows: network.stages[term.source].width, columns: count)
            lambda[term.source] = nil
            term.matrix.accumulateTransposed(mu, into: &sum)
            lambda[term.source] = sum
        }
    }

    /// From values to pre-activations.
    private func relaxed(
        _ lambda: Matrix<Float>, _ index: Int, _ slopes: Matrix<Float>, _ bounds: inout [Float]
    ) -> Matrix<Float> {
        switch network.stages[index].lines {
        case .identity: return lambda
        case .relu(let slope, let intercept, _):
            var mu = lambda
            for row in slope.indices {
                for column in 0..<count {
                    let place = row * count + column
                    let value = lambda.elements[place]
                    mu.elements[place] = value * (value < 0 ? slope[row] : slopes.elements[place])
                    bounds[column] += min(value, 0) * intercept[row]
                }
            }
            return mu
        case .maxPool(let lowerInput, let upperInput, let upperConstant):
            var mu = Matrix<Float>(rows: network.stages[index].bias.count, columns: count)
            for output in lowerInput.indices {
                for column in 0..<count {
                    let value = lambda.elements[output * count + column]
                    if let input = value >= 0 ? lowerInput[output] : upperInput[output] {
                        mu.elements[input * count + column] += value
                    } else {
                        bounds[column] += value * upperConstant[output]
                    }
                }
            }
            return mu
        }
    }

    /// Pre-activations z of every stage along the lines that `pass` used.
    ///
    /// - Parameter toOutputs: whether those of the last stage, the logits, are wanted as well.
    func forth(_ pass: Pass, _ slopes: Slopes, toOutputs: Bool = false) -> [Matrix<Float>] {
        let last = network.stages.count - (toOutputs ? 0 : 1)
        var pre = [pass.inputs]
        var values = pre
        for index in 1..<max(last, 1) {
            let stage = network.stages[index]
            var z = Matrix<Float>(rows: stage.bias.count, columns: count)
            for row in stage.bias.indices {
                for column in 0..<count { z.elements[row * count + column] = stage.bias[row] }
            }
            for term in stage.terms { term.matrix.accumulate(values[term.source], into: &z) }
            values.append(activated(z, pass.lambda[index], index, slopes[index]))
            pre.append(z)
        }
        return pre
    }

    private func activated(
        _ z: Matrix<Float>, _ lambda: Matrix<Float>?, _ index: Int, _ slopes: Matrix<Float>
    ) -> Matrix<Float> {
        let lambda = lambda ?? Matrix(rows: network.stages[index].width, columns: count)
        switch network.stages[index].lines {
        case .identity: return z
        case .relu(let slope, let intercept, _):
            var h = z
            for row in slope.indices {
                for column in 0..<count {
                    let place = row * count + column
                    h.elements[place] =
                        lambda.elements[place] < 0
                        ? slope[row] * z.elements[place] + intercept[row] : slopes.elements[place] * z.elements[place]
                }
            }
            return h
        case .maxPool(let lowerInput, let upperInput, let upperConstant):
            var h = Matrix<Float>(rows: lowerInput.count, columns: count)
            for output in lowerInput.indices {
                for column in 0..<count {
                    let isLower = lambda.elements[output * count + column] >= 0
                    let input = isLower ? lowerInput[output] : upperInput[output]
                    h.elements[output * count + column] =
                        input.map { z.elements[$0 * count + column] } ?? upperConstant[output]
                }
            }
            return h
        }
    }
}
