/// A list of fields that a format can hold, with what its codec looks up.
///
/// Every codec takes one, so that tests can play a program with a field more.
public struct OutcomeFields: Sendable {
    public let all: [OutcomeField]
    /// Those of each part, in order.
    public let claims, witness, costs, remarks: [OutcomeField]
    /// Positions in `all` by `OutcomeField.key`.
    public let positions: [String: Int]
    /// The newest edition of any.
    public let edition: Int

    /// The fields that this program knows.
    public static let current = OutcomeFields(OutcomeField.all)

    /// So many fields a list may have: readers note in one word which they have seen.
    public static let limit = 48

    /// - Precondition: no two fields have the same name in any format, and there are at most `limit`.
    public init(_ all: [OutcomeField]) {
        precondition(all.count <= Self.limit, "an outcome has more than \(Self.limit) fields")
        for names in [all.map(\.key), all.map(\.column), all.map(\.heading), all.map { "\($0.part) \($0.name)" }] {
            precondition(Set(names).count == names.count, "two fields have one name among \(names)")
        }
        self.all = all
        claims = all.filter { $0.part == .claim }
        witness = all.filter { $0.part == .witness }
        costs = all.filter { $0.part == .cost }
        remarks = all.filter { $0.part == .remark }
        positions = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.key, $0) })
        edition = all.map(\.edition).max() ?? 1
    }

    /// The fields that a program of an edition knew.
    public func known(in edition: Int) -> OutcomeFields {
        edition >= self.edition ? self : OutcomeFields(all.filter { $0.edition <= edition })
    }

    /// The first edition that has every field of which one of `outcomes` tells something: the version of what holds them.
    public func editionNeeded(for outcomes: some Sequence<Outcome>) -> Int {
        let later = all.filter { $0.edition > 1 }
        guard !later.isEmpty else { return 1 }
        var needed = 1
        for outcome in outcomes {
            for field in later where field.edition > needed && field.telling(outcome) != nil { needed = field.edition }
            // Nothing can ask for more.
            if needed == edition { break }
        }
        return needed
    }

    /// An outcome to read fields into. Its witness is there to be filled; who finds none must take it away again.
    public static var blank: Outcome {
        Outcome(verdict: .unknown, witness: Witness(pixels: [], adversarialClass: 0))
    }
}
