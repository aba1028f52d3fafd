#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Maps values of an axis to [0, 1] and knows where its ticks go.
public struct Scale: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable { case linear, logarithmic }

    public struct Tick: Sendable, Hashable, Codable {
        public var value: Double
        /// Empty for minor ticks.
        public var label: String
    }

    public var kind: Kind
    public var lower: Double
    public var upper: Double

    public init(_ kind: Kind, from lower: Double, to upper: Double) {
        precondition(lower < upper && lower.isFinite && upper.isFinite, "a scale needs a range")
        precondition(kind == .linear || lower > 0, "a logarithmic scale is positive")
        self.kind = kind
        self.lower = lower
        self.upper = upper
    }

    /// From 0 to the first nice tick at or above `maximum`.
    public static func linear(upTo maximum: Double) -> Scale {
        let maximum = maximum > 0 && maximum.isFinite ? maximum : 1
        let step = niceStep(maximum / 5)
        return Scale(.linear, from: 0, to: step * (maximum / step - 1e-9).rounded(.up))
    }

    /// Around the positive finite values, from one of 1, 2, 5 × 10ⁿ to another, and over more than three decades whole ones; at
    /// least a factor of 5.
    public static func logarithmic(covering values: some Sequence<Double>) -> Scale {
        let positive = values.filter { $0 > 0 && $0.isFinite }
        let (least, greatest) = (positive.min() ?? 0.1, positive.max() ?? 1)
        let lower = Int(log10(least).nextUp.rounded(.down))
        let upper = max(Int(log10(greatest).nextDown.rounded(.up)), lower + 1)
        guard upper - lower <= 3 else { return Scale(.logarithmic, from: decade(lower), to: decade(upper)) }
        let round = (lower..<upper).flatMap { exponent in roundDigits.map { $0 * decade(exponent) } } + [decade(upper)]
        let first = round.lastIndex { $0 <= least * (1 + 1e-9) } ?? 0
        let last = round.firstIndex { $0 >= greatest * (1 - 1e-9) } ?? round.count - 1
        let end = min(max(last, first + 2), round.count - 1)
        return Scale(.logarithmic, from: round[min(first, end - 2)], to: round[end])
    }

    private static let roundDigits = [1.0, 2, 5]

    /// Where `value` lies, clamped to [0, 1].
    public func position(of value: Double) -> Double {
        let position: Double
        switch kind {
        case .linear: position = (value - lower) / (upper - lower)
        case .logarithmic:
            guard value > lower else { return 0 }
            position = (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
        }
        return min(1, max(0, position))
    }

    /// Ticks at round values, at most `limit` of them labelled; minor ones in between on logarithmic scales.
    ///
    /// - Parameter counts: Whether the values are whole numbers, which have no ticks in between.
    public func ticks(limit: Int, counts: Bool = false) -> [Tick] {
        switch kind {
        case .linear:
            var step = max(counts ? 1 : 0, Self.niceStep((upper - lower) / Double(max(1, limit - 1))))
            while ((upper - lower) / step + 1e-9).rounded(.down) + 1 > Double(max(2, limit)) {
                step = Self.niceStep(step * 1.01)
            }
            let first = Int((lower / step - 1e-9).rounded(.up))
            let last = Int((upper / step + 1e-9).rounded(.down))
            return (first...max(first, last)).map { Tick(value: Double($0) * step, label: Self.label($0, step)) }
        case .logarithmic: return logarithmicTicks(limit: limit)
        }
    }

    private func logarithmicTicks(limit: Int) -> [Tick] {
        let (first, last) = (Int(log10(lower).nextUp.rounded(.down)), Int(log10(upper).nextUp.rounded(.down)))
        let whole = Int(log10(lower).nextDown.rounded(.up))
        var stride = 1
        while (last - whole) / stride + 1 > max(2, limit) { stride += 1 }
        func value(_ digit: Int, _ exponent: Int) -> Double { Double(digit) * Self.decade(exponent) }
        func isInside(_ value: Double) -> Bool { (lower * (1 - 1e-9)...upper * (1 + 1e-9)).contains(value) }
        // Where few powers of ten are on the axis, 2 and 5 have labels as well.
        let labels = (first...last).reduce(0) { sum, exponent in
            sum + [1, 2, 5].count { isInside(value($0, exponent)) }
        }
        let isFine = labels <= limit
        var ticks = [Tick]()
        for exponent in first...last {
            for digit in 1...(last - whole <= 6 ? 9 : 1) where isInside(value(digit, exponent)) {
                let isLabelled =
                    digit == 1 ? (exponent - whole) % stride == 0 : isFine && (digit == 2 || digit == 5)
                ticks.append(
                    Tick(
                        value: value(digit, exponent), label: isLabelled ? Self.powerLabel(exponent, digit: digit) : ""
                    ))
            }
        }
        return ticks
    }

    /// The smallest of 1, 2, 5 × 10ⁿ that is at least `step`.
    static func niceStep(_ step: Double) -> Double {
        let power = pow(10, log10(step).rounded(.down))
        for factor in [1.0, 2, 5] where factor * power >= step * (1 - 1e-9) { return factor * power }
        return 10 * power
    }

    private static func decade(_ exponent: Int) -> Double { pow(10, Double(exponent)) }

    private static func label(_ multiple: Int, _ step: Double) -> String {
        let digits = max(0, -Int((log10(step) + 1e-9).rounded(.down)))
        guard digits > 0 else { return "\(Int((Double(multiple) * step).rounded()))" }
        let power = Int(pow(10, Double(digits)).rounded())
        let scaled = Int((Double(multiple) * step * Double(power)).rounded())
        let fraction = String(abs(scaled) % power)
        let padding = String(repeating: "0", count: digits - fraction.count)
        return "\(scaled < 0 ? "−" : "")\(abs(scaled) / power).\(padding)\(fraction)"
    }

    /// `0.001` … `1000`, `0.05`; beyond that `10⁻⁵`, `5·10⁻⁵`.
    private static func powerLabel(_ exponent: Int, digit: Int) -> String {
        switch exponent {
        case -3 ... -1: return "0." + String(repeating: "0", count: -exponent - 1) + "\(digit)"
        case 0...3: return "\(digit)" + String(repeating: "0", count: exponent)
        default:
            let superscripts: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
            let digits = String(abs(exponent)).compactMap(\.wholeNumberValue).map { superscripts[$0] }
            return (digit == 1 ? "10" : "\(digit)·10") + (exponent < 0 ? "⁻" : "") + String(digits)
        }
    }
}
