import Foundation

/// How the numbers of a column are printed. Infinities print as `inf`, NaN as `nan`, minus zero as zero.
public enum NumberFormat: Sendable, Hashable, Codable {
    /// The shortest text that reads back as the same number; whole numbers without a point.
    case shortest
    /// So many digits behind the point.
    case fixed(Int)
    /// `fixed` with `+` in front of positive numbers.
    case signed(Int)
    /// So many significant digits, without an exponent from 1e-4 to 1e6.
    case significant(Int)

    public func text(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        switch self {
        case .shortest:
            guard value != value.rounded() || abs(value) >= 1e15 else { return String(Int(value)) }
            return "\(value)"
        case .fixed(let digits): return Self.fixed(value, digits)
        case .signed(let digits):
            let text = Self.fixed(value, digits)
            return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
        case .significant(let digits): return Self.significant(value, max(1, digits))
        }
    }

    private static func fixed(_ value: Double, _ digits: Int) -> String {
        let text = String(format: "%.\(digits)f", value)
        let isZero = !text.contains { ("1"..."9").contains($0) }
        return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
    }

    private static func significant(_ value: Double, _ digits: Int) -> String {
        guard value != 0 else { return "0" }
        let scientific = String(format: "%.\(digits - 1)e", value)
        guard let mark = scientific.firstIndex(of: "e"),
            let exponent = Int(scientific[scientific.index(after: mark)...])
        else { return scientific }
        if (-4..<6).contains(exponent) { return String(format: "%.\(max(0, digits - 1 - exponent))f", value) }
        return "\(scientific[..<mark])e\(exponent)"
    }
}
