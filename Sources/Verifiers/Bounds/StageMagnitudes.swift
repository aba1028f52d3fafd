import LinearAlgebra
import Networks

/// Magnitudes of one stage that has bounds, which rounding errors on the way down from later stages are proportional to.
struct StageMagnitudes {
    /// Largest |z|.
    let largestPreActivation: Double
    /// Largest |h|, but not less than what error bounds can be formed with.
    let largestValue: Double
    /// Per pre-activation the largest Σ |W| |h| + |b|.
    let reaches: [Double]
    /// What losses of coefficients to underflow are multiplied by at most, summed up over this stage and those before it.
    let underflowReach: Double

    /// - Parameters:
    ///   - stage: of `network`.
    ///   - bounds: on its pre-activations.
    ///   - earlier: those of all stages before.
    init(_ stage: Int, of network: LoweredNetwork, _ bounds: StageBounds, after earlier: [StageMagnitudes]) {
        let description = network.stages[stage]
        largestPreActivation = BoxExtrema.largestMagnitude(bounds.lower, bounds.upper)
        largestValue = bounds.largestValue(after: description.activation)
        reaches = Self.reaches(of: description, earlier)
        underflowReach =
            stage == 0 ? 0 : Self.underflowReach(description, network, earlier, largest: largestPreActivation)
    }

    /// The largest Σ |W| |h| + |b| per pre-activation of a stage.
    static func reaches(of stage: LoweredNetwork.Stage, _ earlier: [StageMagnitudes]) -> [Double] {
        var reaches = stage.bias.map { abs($0) }
        for term in stage.terms {
            let largest = earlier[term.source].largestValue
            for row in reaches.indices { reaches[row] += term.rowMagnitudes[row] * largest }
        }
        return reaches
    }

    /// What losses to underflow are multiplied by up to `stage`: a stage of m pre-activations reads every one of its values with up to m
    /// products.
    ///
    /// - Parameter largest: its largest |z|; 0 for the stage that is asked about.
    static func underflowReach(
        _ stage: LoweredNetwork.Stage, _ network: LoweredNetwork, _ earlier: [StageMagnitudes], largest: Double
    ) -> Double {
        let reach = stage.terms.reduce(0) {
            $0 + Double(network.stages[$1.source].width) * earlier[$1.source].largestValue
        }
        return (earlier.last?.underflowReach ?? 0) + Double(stage.preActivations) * (reach + largest + 1)
    }
}

extension StageBounds {
    /// Largest |h| after `activation`, but not less than what error bounds can be formed with.
    func largestValue(after activation: LoweredNetwork.Activation) -> Double {
        switch activation {
        case .identity: BoxExtrema.largestMagnitude(lower, upper)
        case .relu: upper.reduce(Rounding.least) { max($0, $1) }
        case .maxPool:
            values(after: activation).largestValue(after: .identity)
        }
    }
}
