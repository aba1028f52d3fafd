import ExactArithmetic

/// Which number a check takes for a bound.
enum BoundArithmetic {
    /// What doubles give, less all that rounding can have cost (`ErrorBound`).
    case rounded
    /// The value without rounding at the multipliers that the walk in doubles chose, rounded to the safe side: for networks whose numbers
    /// are so far apart that error bounds would swallow the margins. Nothing depends on a claim then: what is stated is compared only.
    case unrounded
}

extension Dyadic {
    /// The largest double that is not above; −∞ below all of them.
    var roundedDown: Double {
        let nearest = rounded
        guard nearest.isFinite else { return nearest > 0 ? .greatestFiniteMagnitude : nearest }
        return Dyadic(nearest).map { $0 <= self } == true ? nearest : nearest.nextDown
    }

    /// The least double that is not below; ∞ above all of them.
    var roundedUp: Double { -(-self).roundedDown }
}
