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

    /// More runs of the two builds: of the base's (controls) and of the new one.
    struct Repeats {
        var controls = [(run: RunRecord, pairs: [TimePair])]()
        var again = [(run: RunRecord, pairs: [TimePair])]()
    }

    /// - Parameter isMixed: whether one of the runs was shared by machines of different kinds.
    init(_ pairs: [TimePair], base: RunRecord, new: RunRecord, _ repeats: Repeats, isMixed: Bool = false) {
        func seconds(_ runs: [(run: RunRecord, pairs: [TimePair])]) -> [[Contradiction.Place: Double]] {
            runs.map { run in
                let known = run.pairs.compactMap { pair in pair.after.map { (pair.place, $0) } }
                return Dictionary(known, uniquingKeysWith: { first, _ in first })
            }
        }
        let (controls, again) = (seconds(repeats.controls), seconds(repeats.again))
        var methods = [String]()
        for pair in pairs where !methods.contains(pair.method) { methods.append(pair.method) }
        let own = Dictionary(grouping: pairs, by: \.method)
        let rule = TimeRule(own.mapValues { TimeRule.Ratios($0, controls, again) })
        rows = pairs.isEmpty ? [] : [Row(nil, pairs, TimeRule.together(TimeRule.Ratios(pairs, controls, again)))]
        rows += methods.map { Row($0, own[$0] ?? [], rule[$0]) }
        notJudged =
            isMixed
            ? "outcomes of one run are of machines of different kinds" : Self.obstacle(base, new, repeats, pairs)
    }

    private static func obstacle(
        _ base: RunRecord, _ new: RunRecord, _ repeats: Repeats, _ pairs: [TimePair]
    ) -> String? {
        guard base.machine == new.machine else { return "the runs are of different machines" }
        guard !repeats.controls.isEmpty else {
            return "no control: a second run of the base's build, taken in the same sitting"
        }
        guard new.workers == base.workers else { return "the runs had different numbers of workers" }
        var seen = [base, new]
        func obstacle(_ run: RunRecord, _ twin: RunRecord, _ name: String, _ build: String) -> String? {
            guard !seen.contains(run) else { return "\(name) is one of the other runs itself" }
            seen.append(run)
            guard run.machine == twin.machine else { return "\(name) is of another machine" }
            guard run.commit == twin.commit, run.versions == twin.versions else {
                return "\(name) is of another build than \(build)"
            }
            return run.workers == twin.workers ? nil : "the runs had different numbers of workers"
        }
        for (run, _) in repeats.controls {
            if let reason = obstacle(run, base, "the control", "the base") { return reason }
        }
        for (run, _) in repeats.again {
            if let reason = obstacle(run, new, "the repetition", "the new run") { return reason }
        }
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
    /// Of the queries that every run answered. What others answered are seconds.
    init(
        _ pairs: [TimePair], _ controls: [[Contradiction.Place: Double]], _ again: [[Contradiction.Place: Double]]
    ) {
        old = Array(repeating: [], count: controls.count + 1)
        new = Array(repeating: [], count: again.count + 1)
        for pair in pairs {
            guard let own = pair.finished else { continue }
            let before = [own.baseline] + controls.compactMap { $0[pair.place] }
            let after = [own.candidate] + again.compactMap { $0[pair.place] }
            guard before.count == old.count, after.count == new.count,
                (before + after).allSatisfy({ $0 > 0 && $0.isFinite })
            else { continue }
            let logarithms = before.map(logarithm)
            let mean = logarithms.reduce(0, +) / Double(before.count)
            for (run, value) in logarithms.enumerated() { old[run].append(value - mean) }
            for (run, value) in after.enumerated() { new[run].append(logarithm(value) - mean) }
        }
    }
}
