import Networks

extension ReducedNetwork {
    /// `function` of variables in free variables alone; without its error.
    package func substituted(_ function: LinearFunction) -> LinearFunction {
        var sum = ColumnSums(columns: variableCount, constant: function.constant)
        for (variable, value) in zip(function.columns, function.values) {
            if let substitution = substitutions[Int(variable)] {
                sum.add(value, substitution)
            } else {
                sum.add(value, column: variable)
            }
        }
        return sum.sum()
    }

    /// Values of all variables from those of the free ones; entries of affine variables are ignored.
    package func completed(_ values: [Double]) -> [Double] {
        var values = values
        for (variable, substitution) in substitutions.enumerated() {
            guard let substitution else { continue }
            values[variable] = zip(substitution.columns, substitution.values).reduce(substitution.constant) {
                $0 + $1.1 * values[Int($1.0)]
            }
        }
        return values
    }

    /// Σ factor · z over (neuron, factor) pairs of `stage`, whose sources are there, as a function of variables, with the
    /// error of coefficients that several weights add up to.
    package func function(_ combination: [(neuron: Int, factor: Double)], of stage: Int) -> LinearFunction {
        var sum = LinearAccumulator(columns: variableCount)
        for (neuron, factor) in combination {
            sum.add(factor, constant: network.stages[stage].bias[neuron])
            for term in network.stages[stage].terms {
                let sources = values[term.source]
                for (index, value) in term.matrix.entries(ofRow: neuron) {
                    if let variable = sources[index] { sum.add(factor, value, column: variable) }
                }
            }
        }
        return sum.sum(extent: extent)
    }

    /// The margin f_y − f_k. All stages below the logits must be there.
    package func margin(label: Int, adversarial: Int) -> LinearFunction {
        function([(label, 1), (adversarial, -1)], of: network.outputStage)
    }
}
