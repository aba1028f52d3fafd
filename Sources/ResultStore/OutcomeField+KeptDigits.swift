import Foundation
import Questions

extension OutcomeField {
    /// A value as the store and files of outcomes keep and give it: times to four significant digits. What lies beyond is
    /// noise, and would be most of the bytes of an outcome.
    func kept(_ value: FieldValue) -> FieldValue {
        switch (form, value) {
        case (.seconds, .number(let seconds)): .number(Self.fourDigits(seconds))
        case (.secondsByName, .numbers(let seconds)): .numbers(seconds.mapValues(Self.fourDigits))
        default: value
        }
    }

    /// The double nearest to `value` in four significant decimal digits, so that its shortest text has no more. Rounding
    /// twice is rounding once.
    static func fourDigits(_ value: Double) -> Double {
        guard value.isFinite, abs(value) >= 1e-15, abs(value) < 1e15 else { return value }
        let places = 3 - Int(log10(abs(value)).rounded(.down))
        // Powers of ten up to 10²² are exact, so that one rounding of the quotient or the product is the nearest double.
        return places >= 0
            ? (value * powers[places]).rounded() / powers[places]
            : (value / powers[-places]).rounded() * powers[-places]
    }

    private static let powers = (0...18).reduce(into: [Double]()) { list, _ in
        list.append((list.last ?? 0.1) * 10)
    }
}
