import BigInt

extension DecimalNumber {
    /// Characters of a written number, and those digits of them that count; the longest double has 767.
    static let textLimit = 2048
    static let digitLimit = 1900
    /// The largest power of ten of a written number: `1e400` is one, `1e4000` is a mistake.
    static let powerLimit = 1000

    /// Reads `12`, `-0.5`, `.5`, `5.`, `+1e-3`, `1E400`. `nil` for anything else, infinities and NaN among it, and for
    /// numbers of more than 1,900 digits or with powers of ten beyond ±1,000.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        self.init(bytes, 0..<bytes.count)
    }

    /// Reads a number from part of a file.
    ///
    /// - Complexity: linear in the length up to 18 digits, quadratic above.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        guard range.count <= Self.textLimit, let text = NumberText(bytes, range) else { return nil }
        let exponent = text.power - text.fractionDigits
        // Of long fractions the power of the leading digit counts, not that of the last.
        guard text.significantDigits <= Self.digitLimit,
            text.isZero || abs(exponent + text.significantDigits) <= Self.powerLimit
        else { return nil }
        if text.significantDigits <= 18 {
            self.init(text.isNegative ? -text.head : text.head, exponent: exponent)
        } else {
            guard let digits = BigInt(text.digits(bytes), radix: 10) else { return nil }
            self.init(text.isNegative ? -digits : digits, exponent: exponent)
        }
    }
}

/// The parts of a written number.
private struct NumberText {
    var isNegative = false
    /// The first 18 significant digits.
    var head: Int64 = 0
    var significantDigits = 0
    var fractionDigits = 0
    /// What follows the `e`, bounded to what is far beyond every limit.
    var power = 0
    private var mantissa: Range<Int>

    var isZero: Bool { significantDigits == 0 }

    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        var position = range.lowerBound
        if position < range.upperBound, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        mantissa = position..<position
        guard takeMantissa(bytes, &position, range.upperBound) else { return nil }
        mantissa = mantissa.lowerBound..<position
        guard takePower(bytes, &position, range.upperBound), position == range.upperBound else { return nil }
    }

    /// Digits with at most one point among them, and at least one digit.
    private mutating func takeMantissa(_ bytes: [UInt8], _ position: inout Int, _ end: Int) -> Bool {
        var (hasPoint, hasDigit) = (false, false)
        while position < end {
            let digit = Int64(bytes[position]) - 48
            if (0...9).contains(digit) {
                hasDigit = true
                if hasPoint { fractionDigits += 1 }
                append(digit)
            } else if bytes[position] == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            position += 1
        }
        return hasDigit
    }

    private mutating func append(_ digit: Int64) {
        if significantDigits < 18 { head = head * 10 + digit }
        if significantDigits > 0 || digit > 0 { significantDigits += 1 }
    }

    /// `e` with an optional sign and at least one digit, or nothing.
    private mutating func takePower(_ bytes: [UInt8], _ position: inout Int, _ end: Int) -> Bool {
        guard position < end else { return true }
        guard bytes[position] | 0x20 == UInt8(ascii: "e") else { return false }
        position += 1
        var isNegative = false
        if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        let start = position
        while position < end, (48...57).contains(bytes[position]) {
            power = min(power * 10 + Int(bytes[position]) - 48, 1_000_000)
            position += 1
        }
        if isNegative { power = -power }
        return position > start
    }

    /// All digits, without the point.
    func digits(_ bytes: [UInt8]) -> String {
        String(decoding: bytes[mantissa].filter { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    }
}
