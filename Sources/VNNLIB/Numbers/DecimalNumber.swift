import BigInt

/// A decimal fraction, kept exactly: significand · 10^exponent, as property files write their numbers.
///
/// The bounds of a property file are real numbers, seldom floats: `roundedDown` and `roundedUp` are the floats that enclose one.
/// The form is canonical (no significand ends in 0, and 0 has the exponent 0), so equal numbers are equal values:
/// `1`, `1.0` and `10e-1` are the same.
///
/// 24 bytes; significands beyond 63 bits live on the heap.
public struct DecimalNumber: Sendable, Hashable {
    /// The significand, or 0 where `large` holds it.
    let small: Int64
    let exponent: Int32
    let large: LargeSignificand?

    public static let zero = DecimalNumber(0)

    /// A whole number.
    public init(_ value: Int) { self.init(Int64(value), exponent: 0) }

    /// significand · 10^exponent.
    init(_ significand: Int64, exponent: Int) {
        guard significand != 0 else {
            (small, self.exponent, large) = (0, 0, nil)
            return
        }
        var (significand, exponent) = (significand, exponent)
        while significand & 1 == 0, significand % 10 == 0 { (significand, exponent) = (significand / 10, exponent + 1) }
        (small, self.exponent, large) = (significand, Int32(clamping: exponent), nil)
    }

    /// significand · 10^exponent.
    init(_ significand: BigInt, exponent: Int) {
        if let small = Int64(exactly: significand) {
            self.init(small, exponent: exponent)
            return
        }
        var (significand, exponent) = (significand, exponent)
        // Every decimal zero at the end is a binary one too.
        while significand.trailingZeroBitCount > 0 {
            let (quotient, remainder) = significand.quotientAndRemainder(dividingBy: 10)
            guard remainder.isZero else { break }
            (significand, exponent) = (quotient, exponent + 1)
        }
        if let small = Int64(exactly: significand) {
            self.init(small, exponent: exponent)
        } else {
            self.init(large: LargeSignificand(significand), exponent: Int32(clamping: exponent))
        }
    }

    private init(large: LargeSignificand, exponent: Int32) {
        (small, self.exponent, self.large) = (0, exponent, large)
    }

    /// The value of a double, which is always a decimal fraction; `nil` of infinities and NaN.
    public init?(exactly value: Double) {
        guard value.isFinite else { return nil }
        guard value != 0 else {
            self = .zero
            return
        }
        let (significand, power) = value.wholeParts
        if power >= 0 {
            self.init(BigInt(significand) << power, exponent: 0)
        } else {
            // m · 2^−p = m · 5^p · 10^−p
            self.init(BigInt(significand) * Powers.five(-power), exponent: power)
        }
    }

    /// −1, 0 or 1.
    public var sign: Int { Int((large.map { $0.value.signum().asInt } ?? small.signum())) }

    /// The significand, whatever its size.
    var significand: BigInt { large?.value ?? BigInt(small) }

    /// Beyond what is read as one number, so that it could not be written and read again. No property needs such, and sums and
    /// products of them would take a reader's time.
    var isExcessive: Bool {
        (large.map { $0.value.bitWidth > 6400 } ?? false) || abs(Int(exponent) + digitCount) > Self.powerLimit
    }

    /// Digits of the significand.
    private var digitCount: Int {
        guard let large else { return Powers.tens.firstIndex { $0.magnitude > small.magnitude } ?? 19 }
        // The estimate is right or one too small.
        let estimate = large.value.magnitude.bitWidth * 30103 / 100_000
        return large.value.magnitude >= Powers.ten(estimate).magnitude ? estimate + 1 : estimate
    }
}

/// A significand that does not fit into 64 bits, shared by its copies.
final class LargeSignificand: Sendable, Hashable {
    let value: BigInt

    init(_ value: BigInt) { self.value = value }

    static func == (a: LargeSignificand, b: LargeSignificand) -> Bool { a === b || a.value == b.value }
    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension BigInt {
    /// −1, 0 or 1 as a machine integer.
    fileprivate var asInt: Int64 { isZero ? 0 : sign == .minus ? -1 : 1 }
}

extension Double {
    /// m and p with self = m · 2^p and m odd; of a finite number that is not 0.
    var wholeParts: (significand: Int64, power: Int) {
        let scale = max(Int(exponent), -1022) - 52
        let bits = Int64(significandBitPattern | (isNormal ? 1 << 52 : 0))
        let zeros = bits.trailingZeroBitCount
        return ((self < 0 ? -bits : bits) >> zeros, scale + zeros)
    }
}

/// Powers that conversions need again and again.
enum Powers {
    /// 5^0 … 5^27: those that fit into 64 bits.
    static let fives: [UInt64] = (0...27).map { (0..<$0).reduce(1) { value, _ in value * 5 } }
    /// 10^0 … 10^18.
    static let tens: [Int64] = (0...18).map { (0..<$0).reduce(1) { value, _ in value * 10 } }
    /// 10^0 … 10^22: those that are doubles.
    static let exactTens: [Double] = (0...22).map { (0..<$0).reduce(1) { value, _ in value * 10 } }

    static func five(_ power: Int) -> BigInt { power < fives.count ? BigInt(fives[power]) : BigInt(5).power(power) }
    static func ten(_ power: Int) -> BigInt { power < tens.count ? BigInt(tens[power]) : BigInt(10).power(power) }
}
