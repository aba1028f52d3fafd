/// A field of an outcome, declared once: what it is called in every format, what it means, what its absence means, and
/// how it is read and written. Messages to and from workers, the columns of the result store, files of outcomes,
/// `results.csv` with its dictionary, and `verify --json` all follow from `OutcomeField.all`.
public final class OutcomeField: Sendable {
    /// The key in `verify --json`, below the part's object.
    public let name: String
    public let part: OutcomePart
    /// The key on the wire and in files of outcomes, of which there are hundreds of thousands.
    public let key: String
    /// The column of the result store's `attempts`.
    public let column: String
    /// The column of `results.csv`.
    public let heading: String
    /// Empty where there is none.
    public let unit: String
    public let meaning: String
    /// Which outcomes have no value, or `never`.
    public let absence: String
    /// The edition of the list that brought the field: 1 for those of the beginning. What holds a field of a later
    /// edition says so, and a program that knows only earlier ones refuses it.
    public let edition: Int
    /// Whether asking again gives the same value. Times and what depends on the machine do not.
    public let isRepeatable: Bool
    public let access: FieldAccess

    public var form: FieldForm { access.form }
    public var presence: FieldPresence { access.presence }

    /// Declares a field.
    ///
    /// - Parameters:
    ///   - key, column, heading: by default `name`, `name` with underscores between its words, and `column`.
    ///   - isRepeatable: times never are.
    public init(
        _ part: OutcomePart, _ name: String, _ access: FieldAccess, unit: String = "", meaning: String,
        absence: String, key: String? = nil, column: String? = nil, heading: String? = nil, edition: Int = 1,
        isRepeatable: Bool = true
    ) {
        self.part = part
        self.name = name
        self.access = access
        self.unit = unit
        self.meaning = meaning
        self.absence = absence
        self.key = key ?? name
        self.column = column ?? Self.words(of: name)
        self.heading = heading ?? self.column
        self.edition = edition
        self.isRepeatable = isRepeatable && access.form != .seconds && access.form != .secondsByName
    }

    /// The outcome's value, also one that says nothing; `nil` where it has none.
    public func value(of outcome: Outcome) -> FieldValue? { access.get(outcome) }

    /// The outcome's value where it says something.
    public func telling(_ outcome: Outcome) -> FieldValue? {
        guard let value = access.get(outcome), presence != .unlessNothing || !value.isNothing else { return nil }
        return value
    }

    /// Gives the outcome a value; a field of a witness needs one that is there. Returns whether the field can have that
    /// value: it cannot have one of another type, or a word that is not of its set.
    public func set(_ value: FieldValue, in outcome: inout Outcome) -> Bool { access.set(&outcome, value) }

    /// `marginLower` as `margin_lower`.
    private static func words(of name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
    }
}

/// Names of what formats hold beside the pixels of a witness, or in their place.
public enum PixelNames {
    /// How many pixels the packed ones are: on the wire and in files of outcomes.
    public static let countKey = "count"
    /// The same in the result store, where NULL says that there is no witness.
    public static let countColumn = "witness_pixels"
    /// What tells whether two witnesses are the same point where the pixels are not at hand: in files of outcomes.
    public static let fingerprintKey = "witness"
    /// The same in the result store.
    public static let fingerprintColumn = "witness_fingerprint"
}
