import CShims
import LinearAlgebra

/// When a neuron need not be followed to the input.
struct StabilityTrial {
    /// What the values of every stage are taken to lie in.
    let ranges: LineRanges
    /// Whether only the sign of its pre-activation settles a neuron; otherwise any bounds do.
    let needsSign: Bool

    func settles(_ lower: Double, _ upper: Double) -> Bool { !needsSign || lower > 0 || upper < 0 }
}

extension SubstitutionState {
    /// Leaves the objectives that the coefficients of now settle, over the ranges of their values, where that makes the batch
    /// smaller.
    ///
    /// - Returns: whether none is left.
    mutating func leaveSettled(
        _ trial: StabilityTrial, _ plan: SubstitutionPlan,
        _ report: (_ position: Int, _ lower: Double, _ upper: Double) -> Void
    ) -> Bool {
        addExtrema(over: trial.ranges, plan)
        var kept = [Int]()
        var settled = [(position: Int, lower: Double, upper: Double)]()
        for objective in 0..<objectives {
            let (lower, upper) = bounds(of: objective, workspace.trial, plan)
            if trial.settles(lower, upper) {
                settled.append((live[objective], lower, upper))
            } else {
                kept.append(objective)
            }
        }
        guard Self.stride(kept.count, isMirrored) < stride else { return false }
        for bounds in settled { report(bounds.position, bounds.lower, bounds.upper) }
        keep(kept)
        return kept.isEmpty
    }

    /// Sets the sums of the trial to the present ones and the extrema of all coefficients over `ranges`.
    private func addExtrema(over ranges: LineRanges, _ plan: SubstitutionPlan) {
        let (sums, trial) = (workspace.sums, workspace.trial)
        trial.lower.update(from: sums.lower, count: stride)
        trial.upper.update(from: sums.upper, count: stride)
        trial.magnitude.update(from: sums.magnitude, count: stride)
        for (stage, rows) in workspace.present {
            let range = ranges.stages[stage]
            add(rows, range.lower, range.upper, plan.largestPreActivations[stage], to: trial)
        }
    }
}
