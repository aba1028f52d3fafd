/// A closed interval of real numbers; an end that is `nil` is not bounded.
public struct Interval: Sendable, Hashable, CustomStringConvertible {
    public var lower: DecimalNumber?
    public var upper: DecimalNumber?

    public init(lower: DecimalNumber? = nil, upper: DecimalNumber? = nil) {
        self.lower = lower
        self.upper = upper
    }

    /// No number lies in it.
    public var isEmpty: Bool {
        guard let lower, let upper else { return false }
        return lower > upper
    }

    public var isBounded: Bool { lower != nil && upper != nil }

    /// The smallest interval of doubles that holds it: for bounds that a proof rests on.
    public var outer: (lower: Double, upper: Double) {
        (lower?.roundedDown ?? -.infinity, upper?.roundedUp ?? .infinity)
    }

    /// The largest interval of doubles inside it: for witnesses. Its ends are in the wrong order where no double lies inside.
    public var inner: (lower: Double, upper: Double) {
        (lower?.roundedUp ?? -.infinity, upper?.roundedDown ?? .infinity)
    }

    /// The smallest interval of `Float`s that holds it.
    public var outerFloat: (lower: Float, upper: Float) {
        (lower?.floatRoundedDown ?? -.infinity, upper?.floatRoundedUp ?? .infinity)
    }

    /// The largest interval of `Float`s inside it. Its ends are in the wrong order where none lies inside.
    public var innerFloat: (lower: Float, upper: Float) {
        (lower?.floatRoundedUp ?? -.infinity, upper?.floatRoundedDown ?? .infinity)
    }

    /// Whether a finite double lies in it, exactly.
    public func contains(_ value: Double) -> Bool {
        let inner = inner
        return inner.lower <= value && value <= inner.upper
    }

    /// Moves one end inwards.
    mutating func tighten(_ bound: DecimalNumber, isUpper: Bool) {
        if isUpper {
            if upper.map({ bound < $0 }) ?? true { upper = bound }
        } else if lower.map({ bound > $0 }) ?? true {
            lower = bound
        }
    }

    public var description: String {
        "[\(lower.map(\.description) ?? "-inf"), \(upper.map(\.description) ?? "inf")]"
    }
}
