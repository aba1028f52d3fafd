import LinearAlgebra
import Networks

/// What the way down from one stage needs to know of the stages below it: magnitudes that rounding errors are proportional to.
struct SubstitutionPlan {
    /// Per stage and pre-activation the largest Σ |W| |h| + |b|, from the stage asked about downwards.
    let reaches: [[Double]]
    /// Largest |z| per stage below.
    let largestPreActivations: [Double]
    /// Error per unit of magnitude.
    let gamma: Double
    /// What products lose to underflow, in all.
    let floor: Double

    /// - Parameter known: magnitudes of stages from the input on, as far as they have been computed from `bounds`.
    init(_ network: LoweredNetwork, _ bounds: NetworkBounds, from top: Int, _ known: [StageMagnitudes] = []) {
        var magnitudes = Array(known.prefix(top))
        while magnitudes.count < top {
            let stage = magnitudes.count
            magnitudes.append(StageMagnitudes(stage, of: network, bounds.stages[stage], after: magnitudes))
        }
        let stage = network.stages[top]
        largestPreActivations = magnitudes.map(\.largestPreActivation)
        reaches = magnitudes.map(\.reaches) + [StageMagnitudes.reaches(of: stage, magnitudes)]
        gamma = Rounding.gamma(network.roundingCount)
        floor = Rounding.underflow(
            network.roundingCount, reach: StageMagnitudes.underflowReach(stage, network, magnitudes, largest: 0))
    }
}
