import BigInt

/// Between which powers of two the bits of some doubles lie: what fixed-point sums of their products need.
public struct BitRange: Sendable, Hashable {
    /// Exponent of the lowest bit that any of the numbers can have.
    public private(set) var lowest: Int
    /// The largest of those exponents.
    public private(set) var highest: Int

    /// Of no number yet.
    public init() { (lowest, highest) = (.max, .min) }

    public var isEmpty: Bool { lowest > highest }

    /// Takes in `value`, which must be finite; a zero needs no bits.
    @inline(__always)
    public mutating func include(_ value: Double) {
        guard value != 0 else { return }
        let exponent = max(Int(value.exponentBitPattern), 1) - 1075
        lowest = min(lowest, exponent)
        highest = max(highest, exponent)
    }

    public init(_ values: some Sequence<Double>) {
        self.init()
        for value in values { include(value) }
    }
}

/// Many sums of products of two doubles at once, without rounding: fixed-point numbers of as many 32-bit digits as the factors'
/// exponents need (Kulisch 2013, "Computer Arithmetic and Validity", section 8).
///
/// - Complexity: five additions of words a product, whatever the exponents; the digits only cost memory.
public struct ProductSums: Sendable {
    private let count: Int
    private let lowest: Int
    private let digitCount: Int
    /// Digits may hold up to 63 bits and a sign until they are read.
    private var digits: [Int64]

    /// - Parameters:
    ///   - count: the number of sums, each of fewer than 2²⁹ products.
    ///   - first: covers every first factor.
    ///   - second: covers every second factor.
    public init(count: Int, _ first: BitRange, _ second: BitRange) {
        self.count = count
        guard !first.isEmpty, !second.isEmpty else {
            (lowest, digitCount, digits) = (0, 0, [])
            return
        }
        lowest = first.lowest + second.lowest
        // A product has 106 bits; below them a shift of up to 31, above them the carries of a sum.
        digitCount = (first.highest + second.highest - lowest + 106 + 31) / 32 + 3
        digits = Array(repeating: 0, count: count * digitCount)
    }

    /// Adds `first` · `second` to the sum at `index`; both must lie in the ranges of the initialiser.
    @inline(__always)
    public mutating func add(_ first: Double, _ second: Double, to index: Int) {
        guard first != 0, second != 0 else { return }
        let (a, b) = (Self.parts(first), Self.parts(second))
        let position = a.exponent + b.exponent - lowest
        let (high, low) = a.significand.multipliedFullWidth(by: b.significand)
        let start = index * digitCount + position / 32
        let shift = UInt64(position % 32)
        let isNegative = (first < 0) != (second < 0)
        let mask: UInt64 = 0xFFFF_FFFF
        let pieces = (
            (low & mask) << shift, (low >> 32) << shift, (high & mask) << shift, (high >> 32) << shift
        )
        let sums = (
            pieces.0 & mask, (pieces.0 >> 32) + (pieces.1 & mask), (pieces.1 >> 32) + (pieces.2 & mask),
            (pieces.2 >> 32) + (pieces.3 & mask), pieces.3 >> 32
        )
        digits.withUnsafeMutableBufferPointer { digits in
            let sign: Int64 = isNegative ? -1 : 1
            digits[start] += sign * Int64(sums.0)
            digits[start + 1] += sign * Int64(sums.1)
            digits[start + 2] += sign * Int64(sums.2)
            digits[start + 3] += sign * Int64(sums.3)
            digits[start + 4] += sign * Int64(sums.4)
        }
    }

    /// The significand as a whole number and the exponent of its last bit.
    @inline(__always)
    private static func parts(_ value: Double) -> (significand: UInt64, exponent: Int) {
        let field = Int(value.exponentBitPattern)
        return field == 0
            ? (value.significandBitPattern, -1074) : (value.significandBitPattern | 1 << 52, field - 1075)
    }

    /// The sum at `index`.
    public subscript(index: Int) -> Dyadic {
        guard digitCount > 0 else { return .zero }
        var own = Array(digits[index * digitCount..<(index + 1) * digitCount])
        guard own.contains(where: { $0 != 0 }) else { return .zero }
        let isNegative = Self.carry(&own) < 0
        if isNegative {
            for position in own.indices { own[position] = -digits[index * digitCount + position] }
            _ = Self.carry(&own)
        }
        let words = stride(from: 0, to: own.count, by: 2).map { position in
            UInt(own[position]) | (position + 1 < own.count ? UInt(own[position + 1]) << 32 : 0)
        }
        let magnitude = BigInt(BigUInt(words: words))
        return Dyadic(significand: isNegative ? -magnitude : magnitude, exponent: lowest)
    }

    /// Brings every digit into 0 ..< 2³²; what is left over has the sign of the whole.
    private static func carry(_ digits: inout [Int64]) -> Int64 {
        var carried: Int64 = 0
        for position in digits.indices {
            let digit = digits[position] + carried
            carried = digit >> 32
            digits[position] = digit & 0xFFFF_FFFF
        }
        return carried
    }
}
