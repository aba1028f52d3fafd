import Networks
import Robustness

extension LayerwiseBounds {
    /// Lower bounds on the margins f_y − f_k, k ≠ y in order, by interval arithmetic on the last layer's rows. All stages
    /// below the logits must have bounds.
    func intervalMargins(label: Int) -> [Double] {
        let classes = MarginObjectives.classes(network, label: label)
        let objectives = MarginObjectives.matrix(network, label: label, classes: classes)
        return IntervalArithmetic.bounds(
            of: objectives, at: network.stages[network.outputStage], from: values
        ).lower
    }

    /// Lower bounds on the margins f_y − f_k, k ≠ y in order, by backward substitution, or by interval arithmetic through
    /// the whole network where that is better. All stages below the logits must have bounds.
    ///
    /// - Parameter recorder: told of the classes where intervals are better.
    func margins(label: Int, recorder: ProofRecorder? = nil) -> [Double] {
        let classes = MarginObjectives.classes(network, label: label)
        let objectives = MarginObjectives.matrix(network, label: label, classes: classes)
        let substituted = substitution.lowerBounds(of: objectives, at: network.outputStage)
        var intervals = LayerwiseBounds(network, region)
        intervals.propagateAll()
        let propagated = intervals.intervalMargins(label: label)
        recorder?.noteIntervalMargins(classes.indices.filter { propagated[$0] > substituted[$0] }.map { classes[$0] })
        return zip(substituted, propagated).map(max)
    }

    /// Upper bounds on the same margins by backward substitution.
    func upperMargins(label: Int) -> [Double] {
        let classes = MarginObjectives.classes(network, label: label)
        return substitution.bounds(
            of: MarginObjectives.matrix(network, label: label, classes: classes), at: network.outputStage
        ).upper
    }
}

/// Outcomes of methods that bound margins from below.
enum MarginOutcome {
    /// `robust` if every margin's certified lower bound is > 0, else `unknown`.
    static func make(_ margins: [Double], _ bounds: NetworkBounds, _ network: LoweredNetwork) -> Outcome {
        let worst = margins.min() ?? .infinity
        var outcome = Outcome(
            verdict: worst > 0 ? .robust : .unknown, marginLower: worst.isFinite ? worst : nil,
            reason: worst > 0 ? nil : .boundTooLoose)
        outcome.measurements.unstableByLayer = bounds.unstableByLayer(network)
        return outcome
    }
}
