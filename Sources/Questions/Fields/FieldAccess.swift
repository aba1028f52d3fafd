/// How a field is read from an outcome and written into one, by what it holds.
public struct FieldAccess: Sendable {
    public let presence: FieldPresence
    /// The words of a closed set, in order; empty for other forms.
    public let words: [String]
    public let form: FieldForm
    package let direct: DirectAccess

    private init(_ form: FieldForm, _ presence: FieldPresence, words: [String] = [], _ direct: DirectAccess) {
        (self.form, self.presence, self.words, self.direct) = (form, presence, words, direct)
    }

    func get(_ outcome: Outcome) -> FieldValue? {
        switch direct {
        case .number(let get, _): get(outcome).map(FieldValue.number)
        case .count(let get, _): get(outcome).map(FieldValue.count)
        case .word(let get, _): get(outcome).map { .text(words[$0]) }
        case .text(let get, _): get(outcome).map(FieldValue.text)
        case .counts(let get, _): .counts(get(outcome))
        case .numbers(let get, _): .numbers(get(outcome))
        case .pixels(let get, _): get(outcome).map(FieldValue.pixels)
        }
    }

    /// Whether the value is one that the field can have.
    func set(_ outcome: inout Outcome, _ value: FieldValue) -> Bool {
        switch (direct, value) {
        case (.number(_, let set), .number(let value)): set(&outcome, value)
        case (.count(_, let set), .count(let value)): set(&outcome, value)
        case (.word(_, let set), .text(let value)):
            guard let position = words.firstIndex(of: value) else { return false }
            set(&outcome, position)
        case (.text(_, let set), .text(let value)): set(&outcome, value)
        case (.counts(_, let set), .counts(let value)): set(&outcome, value)
        case (.numbers(_, let set), .numbers(let value)): set(&outcome, value)
        case (.pixels(_, let set), .pixels(let value)): set(&outcome, value)
        default: return false
        }
        return true
    }
}

/// How a field is read and written as what it holds, for those who keep millions of values of one form side by side.
///
/// Closures, not key paths: a report reads tens of millions of fields, and a key path costs four times as much.
package enum DirectAccess: Sendable {
    case number(FieldAccess.Getter<Double?>, FieldAccess.Setter<Double>)
    case count(FieldAccess.Getter<Int?>, FieldAccess.Setter<Int>)
    /// A word by its position in the closed set.
    case word(FieldAccess.Getter<Int?>, FieldAccess.Setter<Int>)
    case text(FieldAccess.Getter<String?>, FieldAccess.Setter<String>)
    case counts(FieldAccess.Getter<[Int]>, FieldAccess.Setter<[Int]>)
    case numbers(FieldAccess.Getter<[String: Double]>, FieldAccess.Setter<[String: Double]>)
    case pixels(FieldAccess.Getter<[Float]?>, FieldAccess.Setter<[Float]>)
}

extension FieldAccess {
    public typealias Getter<Value> = @Sendable (Outcome) -> Value
    public typealias Setter<Value> = @Sendable (inout Outcome, Value) -> Void

    /// A number that an outcome may lack.
    public static func number(_ get: @escaping Getter<Double?>, _ set: @escaping Setter<Double>) -> FieldAccess {
        FieldAccess(.number, .optional, .number(get, set))
    }

    /// A time; 0 where it was not measured.
    public static func seconds(_ get: @escaping Getter<Double>, _ set: @escaping Setter<Double>) -> FieldAccess {
        FieldAccess(.seconds, .unlessNothing, .number({ get($0) }, set))
    }

    /// A count that starts at 0.
    public static func count(_ get: @escaping Getter<Int>, _ set: @escaping Setter<Int>) -> FieldAccess {
        FieldAccess(.count, .unlessNothing, .count({ get($0) }, set))
    }

    /// A whole number of which 0 is a value: one that an outcome may lack, or that it `always` has.
    public static func optionalCount(
        always: Bool = false, _ get: @escaping Getter<Int?>, _ set: @escaping Setter<Int>
    ) -> FieldAccess {
        FieldAccess(.count, always ? .always : .optional, .count(get, set))
    }

    /// Free text that an outcome may lack.
    public static func text(_ get: @escaping Getter<String?>, _ set: @escaping Setter<String>) -> FieldAccess {
        FieldAccess(.text, .optional, .text(get, set))
    }

    /// A word of a closed set that an outcome may lack, or that it `always` has.
    public static func word<Word: RawRepresentable<String> & CaseIterable & Hashable & Sendable>(
        always: Bool = false, _ get: @escaping Getter<Word?>, _ set: @escaping Setter<Word>
    ) -> FieldAccess {
        let all = Array(Word.allCases)
        return FieldAccess(
            .word, always ? .always : .optional, words: all.map(\.rawValue),
            .word({ get($0).flatMap(all.firstIndex) }, { set(&$0, all[$1]) }))
    }

    /// A list of counts; empty where there is none.
    public static func counts(_ get: @escaping Getter<[Int]>, _ set: @escaping Setter<[Int]>) -> FieldAccess {
        FieldAccess(.counts, .unlessNothing, .counts(get, set))
    }

    /// Times by name; empty where none was taken.
    public static func secondsByName(
        _ get: @escaping Getter<[String: Double]>, _ set: @escaping Setter<[String: Double]>
    ) -> FieldAccess {
        FieldAccess(.secondsByName, .unlessNothing, .numbers(get, set))
    }

    /// The pixels of a witness.
    static func pixels(_ get: @escaping Getter<[Float]?>, _ set: @escaping Setter<[Float]>) -> FieldAccess {
        FieldAccess(.pixels, .always, .pixels(get, set))
    }
}
