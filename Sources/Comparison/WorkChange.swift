import Questions
import SuiteFiles

/// Work that does not depend on the machine and is not what it was, summed over the queries of a cell.
public struct WorkChange: Sendable, Hashable, Encodable {
    public struct Query: Sendable, Hashable, Encodable {
        public var sample: SampleID
        public var before: Int
        public var after: Int
    }

    public var cell: SuiteCell
    /// `nodes`, `linear programs`, `simplex iterations`, `unstable neurons in layer 2`.
    public var counter: String
    /// Over all queries that are compared, changed or not.
    public var before: Int
    public var after: Int
    /// How many queries changed, of how many.
    public var changed: Int
    public var queries: Int
    /// The one that changed most.
    public var largest: Query

    /// Growth as a share; infinite where there was nothing.
    public var growth: Double {
        if before == after { return 0 }
        return before == 0 ? .infinity : (Double(after) - Double(before)) / Double(before)
    }
}

/// Changes of work counters.
///
/// Compared are outcomes of one configuration, limits and revision included, both of which the method computed itself to
/// its own end: their counters are repeatable to the last unit, so that the threshold is zero.
struct WorkChanges {
    private(set) var changes = [WorkChange]()
    /// Queries whose counters were held against each other.
    private(set) var compared = 0

    init(_ pairing: Pairing) {
        for pair in pairing.cells where pair.isUnchanged {
            let queries = pair.queries.compactMap { query -> (SampleID, Measurements, Measurements)? in
                guard let base = query.base, let new = query.new, base.impliedBy == nil, new.impliedBy == nil,
                    base.ending == .finished, new.ending == .finished
                else { return nil }
                return (query.sample, base.measurements, new.measurements)
            }
            compared += queries.count
            let depth = queries.map { max($0.1.unstableByLayer.count, $0.2.unstableByLayer.count) }.max() ?? 0
            add("nodes", queries, pair.cell, \.nodes)
            add("linear programs", queries, pair.cell, \.lpSolves)
            add("simplex iterations", queries, pair.cell, \.simplexIterations)
            for layer in 0..<depth {
                add("unstable neurons in layer \(layer + 1)", queries, pair.cell) { measurements in
                    layer < measurements.unstableByLayer.count ? measurements.unstableByLayer[layer] : 0
                }
            }
        }
    }

    private mutating func add(
        _ counter: String, _ queries: [(SampleID, Measurements, Measurements)], _ cell: SuiteCell,
        _ count: (Measurements) -> Int
    ) {
        let counts = queries.map { WorkChange.Query(sample: $0.0, before: count($0.1), after: count($0.2)) }
        let changed = counts.filter { $0.before != $0.after }
        guard let largest = changed.max(by: { $0.distance < $1.distance }) else { return }
        changes.append(
            WorkChange(
                cell: cell, counter: counter, before: counts.map(\.before).saturatingSum(),
                after: counts.map(\.after).saturatingSum(), changed: changed.count, queries: counts.count,
                largest: largest))
    }
}

extension WorkChange.Query {
    fileprivate var distance: Double { abs(Double(after) - Double(before)) }
}
