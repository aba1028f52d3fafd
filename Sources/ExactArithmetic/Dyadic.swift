import BigInt

/// A whole number times a power of two: significand · 2^exponent.
///
/// Every finite float is one, and sums, differences and products of them are again: a network of floats evaluated at floats never
/// needs a division, so no common divisors are ever sought.
///
/// - Complexity: linear in the bits of the operands for `+` and `−`; that of BigInt's product for `*`. The exponents of a float32
///   network of depth d span about 280 d bits.
public struct Dyadic: Sendable, Hashable {
    /// Odd, or zero.
    public let significand: BigInt
    /// 0 where the significand is 0.
    public let exponent: Int

    public static let zero = Dyadic(significand: 0, exponent: 0)

    /// significand · 2^exponent, in lowest terms.
    public init(significand: BigInt, exponent: Int) {
        let zeros = significand.isZero ? 0 : significand.trailingZeroBitCount
        self.significand = zeros == 0 ? significand : significand >> zeros
        self.exponent = significand.isZero ? 0 : exponent + zeros
    }

    /// The value of `value`; `nil` for infinities and NaN.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        guard value != 0 else {
            self = .zero
            return
        }
        // Subnormals have the exponent of the least normal number and a significand below 1.
        let exponent = Int(value.exponent)
        let scale = max(exponent, -1022) - 52
        let bits = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
        self.init(significand: BigInt(value < 0 ? -Int64(bits) : Int64(bits)), exponent: scale)
    }

    /// −1, 0 or 1.
    public var sign: Int { significand.isZero ? 0 : significand.sign == .minus ? -1 : 1 }

    /// Bits of the significand: what an operation costs.
    public var bitWidth: Int { significand.bitWidth }
}

extension Dyadic: Comparable {
    public static func < (a: Dyadic, b: Dyadic) -> Bool { (a - b).sign < 0 }

    public static func + (a: Dyadic, b: Dyadic) -> Dyadic {
        if a.significand.isZero { return b }
        if b.significand.isZero { return a }
        let exponent = min(a.exponent, b.exponent)
        return Dyadic(
            significand: (a.significand << (a.exponent - exponent)) + (b.significand << (b.exponent - exponent)),
            exponent: exponent)
    }

    public static func - (a: Dyadic, b: Dyadic) -> Dyadic { a + -b }

    public static func * (a: Dyadic, b: Dyadic) -> Dyadic {
        Dyadic(significand: a.significand * b.significand, exponent: a.exponent + b.exponent)
    }

    public static prefix func - (a: Dyadic) -> Dyadic { Dyadic(significand: -a.significand, exponent: a.exponent) }

    public static func += (a: inout Dyadic, b: Dyadic) { a = a + b }

    /// |a|
    public var magnitude: Dyadic { sign < 0 ? -self : self }
}

extension Dyadic {
    /// The nearest double, ties to even; ±∞ beyond the largest.
    public var rounded: Double {
        let bits = significand.magnitude.bitWidth
        guard bits > 0 else { return 0 }
        // Keep as many bits as the result has: fewer where it is subnormal.
        let top = exponent + bits - 1
        guard top <= 1023 else { return sign < 0 ? -.infinity : .infinity }
        let kept = min(53, top + 1075)
        let magnitude: Double
        if kept < 0 {
            magnitude = 0
        } else if bits <= kept {
            magnitude = Double(sign: .plus, exponent: exponent, significand: Double(UInt64(significand.magnitude)))
        } else {
            let dropped = bits - kept
            var head = UInt64(significand.magnitude >> dropped)
            let half = (significand.magnitude >> (dropped - 1)) & 1 == 1
            // Odd significands: bits below the half exist unless it is the last one.
            if half, dropped > 1 || head & 1 == 1 { head += 1 }
            magnitude = Double(sign: .plus, exponent: exponent + dropped, significand: Double(head))
        }
        return sign < 0 ? -magnitude : magnitude
    }
}
