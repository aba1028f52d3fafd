import CShims
import LinearAlgebra

extension SubstitutionState {
    /// Adds the extrema of what the coefficients on the inputs say of `region`.
    func addExtrema(over region: InputRegion) {
        guard let rows = workspace.present.first(where: { $0.stage == 0 })?.rows else { return }
        guard let ball = region.ball else {
            add(rows, region.box.lower, region.box.upper, region.largestMagnitude, to: workspace.sums)
            return
        }
        let constants = (0..<stride).map { (workspace.sums.lower[$0], workspace.sums.upper[$0]) }
        for objective in 0..<stride {
            workspace.sums.lower[objective] = 0
            workspace.sums.upper[objective] = 0
        }
        add(rows, region.box.lower, region.box.upper, region.largestMagnitude, to: workspace.sums)
        tighten(rows, by: ball)
        for (objective, constant) in constants.enumerated() {
            workspace.sums.lower[objective] += constant.0
            workspace.sums.upper[objective] += constant.1
        }
    }

    private func tighten(_ rows: CoefficientRows, by ball: any BoxedBall) {
        let sums = workspace.sums
        var entries = rows.indices.map { (column: Int($0), value: 0.0) }
        for objective in 0..<(isMirrored ? 2 : 1) * objectives {
            for position in entries.indices {
                entries[position].value = rows.row(at: position, stride: stride)[objective]
            }
            let extrema = ball.extrema(of: entries)
            // What overflows says nothing; the box does.
            guard extrema.size.isFinite else { continue }
            sums.magnitude[objective] += extrema.size
            sums.lower[objective] = max(sums.lower[objective], extrema.minimum)
            sums.upper[objective] = min(sums.upper[objective], extrema.maximum)
        }
    }

    private func add(
        _ rows: CoefficientRows, _ lower: [Double], _ upper: [Double], _ largest: Double, to sums: shims_sums
    ) {
        var sums = sums
        shims_substitution_extrema(&rows.view, lower, upper, largest, &sums, stride)
    }

    /// Reports the bounds of every objective that is left.
    func report(_ plan: SubstitutionPlan, _ report: (_ position: Int, _ lower: Double, _ upper: Double) -> Void) {
        for (objective, position) in live.enumerated() {
            let (lower, upper) = bounds(of: objective, workspace.sums, plan)
            report(position, lower, upper)
        }
    }

    /// What `sums` say of an objective, less all that rounding can have done.
    private func bounds(
        of objective: Int, _ sums: shims_sums, _ plan: SubstitutionPlan
    ) -> (lower: Double, upper: Double) {
        let lower = (sums.lower[objective] - slack(objective, sums, plan)).nextDown.orNone(-.infinity)
        if isMirrored {
            let mirror = objectives + objective
            return (lower, -(sums.lower[mirror] - slack(mirror, sums, plan)).nextDown.orNone(-.infinity))
        }
        return (lower, (sums.upper[objective] + slack(objective, sums, plan)).nextUp.orNone(.infinity))
    }

    private func slack(_ objective: Int, _ sums: shims_sums, _ plan: SubstitutionPlan) -> Double {
        plan.gamma * sums.magnitude[objective] + plan.floor
    }

    /// Leaves the objectives whose ReLU is proved stable by the coefficients that there are, over the ranges of their values, where
    /// that makes the batch smaller.
    ///
    /// - Returns: whether none is left.
    mutating func leaveStable(
        _ ranges: LineRanges, _ plan: SubstitutionPlan,
        _ report: (_ position: Int, _ lower: Double, _ upper: Double) -> Void
    ) -> Bool {
        let trial = workspace.trial
        trial.lower.update(from: workspace.sums.lower, count: stride)
        trial.upper.update(from: workspace.sums.upper, count: stride)
        trial.magnitude.update(from: workspace.sums.magnitude, count: stride)
        for (stage, rows) in workspace.present {
            add(
                rows, ranges.stages[stage].lower, ranges.stages[stage].upper, plan.largestPreActivations[stage],
                to: trial)
        }
        var kept = [Int]()
        var left = [(position: Int, lower: Double, upper: Double)]()
        for objective in 0..<objectives {
            let (lower, upper) = bounds(of: objective, trial, plan)
            if lower > 0 || upper < 0 {
                left.append((live[objective], lower, upper))
            } else {
                kept.append(objective)
            }
        }
        guard Self.stride(kept.count, isMirrored) < stride else { return false }
        for bounds in left { report(bounds.position, bounds.lower, bounds.upper) }
        keep(kept)
        return kept.isEmpty
    }
}
