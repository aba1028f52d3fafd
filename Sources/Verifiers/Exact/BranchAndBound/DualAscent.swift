import LinearAlgebra

/// Projected Adam ascent on the multipliers α ∈ [0, 1] and β ≥ 0 of a batch of domains.
struct DualAscent: Sendable {
    var steps: Int
    /// Step lengths of α and β in the first step.
    var alphaStep: Float
    var betaStep: Float
    /// Factor on both per step.
    var decay: Float = 0.97

    /// The result: the best multipliers seen and what they prove, and the last evaluation for whoever branches on it.
    struct Result: Sendable {
        var batch: DomainBatch
        /// Best bound per domain.
        var bounds: [Float]
        var last: DualEvaluation
    }

    /// Climbs from the multipliers of `batch`.
    func run(_ system: ReLUSystem, _ objective: SystemObjective, _ batch: DomainBatch) -> Result {
        var current = batch
        var evaluation = system.evaluate(objective, current)
        var best = Result(batch: current, bounds: evaluation.bounds, last: evaluation)
        var first = Moments(count: current.alpha.count)
        var second = Moments(count: current.alpha.count)
        var rate: Float = 1
        for step in 1...max(steps, 1) where steps > 0 {
            advance(&current, evaluation, &first, &second, step: step, rate: rate)
            rate *= decay
            evaluation = system.evaluate(objective, current)
            keepImprovements(current, evaluation, system.count, &best)
        }
        best.last = evaluation
        return best
    }

    /// Adam's running averages for one kind of multiplier.
    private struct Moments {
        var mean: [Float]
        var square: [Float]

        init(count: Int) {
            mean = Array(repeating: 0, count: count)
            square = mean
        }
    }

    private func advance(
        _ batch: inout DomainBatch, _ evaluation: DualEvaluation, _ alpha: inout Moments, _ beta: inout Moments,
        step: Int, rate: Float
    ) {
        let correction1 = 1 / (1 - power(0.9, step))
        let correction2 = 1 / (1 - power(0.999, step))
        let (alphaRate, betaRate) = (alphaStep * rate, betaStep * rate)
        let size = batch.alpha.count
        evaluation.lambda.withUnsafeBufferPointer { lambda in
            evaluation.z.withUnsafeBufferPointer { z in
                for index in 0..<size {
                    // ∂g/∂α = λ z where λ ≥ 0 and the ReLU is open; ∂g/∂β = −z if active, z if inactive.
                    let alphaSlope = batch.open[index] * max(lambda[index], 0) * z[index]
                    let betaSlope = (batch.inactive[index] - batch.active[index]) * z[index]
                    alpha.mean[index] += 0.1 * (alphaSlope - alpha.mean[index])
                    alpha.square[index] += 0.001 * (alphaSlope * alphaSlope - alpha.square[index])
                    beta.mean[index] += 0.1 * (betaSlope - beta.mean[index])
                    beta.square[index] += 0.001 * (betaSlope * betaSlope - beta.square[index])
                    let alphaMove =
                        alphaRate * alpha.mean[index] * correction1
                        / ((alpha.square[index] * correction2).squareRoot() + 1e-8)
                    let betaMove =
                        betaRate * beta.mean[index] * correction1
                        / ((beta.square[index] * correction2).squareRoot() + 1e-8)
                    batch.alpha[index] = min(max(batch.alpha[index] + alphaMove, 0), 1)
                    batch.beta[index] = max(batch.beta[index] + betaMove, 0)
                }
            }
        }
    }

    private func keepImprovements(
        _ batch: DomainBatch, _ evaluation: DualEvaluation, _ units: Int, _ best: inout Result
    ) {
        for column in 0..<batch.count where evaluation.bounds[column] > best.bounds[column] {
            best.bounds[column] = evaluation.bounds[column]
            for unit in 0..<units {
                let index = unit * batch.count + column
                best.batch.alpha[index] = batch.alpha[index]
                best.batch.beta[index] = batch.beta[index]
            }
        }
    }

    private func power(_ base: Float, _ exponent: Int) -> Float {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}
