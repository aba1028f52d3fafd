import LinearAlgebra
import Networks

/// What the way down from one stage needs to know of the stages below it: magnitudes that rounding errors are proportional to.
struct SubstitutionPlan {
    /// Per stage and pre-activation the largest Σ |W| |h| + |b|, from the stage asked about downwards.
    let reaches: [[Double]]
    /// Largest |z| per stage below.
    let largestPreActivations: [Double]
    /// Largest |h| per stage below.
    let largestValues: [Double]
    /// Error per unit of magnitude.
    let gamma: Double
    /// What products lose to underflow, in all.
    let floor: Double

    init(_ network: LoweredNetwork, _ bounds: NetworkBounds, from top: Int) {
        let stages = network.stages[...top]
        let preActivations = bounds.stages.prefix(top).map { BoxExtrema.largestMagnitude($0.lower, $0.upper) }
        let values = zip(bounds.stages.prefix(top), stages).map { $0.largestValue(after: $1.activation) }
        largestPreActivations = preActivations
        largestValues = values
        reaches = stages.map { stage in
            var reaches = stage.bias.map { abs($0) }
            for term in stage.terms {
                let largest = values[term.source]
                for row in reaches.indices { reaches[row] += term.rowMagnitudes[row] * largest }
            }
            return reaches
        }
        gamma = Rounding.gamma(network.roundingCount)
        floor = Rounding.underflow(
            network.roundingCount, reach: Self.underflowReach(stages, values: values, preActivations: preActivations))
    }

    /// What losses of coefficients to underflow are multiplied by at most, summed up over the values and pre-activations that
    /// the way down meets: a stage of m pre-activations reads every one of its values with up to m products.
    private static func underflowReach(
        _ stages: ArraySlice<LoweredNetwork.Stage>, values: [Double], preActivations: [Double]
    ) -> Double {
        stages.indices.dropFirst().reduce(0) { sum, index in
            let stage = stages[index]
            let reach = stage.terms.reduce(0) { $0 + Double(stages[$1.source].width) * values[$1.source] }
            let own = index < preActivations.count ? preActivations[index] : 0
            return sum + Double(stage.preActivations) * (reach + own + 1)
        }
    }
}

extension StageBounds {
    /// Largest |h| after `activation`, but not less than what error bounds can be formed with.
    fileprivate func largestValue(after activation: LoweredNetwork.Activation) -> Double {
        switch activation {
        case .identity: BoxExtrema.largestMagnitude(lower, upper)
        case .relu: upper.reduce(Rounding.least) { max($0, $1) }
        case .maxPool:
            values(after: activation).largestValue(after: .identity)
        }
    }
}
