import BigInt

/// An exact fraction: numerator · 2^exponent / denominator, with an odd denominator > 0.
///
/// The corpus' own arithmetic; it shares nothing with the library. Powers of two stand apart, so that sums and products of
/// floating-point numbers never need a greatest common divisor.
struct Rational: Sendable {
    private(set) var numerator: BigInt
    private(set) var exponent: Int
    private(set) var denominator: BigInt

    static let zero = Rational(BigInt(0), 0, 1)

    private init(_ numerator: BigInt, _ exponent: Int, _ denominator: BigInt) {
        self.numerator = numerator
        self.exponent = numerator == 0 ? 0 : exponent
        self.denominator = numerator == 0 ? 1 : denominator
    }

    init(_ value: Int) { self.init(BigInt(value), 0, 1) }

    /// The number that `value` stands for; traps unless it is finite.
    init(_ value: Double) {
        precondition(value.isFinite, "\(value) is no number")
        guard value != 0 else {
            self = .zero
            return
        }
        // A significand in [1, 2) has 52 bits behind the point, a subnormal number's too.
        let integer = BigInt(Int64(value.magnitude.significand * 0x1p52))
        let zeros = integer.trailingZeroBitCount
        self.init((value < 0 ? -integer : integer) >> zeros, Int(value.exponent) - 52 + zeros, 1)
    }

    init(_ value: Float) { self.init(Double(value)) }

    /// −1, 0 or 1.
    var sign: Int { numerator == 0 ? 0 : numerator.sign == .minus ? -1 : 1 }
    var magnitude: Rational { sign < 0 ? -self : self }

    /// Without common factors.
    var reduced: Rational {
        guard denominator != 1 else { return self }
        let divisor = numerator.greatestCommonDivisor(with: denominator)
        return Rational(numerator / divisor, exponent, denominator / divisor)
    }

    /// The same numbers over one denominator: sums of such numbers are cheap.
    static func withOneDenominator(_ values: [Rational]) -> [Rational] {
        let all = values.map(\.reduced)
        let common = all.reduce(BigInt(1)) { $0 / $0.greatestCommonDivisor(with: $1.denominator) * $1.denominator }
        return all.map { value in
            value.sign == 0 ? value : Rational(value.numerator * (common / value.denominator), value.exponent, common)
        }
    }

    /// 2^k.
    static func power(_ k: Int) -> Rational { Rational(1, k, 1) }

    /// Near the number, for messages only.
    var approximation: Double {
        guard sign != 0 else { return 0 }
        let excess = numerator.magnitude.bitWidth - 60
        let below = denominator.magnitude.bitWidth - 60
        let top = Double(excess > 0 ? numerator >> excess : numerator)
        let bottom = Double(below > 0 ? denominator >> below : denominator)
        let ratio = top / bottom
        let shift = exponent + max(excess, 0) - max(below, 0)
        return Double(sign: .plus, exponent: max(-1200, min(1200, shift)), significand: ratio)
    }
}

extension Rational: Comparable, SignedNumeric, CustomStringConvertible {
    init(integerLiteral value: Int) { self.init(value) }
    init?<Source: BinaryInteger>(exactly source: Source) { self.init(BigInt(source), 0, 1) }

    static func == (a: Self, b: Self) -> Bool { (a - b).sign == 0 }
    static func < (a: Self, b: Self) -> Bool { (a - b).sign < 0 }

    static prefix func - (a: Self) -> Self { Rational(-a.numerator, a.exponent, a.denominator) }

    static func + (a: Self, b: Self) -> Self {
        if a.sign == 0 { return b }
        if b.sign == 0 { return a }
        let exponent = min(a.exponent, b.exponent)
        var (left, right) = (a.numerator << (a.exponent - exponent), b.numerator << (b.exponent - exponent))
        guard a.denominator != b.denominator else { return Rational(left + right, exponent, a.denominator) }
        left *= b.denominator
        right *= a.denominator
        return Rational(left + right, exponent, a.denominator * b.denominator)
    }

    static func - (a: Self, b: Self) -> Self { a + -b }

    static func * (a: Self, b: Self) -> Self {
        Rational(a.numerator * b.numerator, a.exponent + b.exponent, a.denominator * b.denominator)
    }

    /// The exact quotient; traps for b = 0.
    static func / (a: Self, b: Self) -> Self {
        let zeros = b.numerator.trailingZeroBitCount
        let divisor = b.numerator.magnitude >> zeros
        let numerator = (b.sign < 0 ? -a.numerator : a.numerator) * b.denominator
        return Rational(numerator, a.exponent - b.exponent - zeros, a.denominator * BigInt(divisor)).reduced
    }

    static func *= (a: inout Self, b: Self) { a = a * b }

    var description: String {
        denominator == 1 && numerator.magnitude.bitWidth <= 40
            ? "\(numerator)·2^\(exponent)" : "≈\(approximation)"
    }
}
