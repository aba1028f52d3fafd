import Questions
import ResultStore
import SuiteFiles

/// Which of two runs.
public enum Side: String, Sendable, Hashable, Encodable, CaseIterable {
    case base, new
}

/// A question that both runs asked: the same network, set and image, by the same method.
struct QueryPair {
    var sample: SampleID
    /// `nil` where there is no answer.
    var base: Outcome?
    var new: Outcome?
}

/// The questions of a cell that both runs asked. Answers stay packed until they are looked at.
struct QueryPairs: RandomAccessCollection {
    private let base, new: OutcomeList
    private let samples: [SampleID]
    /// Positions in `samples` and in the two lists; negative where there is no answer.
    private let places: [(sample: Int32, base: Int32, new: Int32)]

    /// - Parameter samples: of the new run's cell, as positions of those that both asked.
    init(_ base: OutcomeList, _ new: OutcomeList, _ samples: [SampleID], common: [Int]) {
        (self.base, self.new, self.samples) = (base, new, samples)
        let (first, second) = (Self.places(base), Self.places(new))
        places = common.map { place in
            (Int32(place), first[samples[place]] ?? -1, second[samples[place]] ?? -1)
        }
    }

    /// Of two answers to one question the first.
    private static func places(_ outcomes: OutcomeList) -> [SampleID: Int32] {
        Dictionary(outcomes.indices.lazy.map { (outcomes.sample(at: $0), Int32($0)) }) { first, _ in first }
    }

    var startIndex: Int { 0 }
    var endIndex: Int { places.count }

    subscript(position: Int) -> QueryPair {
        let (sample, first, second) = places[position]
        return QueryPair(
            sample: samples[Int(sample)], base: first < 0 ? nil : base.outcome(at: Int(first)),
            new: second < 0 ? nil : new.outcome(at: Int(second)))
    }
}

/// A cell that both runs have and whose answers can be compared, with the queries that both asked.
struct CellPair {
    let cell: SuiteCell
    let descriptor: MethodDescriptor
    let base: Questions.Configuration
    let new: Questions.Configuration
    var queries: QueryPairs

    var isPoint: Bool { descriptor.claim == .classification }
    var goal: Goal { new.form.goal }
    /// The same question under the same limits and revision: nothing but chance and the program may differ.
    var isUnchanged: Bool { base.canonicalJSON == new.canonicalJSON }
}

/// A cell, or images of it, that both runs have under questions that differ.
public struct RefusedCell: Sendable, Hashable, Encodable {
    public var cell: SuiteCell
    /// In words: `network bytes`, `option steps: 40 → 50`.
    public var differences: [String]
    /// Queries that are not compared because of it.
    public var queries: Int
}

/// Two runs, cell by cell.
struct Pairing {
    /// In the order of the new run.
    private(set) var cells = [CellPair]()
    private(set) var refused = [RefusedCell]()
    /// Cells that only one of the runs has, with the number of queries.
    private(set) var alone: [Side: [LoneCell]] = [.base: [], .new: []]

    init(_ base: RunSnapshot, _ new: RunSnapshot, _ catalog: MethodCatalog) {
        let images = [Side.base: Self.digests(base), .new: Self.digests(new)]
        var earlier = [SuiteCell: Int]()
        for (number, cell) in base.cells.enumerated() {
            let key = Self.key(cell, catalog)
            if earlier[key] == nil { earlier[key] = number }
        }
        var seen = Set<SuiteCell>()
        for (number, cell) in new.cells.enumerated() {
            let key = Self.key(cell, catalog)
            guard seen.insert(key).inserted else { continue }
            guard let old = earlier.removeValue(forKey: key) else {
                alone[.new, default: []].append(LoneCell(cell: key, queries: cell.samples.count))
                continue
            }
            add(key, base, old, new, number, images, catalog)
        }
        for number in earlier.values.sorted() {
            let cell = base.cells[number]
            alone[.base, default: []].append(LoneCell(cell: Self.key(cell, catalog), queries: cell.samples.count))
        }
    }

    private mutating func add(
        _ key: SuiteCell, _ base: RunSnapshot, _ old: Int, _ new: RunSnapshot, _ number: Int,
        _ images: [Side: [SampleID: Digest]], _ catalog: MethodCatalog
    ) {
        let (before, after) = (base.cells[old].configuration, new.cells[number].configuration)
        let samples = new.cells[number].samples
        let asked = Set(base.cells[old].samples)
        var common = samples.indices.filter { asked.contains(samples[$0]) }
        let method = after.method
        guard let descriptor = catalog[method.name]?.resolved(for: method) else {
            refused.append(
                RefusedCell(cell: key, differences: ["method \(method.name): not known here"], queries: common.count))
            return
        }
        let obstacles = after.obstacles(to: before, describedBy: descriptor)
        guard obstacles.isEmpty else {
            refused.append(RefusedCell(cell: key, differences: obstacles, queries: common.count))
            return
        }
        let count = common.count
        common.removeAll { images[.base]?[samples[$0]] != images[.new]?[samples[$0]] }
        if common.count < count {
            let others = count - common.count
            refused.append(RefusedCell(cell: key, differences: ["image bytes"], queries: others))
        }
        cells.append(
            CellPair(
                cell: key, descriptor: descriptor, base: before, new: after,
                queries: QueryPairs(base.outcomes[old], new.outcomes[number], samples, common: common)))
    }

    /// Queries of a run, those of cells that stand in it twice once.
    static func queries(_ run: RunSnapshot, _ catalog: MethodCatalog) -> Int {
        Dictionary(run.cells.map { (key($0, catalog), $0.samples.count) }) { first, _ in first }.values.reduce(0, +)
    }

    static func digests(_ run: RunSnapshot) -> [SampleID: Digest] {
        Dictionary(run.samples.map { ($0.id, $0.digest) }) { first, _ in first }
    }

    static func key(_ cell: RunCell, _ catalog: MethodCatalog) -> SuiteCell {
        let isPoint = catalog[cell.configuration.method.name]?.claim == .classification
        return SuiteCell(network: cell.network, method: cell.method, cell.configuration, isPoint: isPoint)
    }
}

/// A cell that only one of two runs has.
public struct LoneCell: Sendable, Hashable, Encodable {
    public var cell: SuiteCell
    public var queries: Int
}
