import ExactArithmetic

/// Exact numbers as doubles that are no less.
enum RoundedUp {
    /// The smallest double found that is no less than `value`; −∞ becomes the least finite number.
    static func double(_ value: Dyadic) -> Double {
        let rounded = value.rounded
        guard rounded.isFinite, let back = Dyadic(rounded) else {
            return rounded < 0 ? -.greatestFiniteMagnitude : rounded
        }
        return back < value ? rounded.nextUp : rounded
    }
}
