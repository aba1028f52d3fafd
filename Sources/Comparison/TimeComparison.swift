import Questions
import ResultStore
import Statistics

/// CPU time on the queries that both runs answered themselves. How it is judged says `TimeRule`.
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
        /// Median of after / before, with its interval (95 %, between order statistics); `nil` of no pairs, and the
        /// interval of fewer than six.
        public var ratio: Double?
        public var lower: Double?
        public var upper: Double?
        /// Censored pairs: cut off by the time limit in both runs, only before, only after.
        public var cutOff: Int
        public var cutOffBefore: Int
        public var cutOffAfter: Int
        /// The factor that is judged: after / (before and the controls), beside that of the other methods if `isRelative`;
        /// `nil` without a control, and of too few queries.
        public var excess: Double?
        /// Standard deviation of its logarithm that noise explains; `nil` likewise.
        public var spread: Double?
        /// Whether `excess` is what the method has beside the other methods of the run.
        public var isRelative: Bool
    }

    /// Everything together first, then methods in the order of the run.
    public var rows: [Row]
    /// Why time is not judged; `nil` where it is.
    public var notJudged: String?

    init(
        _ pairs: [TimePair], base: RunRecord, new: RunRecord, controls: [(run: RunRecord, pairs: [TimePair])]
    ) {
        let again = controls.map { control in
            Dictionary(control.pairs.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
        }
        var methods = [String]()
        for pair in pairs where !methods.contains(pair.method) { methods.append(pair.method) }
        let own = Dictionary(grouping: pairs, by: \.method)
        let rule = TimeRule(own.mapValues { TimeRule.Ratios($0, again) })
        rows = pairs.isEmpty ? [] : [Row(nil, pairs, TimeRule.together(TimeRule.Ratios(pairs, again)))]
        rows += methods.map { Row($0, own[$0] ?? [], rule[$0]) }
        notJudged = Self.obstacle(base, new, controls.map(\.run), pairs)
    }

    private static func obstacle(
        _ base: RunRecord, _ new: RunRecord, _ controls: [RunRecord], _ pairs: [TimePair]
    ) -> String? {
        guard base.machine == new.machine else { return "the runs are of different machines" }
        guard !controls.isEmpty else {
            return "no control: a second run of the base's build, taken in the same sitting"
        }
        for (number, control) in controls.enumerated() {
            guard control != base, control != new else { return "the control is one of the two runs itself" }
            guard !controls[..<number].contains(control) else { return "two controls are the same run" }
            guard control.machine == base.machine else { return "the control is of another machine" }
            guard control.commit == base.commit, control.versions == base.versions else {
                return "the control is of another build than the base"
            }
            guard control.workers == base.workers else { return "the runs had different numbers of workers" }
        }
        guard new.workers == base.workers else { return "the runs had different numbers of workers" }
        return pairs.isEmpty ? "no query was answered by both runs themselves" : nil
    }
}

extension TimeComparison.Row {
    init(_ method: String?, _ pairs: [TimePair], _ verdict: TimeRule.Verdict?) {
        let both = pairs.compactMap(\.finished)
        let ratios = PairedRatio(both)
        let distribution = Distribution(ratios.logRatios)
        let interval = distribution.medianInterval()
        self.method = method
        self.pairs = ratios.count
        before = both.reduce(0) { $0 + $1.baseline }
        after = both.reduce(0) { $0 + $1.candidate }
        ratio = distribution.median.map(exponential)
        lower = interval.map { exponential($0.lowerBound) }
        upper = interval.map { exponential($0.upperBound) }
        cutOff = pairs.count { $0.before == nil && $0.after == nil }
        cutOffBefore = pairs.count { $0.before == nil && $0.after != nil }
        cutOffAfter = pairs.count { $0.before != nil && $0.after == nil }
        excess = verdict.map { exponential($0.excess) }
        spread = verdict?.spread
        isRelative = verdict?.isRelative ?? false
    }

    /// By which factor `excess` may differ from 1; `nil` where nothing is judged.
    public func gate(_ gate: Double) -> Double? {
        spread.map { max(gate, exponential(3 * $0), isRelative ? 1 : TimeRule.commonFactor) }
    }
}

extension TimeRule.Ratios {
    /// Of the queries that every control answered as well.
    init(_ pairs: [TimePair], _ controls: [[Contradiction.Place: TimePair]]) {
        old = Array(repeating: [], count: controls.count + 1)
        new = []
        for pair in pairs {
            guard let own = pair.finished else { continue }
            let runs = [own.baseline] + controls.compactMap { $0[pair.place]?.after }
            guard runs.count == old.count, (runs + [own.candidate]).allSatisfy({ $0 > 0 && $0.isFinite }) else {
                continue
            }
            let logarithms = runs.map(logarithm)
            let mean = logarithms.reduce(0, +) / Double(runs.count)
            for (run, value) in logarithms.enumerated() { old[run].append(value - mean) }
            new.append(logarithm(own.candidate) - mean)
        }
    }
}
