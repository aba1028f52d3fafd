/// A column of machine words that needs no memory while every value is the one that says nothing.
struct SparseColumn<Word: BitwiseCopyable & Hashable & Sendable>: Sendable {
    /// What stands where there is nothing to say.
    let nothing: Word
    /// Empty while all of `count` values are `nothing`.
    private var words = [Word]()
    private(set) var count = 0

    init(nothing: Word) { self.nothing = nothing }

    /// Whether no value says anything.
    var isSilent: Bool { words.isEmpty }

    subscript(position: Int) -> Word {
        get { words.isEmpty ? nothing : words[position] }
        set {
            guard !words.isEmpty || newValue != nothing else { return }
            if words.isEmpty { begin(room: count) }
            words[position] = newValue
        }
    }

    /// - Parameter room: how many values the column will have, as far as that is known.
    mutating func append(_ word: Word, room: Int) {
        if !words.isEmpty || word != nothing {
            if words.isEmpty { begin(room: room) }
            words.append(word)
        }
        count += 1
    }

    private mutating func begin(room: Int) {
        words.reserveCapacity(max(room, count + 1))
        words.append(contentsOf: repeatElement(nothing, count: count))
    }
}

/// A column of values of which few differ: each is kept once.
struct InternedColumn<Value: Hashable & Sendable>: Sendable {
    private var places = SparseColumn<UInt32>(nothing: 0)
    /// The values, the first of them at place 1.
    private var values = [Value]()
    private var known = [Value: UInt32]()

    var count: Int { places.count }
    var isSilent: Bool { places.isSilent }

    /// `nil` where there is nothing to say.
    subscript(position: Int) -> Value? {
        get {
            let place = places[position]
            return place == 0 ? nil : values[Int(place) - 1]
        }
        set { places[position] = place(of: newValue) }
    }

    mutating func append(_ value: Value?, room: Int) { places.append(place(of: value), room: room) }

    private mutating func place(of value: Value?) -> UInt32 {
        guard let value else { return 0 }
        if let last = values.last, last == value { return UInt32(values.count) }
        if let place = known[value] { return place }
        values.append(value)
        let place = UInt32(values.count)
        known[value] = place
        return place
    }
}
