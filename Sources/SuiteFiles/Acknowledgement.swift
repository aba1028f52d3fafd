/// A change for the worse that somebody knows of: a comparison lets it pass until it expires.
public struct Acknowledgement: Sendable, Hashable, Codable {
    /// What can be let pass. Contradictions cannot.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case newlyOpen = "newly-open"
        case looserBound = "looser-bound"
        case weakerAttack = "weaker-attack"
        case nodes, time
    }

    public var what: Kind
    /// The suite's id; `nil` of time, which is judged per method over all networks.
    public var network: String?
    /// The suite's id.
    public var method: String
    /// `nil` is every size.
    public var size: Double?
    /// Why it may pass, for people.
    public var reason: String
    /// The last day on which it passes.
    public var until: Day

    public init(
        what: Kind, network: String?, method: String, size: Double? = nil, reason: String, until: Day
    ) {
        self.what = what
        self.network = network
        self.method = method
        self.size = size
        self.reason = reason
        self.until = until
    }

    /// Whether it speaks of such a change in this cell.
    public func covers(_ what: Kind, in cell: SuiteCell) -> Bool {
        self.what == what && method == cell.method && (network == nil || network == cell.network)
            && (size == nil || size == cell.size)
    }
}

/// A day of the Gregorian calendar, without a time zone.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// `nil` for a day that there is not.
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...9999).contains(year), (1...12).contains(month), (1...lengths[month - 1]).contains(day) else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    private init(last year: Int) { (self.year, month, day) = (year, 12, 31) }

    /// No day is later.
    public static let last = Day(last: 9999)

    /// Reads `2027-01-31`; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        self.init(Int(parts[0]) ?? 0, Int(parts[1]) ?? 0, Int(parts[2]) ?? 0)
    }

    public static func < (a: Day, b: Day) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// `2027-01-31`.
    public var description: String { Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2) }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

extension Day: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no day: \(text)"))
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
