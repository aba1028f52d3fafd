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

    /// Calls `body` with the coefficients on the inputs, as far as they can differ from 0.
    func forEachInputCoefficient(_ body: (_ objective: Int, _ input: Int, _ coefficient: Double) -> Void) {
        guard let rows = workspace.present.first(where: { $0.stage == 0 })?.rows else { return }
        for (position, input) in rows.indices.enumerated() {
            let row = rows.row(at: position, stride: stride)
            for objective in 0..<objectives { body(objective, Int(input), row[objective]) }
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

    /// Adds the extrema of coefficients over a box whose largest coordinate is `largest`.
    func add(
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
    func bounds(
        of objective: Int, _ sums: shims_sums, _ plan: SubstitutionPlan
    ) -> (lower: Double, upper: Double) {
        let lower = (sums.lower[objective] - slack(objective, sums, plan)).nextDown.orNone(-.infinity)
        if isMirrored {
            let mirror = objectives + objective
            return (lower, -(sums.lower[mirror] - slack(mirror, sums, plan)).nextDown.orNone(-.infinity))
        }
        return (lower, (sums.upper[objective] + slack(objective, sums, plan)).nextUp.orNone(.infinity))
    }

    /// What rounding can have done to the sums of an objective.
    func slack(_ objective: Int, _ sums: shims_sums, _ plan: SubstitutionPlan) -> Double {
        plan.gamma * sums.magnitude[objective] + plan.floor
    }
}
