import Questions
import SuiteFiles

/// The CPU seconds of a query that both runs answered themselves.
public struct TimePair: Sendable, Hashable {
    public var cell: SuiteCell
    public var sample: SampleID
    /// Seconds; `nil` where the time limit cut the answer off, so that it is only known to take longer.
    public var before: Double?
    public var after: Double?

    public var method: String { cell.method }

    /// Both, where both came to their end.
    var finished: (baseline: Double, candidate: Double)? {
        guard let before, let after else { return nil }
        return (before, after)
    }

    /// The query.
    var place: Contradiction.Place { .init(cell, sample) }
}

extension Pairing {
    /// Every query that both runs answered themselves, each to its end or to its time limit.
    var timePairs: [TimePair] {
        cells.flatMap { pair in
            pair.queries.compactMap { query -> TimePair? in
                guard let base = query.base, let new = query.new, base.impliedBy == nil, new.impliedBy == nil,
                    base.isTimed, new.isTimed
                else { return nil }
                return TimePair(cell: pair.cell, sample: query.sample, before: base.seconds, after: new.seconds)
            }
        }
    }
}

extension Outcome {
    fileprivate var isTimed: Bool { ending == .finished || ending == .timeout }
    fileprivate var seconds: Double? { ending == .timeout ? nil : measurements.cpuSeconds }
}
