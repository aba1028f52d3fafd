/// How a field is read from an outcome and written into one, by what it holds.
///
/// Closures, not key paths: a report reads tens of millions of fields, and a key path costs four times as much.
public struct FieldAccess: Sendable {
    public let form: FieldForm
    public let presence: FieldPresence
    /// The words of a closed set, in order; empty for other forms.
    public let words: [String]
    let get: @Sendable (Outcome) -> FieldValue?
    /// Whether the value is one that the field can have.
    let set: @Sendable (inout Outcome, FieldValue) -> Bool
}

extension FieldAccess {
    public typealias Getter<Value> = @Sendable (Outcome) -> Value
    public typealias Setter<Value> = @Sendable (inout Outcome, Value) -> Void

    /// A number that an outcome may lack.
    public static func number(_ get: @escaping Getter<Double?>, _ set: @escaping Setter<Double>) -> FieldAccess {
        FieldAccess(form: .number, presence: .optional, words: []) {
            get($0).map(FieldValue.number)
        } set: {
            guard case .number(let value) = $1 else { return false }
            set(&$0, value)
            return true
        }
    }

    /// A time; 0 where it was not measured.
    public static func seconds(_ get: @escaping Getter<Double>, _ set: @escaping Setter<Double>) -> FieldAccess {
        FieldAccess(form: .seconds, presence: .unlessNothing, words: []) {
            .number(get($0))
        } set: {
            guard case .number(let value) = $1 else { return false }
            set(&$0, value)
            return true
        }
    }

    /// A count that starts at 0.
    public static func count(_ get: @escaping Getter<Int>, _ set: @escaping Setter<Int>) -> FieldAccess {
        FieldAccess(form: .count, presence: .unlessNothing, words: []) {
            .count(get($0))
        } set: {
            guard case .count(let value) = $1 else { return false }
            set(&$0, value)
            return true
        }
    }

    /// A whole number of which 0 is a value: one that an outcome may lack, or that it `always` has.
    public static func optionalCount(
        always: Bool = false, _ get: @escaping Getter<Int?>, _ set: @escaping Setter<Int>
    ) -> FieldAccess {
        FieldAccess(form: .count, presence: always ? .always : .optional, words: []) {
            get($0).map(FieldValue.count)
        } set: {
            guard case .count(let value) = $1 else { return false }
            set(&$0, value)
            return true
        }
    }

    /// Free text that an outcome may lack.
    public static func text(_ get: @escaping Getter<String?>, _ set: @escaping Setter<String>) -> FieldAccess {
        FieldAccess(form: .text, presence: .optional, words: []) {
            get($0).map(FieldValue.text)
        } set: {
            guard case .text(let value) = $1 else { return false }
            set(&$0, value)
            return true
        }
    }

    /// A word of a closed set that an outcome may lack, or that it `always` has.
    public static func word<Word: RawRepresentable<String> & CaseIterable & Sendable>(
        always: Bool = false, _ get: @escaping Getter<Word?>, _ set: @escaping Setter<Word>
    ) -> FieldAccess {
        FieldAccess(form: .word, presence: always ? .always : .optional, words: Word.allCases.map(\.rawValue)) {
            get($0).map { .text($0.rawValue) }
        } set: {
            guard case .text(let text) = $1, let word = Word(rawValue: text) else { return false }
            set(&$0, word)
            return true
        }
    }

    /// A list of counts; empty where there is none.
    public static func counts(_ get: @escaping Getter<[Int]>, _ set: @escaping Setter<[Int]>) -> FieldAccess {
        FieldAccess(form: .counts, presence: .unlessNothing, words: []) {
            .counts(get($0))
        } set: {
            guard case .counts(let value) = $1 else { return false }
            set(&$0, value)
            return true
        }
    }

    /// Times by name; empty where none was taken.
    public static func secondsByName(
        _ get: @escaping Getter<[String: Double]>, _ set: @escaping Setter<[String: Double]>
    ) -> FieldAccess {
        FieldAccess(form: .secondsByName, presence: .unlessNothing, words: []) {
            .numbers(get($0))
        } set: {
            guard case .numbers(let value) = $1 else { return false }
            set(&$0, value)
            return true
        }
    }

    /// The pixels of a witness.
    static func pixels(_ get: @escaping Getter<[Float]?>, _ set: @escaping Setter<[Float]>) -> FieldAccess {
        FieldAccess(form: .pixels, presence: .always, words: []) {
            get($0).map(FieldValue.pixels)
        } set: {
            guard case .pixels(let value) = $1 else { return false }
            set(&$0, value)
            return true
        }
    }
}
