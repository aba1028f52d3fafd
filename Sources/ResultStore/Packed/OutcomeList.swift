import Questions

/// The outcomes of a cell, packed so that a store of millions fits into memory.
///
/// What is appended comes out again as it was. Lists of the same samples share their names: see `init(over:room:)`.
/// Complexity: taking an element out is O(1), some 0.2 µs; who needs the outcome alone asks `outcome(at:)`, who needs the verdict
/// alone `verdict(at:)`.
public struct OutcomeList: Sendable, RandomAccessCollection, MutableCollection {
    /// What outcomes name of their samples.
    private struct Name: Sendable, Hashable {
        var id: SampleID
        var label: Int
    }

    private var names = [Name]()
    /// Positions in `names`.
    private var places = [UInt32]()
    private var outcomes = PackedOutcomes()
    private var attempts = SparseColumn<Int32>(nothing: 1)
    private var times = TimeColumn()
    /// −1: not known.
    private var runs = SparseColumn<Int32>(nothing: 0)
    /// Zero or more bits; whether there is one at all is a column of its own, since all bits are possible.
    private var fingerprints = SparseColumn<UInt64>(nothing: 0)
    private var hasFingerprint = SparseColumn<Bool>(nothing: false)
    private let room: Int

    public init() { room = 0 }

    /// An empty list of outcomes most of which will be of `samples`, in their order. Copies share the names.
    public init(over samples: [StoredSample]) {
        names = samples.map { Name(id: $0.id, label: $0.label) }
        room = samples.count
    }

    public init(_ outcomes: some Sequence<StoredOutcome>) {
        self.init()
        append(contentsOf: outcomes)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { places.count }

    public subscript(position: Int) -> StoredOutcome {
        get {
            let name = names[Int(places[position])]
            let run = runs[position]
            return StoredOutcome(
                sample: name.id, label: name.label, outcome: outcomes[position], attempt: Int(attempts[position]),
                recordedAt: times[position],
                fingerprint: hasFingerprint[position] ? PixelFingerprint(bits: fingerprints[position]) : nil,
                run: run < 0 ? nil : Int(run))
        }
        set {
            let name = Name(id: newValue.sample, label: newValue.label)
            if names[Int(places[position])] != name {
                places[position] = UInt32(names.count)
                names.append(name)
            }
            outcomes[position] = newValue.outcome
            attempts[position] = Int32(newValue.attempt)
            times[position] = newValue.recordedAt
            fingerprints[position] = newValue.fingerprint?.bits ?? 0
            hasFingerprint[position] = newValue.fingerprint != nil
            runs[position] = newValue.run.map { Int32($0) } ?? -1
        }
    }

    public mutating func append(_ stored: StoredOutcome) {
        append(stored, at: place(of: Name(id: stored.sample, label: stored.label)))
    }

    /// - Parameter place: of its sample among those that the list is over.
    mutating func append(_ stored: StoredOutcome, at place: UInt32) {
        places.append(place)
        outcomes.append(stored.outcome, room: room)
        attempts.append(Int32(stored.attempt), room: room)
        times.append(stored.recordedAt, room: room)
        fingerprints.append(stored.fingerprint?.bits ?? 0, room: room)
        hasFingerprint.append(stored.fingerprint != nil, room: room)
        runs.append(stored.run.map { Int32($0) } ?? -1, room: room)
    }

    public mutating func append(contentsOf outcomes: some Sequence<StoredOutcome>) {
        for stored in outcomes { append(stored) }
    }

    public func sample(at position: Int) -> SampleID { names[Int(places[position])].id }

    public func outcome(at position: Int) -> Outcome { outcomes[position] }

    /// What an outcome claims with its witness, without its costs and its remark: in half the time.
    public func claim(at position: Int) -> Outcome { outcomes.claim(position) }

    /// Whether another method's outcome implies it.
    public func isImplied(at position: Int) -> Bool { outcomes.isImplied(position) }

    public func verdict(at position: Int) -> Verdict { outcomes.verdict(position) }

    /// When it was recorded, as `StoredOutcome.recordedAt` says it.
    public func time(at position: Int) -> String { times[position] }

    /// The run of an outcome as `StoredOutcome.run` names it.
    public func run(at position: Int) -> Int? {
        let run = runs[position]
        return run < 0 ? nil : Int(run)
    }

    /// Names the run of every outcome anew.
    mutating func renameRuns(_ name: (Int) -> Int?) {
        for position in indices {
            if let run = run(at: position) { runs[position] = name(run).map { Int32($0) } ?? -1 }
        }
    }

    /// The outcome of a sample. Complexity: O(n), of comparisons alone.
    public func first(of sample: SampleID) -> StoredOutcome? {
        indices.first { self.sample(at: $0) == sample }.map { self[$0] }
    }

    /// The next name of the list, as nearly always; else a new one.
    private mutating func place(of name: Name) -> UInt32 {
        let next = places.last.map { Int($0) + 1 } ?? 0
        // Few samples are left out, one after the other.
        for place in next..<Swift.min(names.count, next + 8) where names[place] == name { return UInt32(place) }
        names.append(name)
        return UInt32(names.count - 1)
    }
}

extension OutcomeList: RangeReplaceableCollection {
    /// Complexity: O(n); to append and to change single outcomes is cheaper.
    public mutating func replaceSubrange(_ range: Range<Int>, with outcomes: some Collection<StoredOutcome>) {
        var all = Array(self)
        all.replaceSubrange(range, with: outcomes)
        self = OutcomeList(all)
    }
}

extension OutcomeList: ExpressibleByArrayLiteral, Hashable {
    public init(arrayLiteral elements: StoredOutcome...) { self.init(elements) }

    public static func == (first: OutcomeList, second: OutcomeList) -> Bool { first.elementsEqual(second) }

    public func hash(into hasher: inout Hasher) {
        for stored in self { hasher.combine(stored) }
    }
}
