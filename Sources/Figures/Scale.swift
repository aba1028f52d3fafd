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

    /// Whole decades around the positive finite values; at least one decade.
    public static func logarithmic(covering values: some Sequence<Double>) -> Scale {
        let positive = values.filter { $0 > 0 && $0.isFinite }
        let lower = log10(positive.min() ?? 0.1).nextUp.rounded(.down)
        let upper = log10(positive.max() ?? 1).nextDown.rounded(.up)
        return Scale(.logarithmic, from: decade(Int(lower)), to: decade(max(Int(upper), Int(lower) + 1)))
    }

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
        let first = Int(log10(lower).nextDown.rounded(.up))
        let last = Int(log10(upper).nextUp.rounded(.down))
        guard first <= last else { return [] }
        var stride = 1
        while (last - first) / stride + 1 > max(2, limit) { stride += 1 }
        var ticks = [Tick]()
        for exponent in first...last {
            let isLabelled = (exponent - first) % stride == 0
            ticks.append(Tick(value: Self.decade(exponent), label: isLabelled ? Self.powerLabel(exponent) : ""))
            guard last - first <= 6 else { continue }
            // After the last power of ten as far as the axis goes.
            for digit in 2...9 where exponent < last || Double(digit) * Self.decade(exponent) <= upper {
                ticks.append(Tick(value: Double(digit) * Self.decade(exponent), label: ""))
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

    /// `0.001` … `1000`, beyond that `10⁻⁵`.
    private static func powerLabel(_ exponent: Int) -> String {
        switch exponent {
        case -3 ... -1: return "0." + String(repeating: "0", count: -exponent - 1) + "1"
        case 0...3: return "1" + String(repeating: "0", count: exponent)
        default:
            let superscripts: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
            let digits = String(abs(exponent)).compactMap(\.wholeNumberValue).map { superscripts[$0] }
            return "10" + (exponent < 0 ? "⁻" : "") + String(digits)
        }
    }
}
