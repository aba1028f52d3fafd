import BigInt
import Foundation

extension DecimalNumber {
    /// The largest double that is not above the number; −∞ below all of them.
    public var roundedDown: Double { enclosure.lower }

    /// The smallest double that is not below the number; +∞ above all of them.
    public var roundedUp: Double { enclosure.upper }

    /// The largest `Float` that is not above the number.
    public var floatRoundedDown: Float {
        // Floats are doubles: those not above the number are those not above `roundedDown`.
        let double = roundedDown
        let nearest = Float(double)
        return Double(nearest) > double ? nearest.nextDown : nearest
    }

    /// The smallest `Float` that is not below the number.
    public var floatRoundedUp: Float {
        let double = roundedUp
        let nearest = Float(double)
        return Double(nearest) < double ? nearest.nextUp : nearest
    }

    /// The nearest double, ties to even; ±∞ beyond the largest.
    public var nearest: Double { strtod("\(significand)e\(exponent)", nil) }

    /// The two doubles around the number, or twice the same.
    ///
    /// - Complexity: constant up to 19 digits, or some multiplications of big integers.
    public var enclosure: (lower: Double, upper: Double) {
        var value = approximation
        var order = compare(value)
        if order == 0 { return (value, value) }
        // The approximation is a unit or two away at most.
        let side = order
        while true {
            let next = side < 0 ? value.nextUp : value.nextDown
            order = compare(next)
            if order == 0 { return (next, next) }
            if order != side { return side < 0 ? (value, next) : (next, value) }
            value = next
        }
    }

    /// Near the number by two units in the last place.
    private var approximation: Double {
        guard large == nil, abs(Int(exponent)) < Powers.exactTens.count else { return nearest }
        let power = Powers.exactTens[abs(Int(exponent))]
        return exponent < 0 ? Double(small) / power : Double(small) * power
    }

    /// The sign of `double` − self, exactly; `double` may be infinite.
    func compare(_ double: Double) -> Int {
        guard double.isFinite else { return double < 0 ? -1 : 1 }
        let signs = (double == 0 ? 0 : double < 0 ? -1 : 1, sign)
        guard signs.0 == signs.1, signs.0 != 0 else { return (signs.0 - signs.1).signum() }
        let (significand, power) = double.wholeParts
        // |m| 2^p against |s| 10^k: |m| 5^(−k) 2^(p−k) against |s|, the power of five on the side where it is whole.
        let shift = power - Int(exponent)
        let order =
            compareSmall(significand.magnitude, shift)
            ?? compareLarge(BigInt(significand.magnitude), shift)
        return order * signs.0
    }

    /// In 128 bits; `nil` where that does not suffice.
    private func compareSmall(_ magnitude: UInt64, _ shift: Int) -> Int? {
        let fives = abs(Int(exponent))
        guard large == nil, fives < Powers.fives.count else { return nil }
        var left = UInt128(magnitude) * UInt128(exponent < 0 ? Powers.fives[fives] : 1)
        var right = UInt128(small.magnitude) * UInt128(exponent > 0 ? Powers.fives[fives] : 1)
        if shift >= 0 {
            guard shift <= left.leadingZeroBitCount else { return nil }
            left <<= UInt128(shift)
        } else {
            guard -shift <= right.leadingZeroBitCount else { return nil }
            right <<= UInt128(-shift)
        }
        return left < right ? -1 : left > right ? 1 : 0
    }

    private func compareLarge(_ magnitude: BigInt, _ shift: Int) -> Int {
        let fives = Powers.five(abs(Int(exponent)))
        var left = exponent < 0 ? magnitude * fives : magnitude
        var right = BigInt(significand.magnitude) * (exponent > 0 ? fives : 1)
        if shift >= 0 { left <<= shift } else { right <<= -shift }
        return left < right ? -1 : left > right ? 1 : 0
    }
}
