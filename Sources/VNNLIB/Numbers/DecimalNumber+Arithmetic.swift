import BigInt

/// Sums, differences and products are exact, as decimals are closed under them.
extension DecimalNumber: Comparable {
    public static func + (a: Self, b: Self) -> Self {
        if a.sign == 0 { return b }
        if b.sign == 0 { return a }
        let exponent = min(a.exponent, b.exponent)
        if let x = a.aligned(to: exponent), let y = b.aligned(to: exponent) {
            let (sum, overflow) = x.addingReportingOverflow(y)
            if !overflow { return Self(sum, exponent: Int(exponent)) }
        }
        return Self(a.largeAligned(to: exponent) + b.largeAligned(to: exponent), exponent: Int(exponent))
    }

    public static prefix func - (a: Self) -> Self {
        if a.large == nil, a.small != .min { return Self(-a.small, exponent: Int(a.exponent)) }
        return Self(-a.significand, exponent: Int(a.exponent))
    }

    public static func - (a: Self, b: Self) -> Self { a + -b }

    public static func * (a: Self, b: Self) -> Self {
        let exponent = Int(a.exponent) + Int(b.exponent)
        if a.large == nil, b.large == nil {
            let (product, overflow) = a.small.multipliedReportingOverflow(by: b.small)
            if !overflow { return Self(product, exponent: exponent) }
        }
        return Self(a.significand * b.significand, exponent: exponent)
    }

    public static func < (a: Self, b: Self) -> Bool {
        if a.large == nil, b.large == nil, a.exponent == b.exponent { return a.small < b.small }
        guard a.sign == b.sign else { return a.sign < b.sign }
        let exponent = min(a.exponent, b.exponent)
        if let x = a.aligned(to: exponent), let y = b.aligned(to: exponent) { return x < y }
        return a.largeAligned(to: exponent) < b.largeAligned(to: exponent)
    }

    /// self / divisor where that is a decimal fraction; `nil` where it is not (1/3), or the divisor is 0 or beyond 63 bits.
    public func divided(by divisor: Self) -> Self? {
        guard divisor.sign != 0, divisor.large == nil else { return nil }
        if divisor.small.magnitude == 1 {
            let shifted = Self(significand, exponent: Int(exponent) - Int(divisor.exponent))
            return divisor.small < 0 ? -shifted : shifted
        }
        // 1 / (2^a · 5^b) = 2^(n−a) · 5^(n−b) / 10^n with n the larger of both.
        let common = significand.greatestCommonDivisor(with: BigInt(divisor.small))
        guard var rest = Int64(exactly: BigInt(divisor.small) / common) else { return nil }
        let twos = rest.trailingZeroBitCount
        rest >>= twos
        var fives = 0
        while rest % 5 == 0 { (rest, fives) = (rest / 5, fives + 1) }
        guard rest == 1 || rest == -1 else { return nil }
        let digits = max(twos, fives)
        let factor = (BigInt(1) << (digits - twos)) * Powers.five(digits - fives) * BigInt(rest)
        return Self(significand / common * factor, exponent: Int(exponent) - Int(divisor.exponent) - digits)
    }

    /// The significand for the lower exponent `exponent`; `nil` where it leaves 64 bits.
    private func aligned(to exponent: Int32) -> Int64? {
        let shift = Int(self.exponent) - Int(exponent)
        guard large == nil, shift < Powers.tens.count else { return nil }
        let (product, overflow) = small.multipliedReportingOverflow(by: Powers.tens[shift])
        return overflow ? nil : product
    }

    private func largeAligned(to exponent: Int32) -> BigInt {
        significand * Powers.ten(Int(self.exponent) - Int(exponent))
    }
}
