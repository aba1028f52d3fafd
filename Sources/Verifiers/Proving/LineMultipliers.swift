import Networks

/// What lower lines with slopes of their own make of the coefficients that backward substitution meets: multipliers μ = α λ of open ReLUs
/// whose λ is > 0. All other ReLUs have the multipliers of the adaptive line, which a check finds by itself.
///
/// Computed in double precision, in another order than a check's λ: what differs is of the size of rounding.
struct LineMultipliers {
    private(set) var values: [(stage: Int, neuron: Int, multiplier: Double)] = []

    /// - Parameters:
    ///   - objective: coefficients on the pre-activations of the last stage.
    ///   - relaxations: the lines of every stage below it.
    ///   - adaptive: the same with adaptive lower lines.
    /// - Complexity: one pass over the matrices.
    init(
        _ network: LoweredNetwork, _ objective: [Double], _ relaxations: [Relaxation], otherThan adaptive: [Relaxation]
    ) {
        var lambda = network.stages.map { [Double](repeating: 0, count: $0.width) }
        Self.spread(objective, through: network.stages[network.outputStage], &lambda)
        for stage in (1..<max(network.outputStage, 1)).reversed() {
            Self.spread(
                substituted(lambda[stage], stage, relaxations[stage], adaptive[stage], network),
                through: network.stages[stage], &lambda)
        }
    }

    /// From values to pre-activations.
    private mutating func substituted(
        _ lambda: [Double], _ stage: Int, _ lines: Relaxation, _ adaptive: Relaxation, _ network: LoweredNetwork
    ) -> [Double] {
        switch lines {
        case .identity: return lambda
        case .relu(let lower, let upper, _):
            guard case .relu(let usual, _, _) = adaptive else { return lambda }
            return lambda.indices.map { neuron in
                guard lambda[neuron] > 0 else { return lambda[neuron] * upper[neuron] }
                let multiplier = lambda[neuron] * lower[neuron]
                if lower[neuron] != usual[neuron] { values.append((stage, neuron, multiplier)) }
                return multiplier
            }
        case .maxPool(let lowerInput, let upperInput, _):
            var mu = [Double](repeating: 0, count: network.stages[stage].preActivations)
            for (output, value) in lambda.enumerated() {
                if let input = value >= 0 ? lowerInput[output] : upperInput[output] { mu[input] += value }
            }
            return mu
        }
    }

    private static func spread(_ mu: [Double], through stage: LoweredNetwork.Stage, _ lambda: inout [[Double]]) {
        for term in stage.terms {
            switch term.matrix {
            case .dense(let matrix):
                for row in mu.indices where mu[row] != 0 {
                    for column in 0..<matrix.columns { lambda[term.source][column] += mu[row] * matrix[row, column] }
                }
            case .sparse(let matrix):
                for row in mu.indices where mu[row] != 0 {
                    for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                        lambda[term.source][Int(matrix.columnIndices[position])] += mu[row] * matrix.values[position]
                    }
                }
            }
        }
    }
}
