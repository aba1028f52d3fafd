/// The value of an outcome's field, in one of the few types that every format knows how to write and to read.
public enum FieldValue: Sendable, Hashable, CustomStringConvertible {
    case number(Double)
    case count(Int)
    case text(String)
    case counts([Int])
    case numbers([String: Double])
    case pixels([Float])

    /// Whether it is 0 or empty.
    public var isNothing: Bool {
        switch self {
        case .number(let number): number == 0
        case .count(let count): count == 0
        case .text(let text): text.isEmpty
        case .counts(let counts): counts.isEmpty
        case .numbers(let numbers): numbers.isEmpty
        case .pixels(let pixels): pixels.isEmpty
        }
    }

    /// As tables show it: numbers as the shortest text that reads back as the same double, members joined by semicolons,
    /// names in order.
    public var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .count(let count): "\(count)"
        case .text(let text): text
        case .counts(let counts): counts.map(String.init).joined(separator: ";")
        case .numbers(let numbers):
            numbers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
        case .pixels(let pixels): pixels.map { "\($0)" }.joined(separator: ";")
        }
    }
}

/// What a field holds. A closed set: who writes or reads fields switches over it, so that a new field of a known form
/// needs no code, and a new form is refused by the compiler until every format knows it.
public enum FieldForm: Sendable, Hashable, CaseIterable {
    /// A double; infinities are values.
    case number
    /// A time in seconds. What is kept has four significant digits.
    case seconds
    /// A whole number ≥ 0.
    case count
    /// A word of a closed set.
    case word
    /// Free text.
    case text
    /// Whole numbers ≥ 0, in order.
    case counts
    /// Times in seconds by name, kept like `seconds`.
    case secondsByName
    /// The pixels of a witness, which every format packs or names in its own way (`PixelNames`).
    case pixels
}

/// Whether every outcome has a value for a field; of the fields of a witness, every outcome with one.
public enum FieldPresence: Sendable, Hashable, CaseIterable {
    /// It has; what lacks the field is no outcome.
    case always
    /// It may have none.
    case optional
    /// It has, but 0 or empty means that there is nothing to say: formats of many outcomes leave it out then.
    case unlessNothing
}

/// The part of an outcome that a field belongs to.
public enum OutcomePart: Sendable, Hashable, CaseIterable {
    /// What the method says of the query: outcomes whose claims are equal agree.
    case claim
    /// The point that it found. Its fields are there only where an outcome has a witness.
    case witness
    /// What answering cost.
    case cost
    /// For people.
    case remark

    /// The object that holds the part's fields where objects nest; `nil` for the outcome's own.
    ///
    /// On the wire only witnesses nest; in `verify --json` costs do as well.
    public var object: String? {
        switch self {
        case .claim, .remark: nil
        case .witness: "witness"
        case .cost: "measurements"
        }
    }
}
