import Questions

/// What a key of an outcome's line stands for: the line's place, the pixels of a witness, or a field.
enum LineKey: Sendable, Hashable {
    /// Position of the cell, and of the sample in its list.
    case cell, sample
    /// Time and number of the attempt, and the run that made it.
    case at, attempt, run
    /// Number and fingerprint of the pixels.
    case count, fingerprint
    /// Position in the list of fields.
    case field(Int)

    /// The keys that are not fields, by name.
    static let own: [(name: String, key: LineKey)] = [
        ("cell", .cell), ("sample", .sample), ("at", .at), ("attempt", .attempt),
        ("run", .run),
        (PixelNames.countKey, .count), (PixelNames.fingerprintKey, .fingerprint),
    ]
}

/// Every key of a list of fields, with a bit to note that it was seen.
final class LineKeys: Sendable {
    let fields: OutcomeFields
    private let byName: [String: (key: LineKey, bit: UInt64)]
    /// Bits of what every outcome has; of what every witness has; of all that only outcomes with a witness have.
    let required, requiredOfWitness, ofWitness: UInt64

    init(_ fields: OutcomeFields) {
        self.fields = fields
        let keys: [(name: String, key: LineKey)] =
            LineKey.own + fields.all.indices.map { (fields.all[$0].key, .field($0)) }
        let bits = keys.enumerated().map { (name: $1.name, key: $1.key, bit: UInt64(1) << UInt64($0)) }
        byName = Dictionary(uniqueKeysWithValues: bits.map { ($0.name, ($0.key, $0.bit)) })
        func mask(_ isWanted: (LineKey) -> Bool) -> UInt64 {
            bits.reduce(0) { $0 | (isWanted($1.key) ? $1.bit : 0) }
        }
        func field(_ key: LineKey) -> OutcomeField? {
            if case .field(let position) = key { fields.all[position] } else { nil }
        }
        required = mask { field($0).map { $0.presence == .always && $0.part != .witness } ?? false }
        // The pixels themselves may be missing.
        requiredOfWitness = mask {
            field($0).map { $0.presence == .always && $0.part == .witness && $0.form != .pixels } ?? false
        }
        ofWitness = mask { field($0).map { $0.part == .witness } ?? [.count, .fingerprint].contains($0) }
    }

    subscript(name: String) -> (key: LineKey, bit: UInt64)? { byName[name] }

    /// The names of the fields whose bits are set.
    func names(_ bits: UInt64) -> [String] {
        fields.all.filter { byName[$0.key].map { bits & $0.bit != 0 } ?? false }.map(\.key)
    }
}
