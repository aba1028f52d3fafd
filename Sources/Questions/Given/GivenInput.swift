/// One input of a given box, as the sum of a float that may be chosen and of an offset.
///
/// Attacks move in floats. Where floats lie between the ends, they are the input and the offset is 0. Where none does, as in
/// an input that is fixed at a number that is no float, the offset is the lower end.
public struct GivenInput: Sendable, Hashable {
    public var lower: Double
    public var upper: Double
    /// Added to the float without rounding.
    public var offset: Double

    /// - Precondition: finite, lower ≤ upper.
    public init(lower: Double, upper: Double) {
        (self.lower, self.upper) = (lower, upper)
        offset = Self.up(lower) <= Self.down(upper) ? 0 : lower
    }

    /// The smallest float that is no less.
    private static func up(_ number: Double) -> Float {
        let float = Float(number)
        return Double(float) < number ? float.nextUp : float
    }

    /// The largest float that is no more.
    private static func down(_ number: Double) -> Float {
        let float = Float(number)
        return Double(float) > number ? float.nextDown : float
    }

    /// Doubles between which the float surely lies; the ends themselves without an offset.
    public var floatRange: (lower: Double, upper: Double) {
        guard offset != 0 else { return (lower, upper) }
        return (0, lower < upper ? (upper - lower).nextUp : 0)
    }

    /// The float next to the middle; 0 with an offset.
    public var middleFloat: Float {
        guard offset == 0 else { return 0 }
        return min(max(Float(lower / 2 + upper / 2), Self.up(lower)), Self.down(upper))
    }
}
