/// The value of a method's option.
public enum OptionValue: Sendable, Hashable {
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case text(String)
}

/// An option that a method takes: its YAML name, what values it allows, its default.
public struct OptionDescriptor: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case integer(ClosedRange<Int>)
        /// A real number in a closed range; integers are accepted too.
        case number(ClosedRange<Double>)
        /// Seconds, written `30 s`, `5 min`, `200 ms` or as a bare number of seconds.
        case duration(ClosedRange<Double>)
        case boolean
        case choice([String])
    }

    /// As written in a suite file: lower case, words joined by hyphens.
    public var name: String
    public var kind: Kind
    /// Durations are `.number` of seconds, choices `.text`.
    public var defaultValue: OptionValue
    /// `pixels`, `s`, …; `nil` for pure numbers.
    public var unit: String?
    public var help: String
    /// Whether the option only limits time or memory: a larger value changes no answer that a smaller one allowed.
    public var isLimit: Bool
    /// What was done before the option came, if outcomes were stored before; `nil` if it was always there. Configurations leave
    /// this value out, so that those outcomes still answer.
    public var absentMeans: OptionValue?
    /// Choices that stand for libraries found at run time. Suite files name the choice alone; a call that is to be run names
    /// the library's version too, `highs-1.15.1`, so that outcomes of another version are stale. Empty for other options.
    public var libraries: Set<String>
    /// The default on l2 balls where it is another than elsewhere.
    public var onTwoBalls: OptionValue?
    /// The option that says the same in another way: where a call names that one, `onTwoBalls` does not apply.
    public var alternative: String?

    /// - Parameters:
    ///   - cameLater: the option came after outcomes were stored, and its default is what was done before.
    ///   - absentMeans: the same with a default that is not what was done before.
    ///   - isLimit: the option only limits time or memory.
    ///   - libraries: choices whose library's version a call names.
    ///   - onTwoBalls: the default on l2 balls, where neither this option nor `alternative` is named.
    public init(
        _ name: String, _ kind: Kind, default defaultValue: OptionValue, unit: String? = nil, cameLater: Bool = false,
        absentMeans: OptionValue? = nil, isLimit: Bool = false, libraries: Set<String> = [],
        onTwoBalls: OptionValue? = nil, alternative: String? = nil, help: String
    ) {
        self.onTwoBalls = onTwoBalls
        self.alternative = alternative
        self.isLimit = isLimit
        self.libraries = libraries
        self.absentMeans = absentMeans ?? (cameLater ? defaultValue : nil)
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.unit = unit
        self.help = help
    }

    /// Why `value` is not allowed here, or `nil` if it is.
    public func fault(in value: OptionValue) -> String? {
        switch (kind, value) {
        case (.integer(let range), .integer(let value)):
            range.contains(value) ? nil : "must lie in \(range.lowerBound)…\(range.upperBound)"
        case (.number(let range), .number(let value)), (.duration(let range), .number(let value)):
            range.contains(value) ? nil : "must lie in \(range.lowerBound)…\(range.upperBound)"
        case (.number(let range), .integer(let value)), (.duration(let range), .integer(let value)):
            range.contains(Double(value)) ? nil : "must lie in \(range.lowerBound)…\(range.upperBound)"
        case (.boolean, .boolean): nil
        case (.choice(let choices), .text(let text)):
            choices.contains(text) ? nil : "must be one of \(choices.joined(separator: ", "))"
        case (.integer, _): "must be a whole number"
        case (.number, _): "must be a number"
        case (.duration, _): "must be a duration such as 30 s"
        case (.boolean, _): "must be true or false"
        case (.choice(let choices), _): "must be one of \(choices.joined(separator: ", "))"
        }
    }

    /// A choice that stands for a library, with its version.
    public static func value(_ choice: String, version: String) -> OptionValue { .text("\(choice)-\(version)") }

    /// The choice in a call's value and, where it names one, the version of the library: `highs-1.15.1` is `highs` of 1.15.1.
    public func choice(in value: String) -> (name: String, version: String?) {
        guard let library = libraries.first(where: { value.hasPrefix($0 + "-") }) else { return (value, nil) }
        return (library, String(value.dropFirst(library.count + 1)))
    }

    /// `value` in this option's canonical form, so that `1` and `1.0` name the same configuration.
    public func canonical(_ value: OptionValue) -> OptionValue {
        switch (kind, value) {
        case (.number, .integer(let value)), (.duration, .integer(let value)): .number(Double(value))
        default: value
        }
    }
}

extension OptionValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        }
    }
}

extension OptionValue: CustomStringConvertible {
    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
        case .boolean(let value): "\(value)"
        case .text(let value): value
        }
    }
}
