import LinearAlgebra

/// One evaluation of the dual function of a batch of domains, and of its gradient.
///
/// Backward: λ = B ᵀμ + b on the values h; μ = αλ (λ ≥ 0) or sλ (λ < 0) for open ReLUs, λ − β for active ones, β for
/// inactive ones; ν = Aᵀμ + a at the input. Bound = constants + Σ min(ν lo, ν hi). Forward: x* at the corner that attains
/// the minimum, pushed through the lines that were used, gives the gradient.
struct DualEvaluation: Sendable {
    /// Lower bound per domain.
    var bounds: [Float]
    /// Coefficients on h, unstable ReLUs × domains.
    var lambda: [Float]
    /// Coefficients on z, unstable ReLUs × domains.
    var mu: [Float]
    /// Minimising inputs, inputs × domains.
    var inputs: [Float]
    /// Pre-activations along the forward pass, unstable ReLUs × domains.
    var z: [Float]
    /// Values along the forward pass, unstable ReLUs × domains.
    var h: [Float]
}

extension ReLUSystem {
    /// Evaluates the dual function of `objective` on `batch`.
    ///
    /// - Complexity: four matrix products over the batch.
    func evaluate(_ objective: SystemObjective, _ batch: DomainBatch) -> DualEvaluation {
        let size = count * batch.count
        var result = DualEvaluation(
            bounds: Array(repeating: objective.constant, count: batch.count),
            lambda: Array(repeating: 0, count: size), mu: Array(repeating: 0, count: size),
            inputs: Array(repeating: 0, count: inputCount * batch.count), z: Array(repeating: 0, count: size),
            h: Array(repeating: 0, count: size))
        backward(objective, batch, &result)
        corner(objective, batch, &result)
        forward(batch, &result)
        return result
    }

    /// Slope of the upper line of an open ReLU.
    func slope(_ unit: Int) -> Float { upper[unit] / (upper[unit] - lower[unit]) }

    private func backward(_ objective: SystemObjective, _ batch: DomainBatch, _ result: inout DualEvaluation) {
        let width = batch.count
        for (source, range) in stages.enumerated().reversed() {
            for unit in range {
                for column in 0..<width { result.lambda[unit * width + column] = objective.hiddenWeights[unit] }
            }
            for target in stages.indices where target > source {
                guard let block = hiddenWeights[target][source] else { continue }
                // λ of `source` += Bᵀ μ of `target`
                block.elements.withUnsafeBufferPointer { b in
                    result.mu.withUnsafeBufferPointer { mu in
                        result.lambda.withUnsafeMutableBufferPointer { lambda in
                            Float.gemm(
                                transposeA: true, transposeB: false, m: range.count, n: width,
                                k: stages[target].count, alpha: 1, a: b.baseAddress!, lda: block.columns,
                                b: mu.baseAddress! + stages[target].lowerBound * width, ldb: width, beta: 1,
                                c: lambda.baseAddress! + range.lowerBound * width, ldc: width)
                        }
                    }
                }
            }
            for unit in range { relax(unit, batch, &result) }
        }
    }

    private func relax(_ unit: Int, _ batch: DomainBatch, _ result: inout DualEvaluation) {
        let width = batch.count
        let start = unit * width
        let slope = slope(unit)
        let intercept = -slope * lower[unit]
        let constant = bias[unit]
        batch.open.withUnsafeBufferPointer { open in
            batch.active.withUnsafeBufferPointer { active in
                batch.inactive.withUnsafeBufferPointer { inactive in
                    batch.alpha.withUnsafeBufferPointer { alpha in
                        batch.beta.withUnsafeBufferPointer { beta in
                            result.lambda.withUnsafeBufferPointer { lambda in
                                result.mu.withUnsafeMutableBufferPointer { mu in
                                    result.bounds.withUnsafeMutableBufferPointer { bounds in
                                        for column in 0..<width {
                                            let index = start + column
                                            let value = lambda[index]
                                            let line = value >= 0 ? alpha[index] : slope
                                            let m =
                                                open[index] * line * value + active[index] * value
                                                + (inactive[index] - active[index]) * beta[index]
                                            mu[index] = m
                                            bounds[column] +=
                                                m * constant + open[index] * min(value, 0) * intercept
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// ν, its minimum over the box, and the corner that attains it.
    private func corner(_ objective: SystemObjective, _ batch: DomainBatch, _ result: inout DualEvaluation) {
        let width = batch.count
        result.inputs.withUnsafeMutableBufferPointer { nu in
            for input in 0..<inputCount {
                for column in 0..<width { nu[input * width + column] = objective.inputWeights[input] }
            }
            if count > 0 {
                inputWeights.elements.withUnsafeBufferPointer { a in
                    result.mu.withUnsafeBufferPointer { mu in
                        Float.gemm(
                            transposeA: true, transposeB: false, m: inputCount, n: width, k: count, alpha: 1,
                            a: a.baseAddress!, lda: inputCount, b: mu.baseAddress!, ldb: width, beta: 1,
                            c: nu.baseAddress!, ldc: width)
                    }
                }
            }
            result.bounds.withUnsafeMutableBufferPointer { bounds in
                for input in 0..<inputCount {
                    let (low, high) = (inputLower[input], inputUpper[input])
                    let row = nu.baseAddress! + input * width
                    for column in 0..<width {
                        let coefficient = row[column]
                        let point = coefficient >= 0 ? low : high
                        bounds[column] += coefficient * point
                        row[column] = point
                    }
                }
            }
        }
    }

    private func forward(_ batch: DomainBatch, _ result: inout DualEvaluation) {
        guard count > 0 else { return }
        let width = batch.count
        result.z.withUnsafeMutableBufferPointer { z in
            result.h.withUnsafeMutableBufferPointer { h in
                result.inputs.withUnsafeBufferPointer { x in
                    inputWeights.elements.withUnsafeBufferPointer { a in
                        Float.gemm(
                            transposeA: false, transposeB: false, m: count, n: width, k: inputCount, alpha: 1,
                            a: a.baseAddress!, lda: inputCount, b: x.baseAddress!, ldb: width, beta: 0,
                            c: z.baseAddress!, ldc: width)
                    }
                }
                for (target, range) in stages.enumerated() {
                    for source in 0..<target {
                        guard let block = hiddenWeights[target][source] else { continue }
                        block.elements.withUnsafeBufferPointer { b in
                            Float.gemm(
                                transposeA: false, transposeB: false, m: range.count, n: width, k: block.columns,
                                alpha: 1, a: b.baseAddress!, lda: block.columns,
                                b: h.baseAddress! + stages[source].lowerBound * width, ldb: width, beta: 1,
                                c: z.baseAddress! + range.lowerBound * width, ldc: width)
                        }
                    }
                    for unit in range { activate(unit, batch, result.lambda, z, h) }
                }
            }
        }
    }

    private func activate(
        _ unit: Int, _ batch: DomainBatch, _ lambda: [Float], _ z: UnsafeMutableBufferPointer<Float>,
        _ h: UnsafeMutableBufferPointer<Float>
    ) {
        let width = batch.count
        let slope = slope(unit)
        let intercept = -slope * lower[unit]
        let constant = bias[unit]
        for column in 0..<width {
            let index = unit * width + column
            let value = z[index] + constant
            z[index] = value
            let line = lambda[index] >= 0 ? batch.alpha[index] * value : slope * value + intercept
            h[index] = batch.open[index] * line + batch.active[index] * value
        }
    }
}
