import ExactArithmetic

extension PlaneParts {
    /// The constant of the plane, without rounding.
    var exactConstant: Dyadic {
        func exact(_ value: Double) -> Dyadic { ExactLagrangian.exact(value) }
        let (on, off) = (exact(1) - exact(active), exact(inactive))
        var whenActive = exact(active) * exact(upper) + on * exact(bias)
        var whenInactive = off * (exact(bias) - exact(lower))
        for entry in entries {
            let (value, weight) = (exact(entry.value), exact(entry.weight))
            let ends = (exact(entry.lower), exact(entry.upper))
            let slopes = (on * value - weight, off * value - weight)
            whenActive += max(slopes.0 * ends.0, slopes.0 * ends.1)
            whenInactive += max(slopes.1 * ends.0, slopes.1 * ends.1)
        }
        return max(whenActive, whenInactive)
    }
}

extension ExactAuditor {
    /// Whether the constant of a plane is at least what it must be.
    func confirm(_ constant: Double, atLeast least: Dyadic) -> Bool {
        Dyadic(constant - error * (1 + abs(constant))).map { least <= $0 } ?? false
    }
}
