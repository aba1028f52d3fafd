import Questions
import ResultStore
import Statistics

/// CPU time on the queries that both runs answered themselves.
public struct TimeComparison: Sendable, Hashable, Encodable {
    /// One method over all networks and sizes, or everything together.
    public struct Row: Sendable, Hashable, Encodable {
        /// `nil` is everything together.
        public var method: String?
        /// Queries that both runs answered to the end; those with a time of 0 have no ratio and are left out.
        public var pairs: Int
        /// CPU seconds of these.
        public var before: Double
        public var after: Double
        /// Median of after / before, with its bootstrap interval (95 %); `nil` of no pairs.
        public var ratio: Double?
        public var lower: Double?
        public var upper: Double?
        /// Censored pairs: cut off by the time limit in both runs, only before, only after.
        public var cutOff: Int
        public var cutOffBefore: Int
        public var cutOffAfter: Int
        /// How far the control's median log ratio may lie from 0: the greater end of its interval; `nil` without one.
        public var spread: Double?
    }

    /// Everything together first, then methods in the order of the run.
    public var rows: [Row]
    /// Why time is not judged; `nil` where it is.
    public var notJudged: String?

    /// Of bootstrap intervals.
    static let resamples = 1000
    /// Fewer pairs than this tell nothing.
    public static let fewestPairs = 8

    init(
        _ pairs: [TimePair], base: RunRecord, new: RunRecord, control: (run: RunRecord, pairs: [TimePair])?
    ) {
        let aa = control.map { Dictionary(grouping: $0.pairs, by: \.method) } ?? [:]
        var methods = [String]()
        for pair in pairs where !methods.contains(pair.method) { methods.append(pair.method) }
        let own = Dictionary(grouping: pairs, by: \.method)
        rows = pairs.isEmpty ? [] : [Row(nil, pairs, control?.pairs)]
        rows += methods.map { Row($0, own[$0] ?? [], aa[$0]) }
        notJudged = Self.obstacle(base, new, control?.run, pairs)
    }

    private static func obstacle(
        _ base: RunRecord, _ new: RunRecord, _ control: RunRecord?, _ pairs: [TimePair]
    ) -> String? {
        guard base.machine == new.machine else { return "the runs are of different machines" }
        guard let control else { return "no control: a second run of the base's build, taken in the same sitting" }
        guard control != base, control != new else { return "the control is one of the two runs itself" }
        guard control.machine == base.machine else { return "the control is of another machine" }
        guard control.commit == base.commit, control.versions == base.versions else {
            return "the control is of another build than the base"
        }
        guard control.workers == base.workers, new.workers == base.workers else {
            return "the runs had different numbers of workers"
        }
        return pairs.isEmpty ? "no query was answered by both runs themselves" : nil
    }
}

extension TimeComparison.Row {
    init(_ method: String?, _ pairs: [TimePair], _ control: [TimePair]?) {
        let both = pairs.compactMap { pair in Self.finished(pair) }
        let ratios = PairedRatio(both)
        let interval = bootstrapMedianInterval(of: ratios.logRatios, resamples: TimeComparison.resamples)
        self.method = method
        self.pairs = ratios.count
        before = both.reduce(0) { $0 + $1.baseline }
        after = both.reduce(0) { $0 + $1.candidate }
        ratio = Distribution(ratios.logRatios).median.map(exponential)
        lower = interval.map { exponential($0.lowerBound) }
        upper = interval.map { exponential($0.upperBound) }
        cutOff = pairs.count { $0.before == nil && $0.after == nil }
        cutOffBefore = pairs.count { $0.before == nil && $0.after != nil }
        cutOffAfter = pairs.count { $0.before != nil && $0.after == nil }
        spread = control.flatMap(Self.spread)
    }

    private static func finished(_ pair: TimePair) -> (baseline: Double, candidate: Double)? {
        guard let before = pair.before, let after = pair.after else { return nil }
        return (before, after)
    }

    private static func spread(_ pairs: [TimePair]) -> Double? {
        let ratios = PairedRatio(pairs.compactMap(finished))
        guard ratios.count >= TimeComparison.fewestPairs else { return nil }
        return bootstrapMedianInterval(of: ratios.logRatios, resamples: TimeComparison.resamples).map {
            max(abs($0.lowerBound), abs($0.upperBound))
        }
    }

    /// By which factor the median may grow: the gate, or as much as three times what the control's ratios differ.
    public func gate(_ gates: Double) -> Double? { spread.map { max(gates, exponential(3 * $0)) } }
}
