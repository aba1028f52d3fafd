import Questions

/// The fields of an outcome, sorted by what their columns hold.
final class PackedFields: Sendable {
    let numbers: [PackedNumber]
    let counts: [PackedCount]
    let words: [PackedWord]
    let texts: [PackedText]
    let lists: [PackedList]
    let times: [PackedTimes]
    /// How many of the numbers, counts and texts are claims or of a witness: they come first.
    let claims: (numbers: Int, counts: Int, texts: Int)
    /// Places of fields that are looked at by themselves.
    let verdict, impliedBy: Int

    init(_ fields: [OutcomeField]) {
        var numbers = [PackedNumber]()
        var counts = [PackedCount]()
        var words = [PackedWord]()
        var texts = [PackedText]()
        var lists = [PackedList]()
        var times = [PackedTimes]()
        var claims = (numbers: 0, counts: 0, texts: 0)
        var places = [String: Int]()
        for field in fields {
            defer {
                if field.part == .claim || field.part == .witness {
                    claims = (numbers.count, counts.count, texts.count)
                }
            }
            let isNeverAbsent = field.presence == .unlessNothing
            switch field.access.direct {
            case .number(let get, let set):
                numbers.append(PackedNumber(nothing: isNeverAbsent ? 0 : PackedNumber.absent, get: get, put: set))
            case .count(let get, let set):
                counts.append(PackedCount(nothing: isNeverAbsent ? 0 : .min, get: get, put: set))
            case .word(let get, let set):
                places[field.name] = words.count
                words.append(PackedWord(get: get, put: set))
            case .text(let get, let set):
                places[field.name] = texts.count
                texts.append(PackedText(get: get, set: set))
            case .counts(let get, let set): lists.append(PackedList(get: get, set: set))
            case .numbers(let get, let set): times.append(PackedTimes(get: get, set: set))
            // There is one such field, and the pixels are kept by themselves.
            case .pixels: break
            }
        }
        (self.numbers, self.counts, self.words) = (numbers, counts, words)
        (self.texts, self.lists, self.times) = (texts, lists, times)
        self.claims = claims
        (verdict, impliedBy) = (places["verdict"] ?? 0, places["impliedBy"] ?? 0)
    }
}

/// A number as its bits.
struct PackedNumber: Sendable {
    /// Stands for no number: a NaN that no arithmetic makes.
    static let absent: UInt64 = 0xFFF4_0000_DEAD_0000

    let nothing: UInt64
    let get: FieldAccess.Getter<Double?>
    let put: FieldAccess.Setter<Double>

    func word(of outcome: Outcome) -> UInt64 { get(outcome)?.bitPattern ?? Self.absent }

    func set(_ word: UInt64, in outcome: inout Outcome) {
        if word != nothing, word != Self.absent { put(&outcome, Double(bitPattern: word)) }
    }
}

struct PackedCount: Sendable {
    let nothing: Int
    let get: FieldAccess.Getter<Int?>
    let put: FieldAccess.Setter<Int>

    func word(of outcome: Outcome) -> Int { get(outcome) ?? .min }

    func set(_ word: Int, in outcome: inout Outcome) {
        if word != nothing, word != .min { put(&outcome, word) }
    }
}

/// A word of a closed set by its position there.
struct PackedWord: Sendable {
    let get: FieldAccess.Getter<Int?>
    let put: FieldAccess.Setter<Int>

    func word(of outcome: Outcome) -> UInt8 { get(outcome).map { UInt8($0) } ?? .max }

    func set(_ word: UInt8, in outcome: inout Outcome) {
        if word != .max { put(&outcome, Int(word)) }
    }
}

struct PackedText: Sendable {
    let get: FieldAccess.Getter<String?>
    let set: FieldAccess.Setter<String>
}

struct PackedList: Sendable {
    let get: FieldAccess.Getter<[Int]>
    let set: FieldAccess.Setter<[Int]>

    func value(of outcome: Outcome) -> [Int]? {
        let list = get(outcome)
        return list.isEmpty ? nil : list
    }
}

struct PackedTimes: Sendable {
    let get: FieldAccess.Getter<[String: Double]>
    let set: FieldAccess.Setter<[String: Double]>
}
