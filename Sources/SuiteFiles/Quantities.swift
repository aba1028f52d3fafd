/// Reads the quantities of a suite file: numbers, fractions, durations, amounts of memory, percentages.
public enum Quantities {
    static let durationUnits = ["ms", "s", "min", "h"]
    static let memoryUnits = ["KiB", "MiB", "GiB", "TiB", "KB", "MB", "GB", "TB"]

    /// A finite decimal number, or a fraction of two such as `8/255`; `nil` for anything else.
    public static func number(_ text: String) -> Double? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return decimal(parts[0])
        case 2:
            guard let numerator = decimal(parts[0]), let denominator = decimal(parts[1]), denominator != 0 else {
                return nil
            }
            return numerator / denominator
        default: return nil
        }
    }

    /// Seconds: `200 ms`, `30 s`, `5 min`, `2 h`, or a bare number of seconds.
    public static func seconds(_ text: String) -> Double? {
        guard let (value, unit) = split(text) else { return nil }
        switch unit {
        case "", "s": return value
        case "ms": return value / 1000
        case "min": return value * 60
        case "h": return value * 3600
        default: return nil
        }
    }

    /// Points of 1/72 in: `85 mm`, `8.5 cm`, `3.4 in`, `9 pt`. A unit is required; a pt is TeX's, 1/72.27 in.
    static func points(_ text: String) -> Double? {
        guard let (value, unit) = split(text) else { return nil }
        switch unit {
        case "mm": return value * 72 / 25.4
        case "cm": return value * 72 / 2.54
        case "in": return value * 72
        case "pt": return value * 72 / 72.27
        default: return nil
        }
    }

    /// Bytes, rounded: `512 MiB`, `4 GiB`, `2 GB`. A unit is required.
    static func bytes(_ text: String) -> Int? {
        guard let (value, unit) = split(text) else { return nil }
        let factor: Double
        switch unit {
        case "KiB": factor = 1024
        case "MiB": factor = 1_048_576
        case "GiB": factor = 1_073_741_824
        case "TiB": factor = 1_099_511_627_776
        case "KB": factor = 1e3
        case "MB": factor = 1e6
        case "GB": factor = 1e9
        case "TB": factor = 1e12
        default: return nil
        }
        let bytes = (value * factor).rounded()
        return bytes < 9e18 ? Int(bytes) : nil
    }

    /// The number before a percent sign: 61.59 for `61.59 %`.
    static func percent(_ text: String) -> Double? {
        guard let (value, unit) = split(text), unit == "%" else { return nil }
        return value
    }

    /// The unit at the end of `text`, as written; empty for a bare number, `nil` where no number stands before it.
    static func unit(of text: String) -> String? { split(text)?.unit }

    private static func split(_ text: String) -> (value: Double, unit: String)? {
        let digits = text.prefix { "0123456789.+-".contains($0) }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        if let value = decimal(digits) { return (value, String(unit)) }
        return nil
    }

    private static func decimal(_ text: Substring) -> Double? {
        let trimmed = text.drop { $0 == " " }
        let core = String(trimmed.reversed().drop { $0 == " " }.reversed())
        guard !core.isEmpty, core.allSatisfy({ "0123456789.+-eE".contains($0) }) else { return nil }
        guard let value = Double(core), value.isFinite else { return nil }
        return value
    }
}
