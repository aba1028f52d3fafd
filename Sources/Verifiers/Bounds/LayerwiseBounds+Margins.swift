import Networks
import Questions

extension LayerwiseBounds {
    /// Lower bounds on the margins f_y − f_k, k ≠ y in order, by interval arithmetic on the last layer's rows. All stages
    /// below the logits must have bounds.
    func intervalMargins(label: Int) -> [Double] {
        let classes = MarginObjectives.classes(network, label: label)
        let objectives = MarginObjectives.matrix(network, label: label, classes: classes)
        let lower = IntervalArithmetic.bounds(
            of: objectives, at: network.stages[network.outputStage], from: values, inputs: region.ball
        ).lower
        return zip(lower, allowances(label: label)).map { $1 == 0 ? $0 : ($0 - $1).nextDown }
    }

    /// What must be left of the margins f_y − f_k, k ≠ y in order, for the arithmetic that they speak of: the largest error of
    /// evaluating them in it. All stages below the logits must have bounds.
    func allowances(label: Int) -> [Double] {
        let classes = MarginObjectives.classes(network, label: label)
        guard arithmetic != .real else { return classes.map { _ in 0 } }
        let errors = SinglePrecisionError(self)
        return classes.map { errors.margin(label, $0) }
    }

    /// Lower bounds on the margins f_y − f_k, k ≠ y in order, by backward substitution, or by interval arithmetic through
    /// the whole network where that is better. All stages below the logits must have bounds.
    ///
    /// - Parameter recorder: told of the classes where intervals are better.
    func margins(label: Int, recorder: ProofRecorder? = nil) -> [Double] {
        let classes = MarginObjectives.classes(network, label: label)
        let objectives = MarginObjectives.matrix(network, label: label, classes: classes)
        let substituted = zip(
            substitution.lowerBounds(of: objectives, at: network.outputStage), allowances(label: label)
        ).map { $1 == 0 ? $0 : ($0 - $1).nextDown }
        let intervals = propagated
        guard intervals.isInRange else { return substituted }
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
    ///
    /// - Parameters:
    ///   - margins: certified lower bounds, asked for only if the layers' bounds are in range.
    static func make(_ layers: LayerwiseBounds, _ margins: (LayerwiseBounds) -> [Double]) -> Outcome {
        guard layers.isInRange else { return outsideRange }
        let lower = margins(layers)
        let worst = lower.min() ?? .infinity
        guard lower.allSatisfy({ !$0.isNaN }) else { return outsideRange }
        var outcome = Outcome(
            verdict: worst > 0 ? .robust : .unknown, marginLower: worst.isFinite ? worst : nil,
            reason: worst > 0 ? nil : .boundTooLoose)
        outcome.measurements.unstableByLayer = layers.bounds.unstableByLayer(layers.network)
        return outcome
    }

    /// Of a query whose bounds leave the range in which errors are bounded (see `Rounding`).
    static let outsideRange = Outcome(verdict: .unknown, reason: .outsideRange)
}
