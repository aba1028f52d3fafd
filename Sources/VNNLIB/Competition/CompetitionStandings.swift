/// How tools stand over whole benchmarks.
///
/// As in the competition, a tool takes part in a benchmark where it decides at least one instance; its score there is its share of
/// the best tool's points in percent, not below 0, and its total is the sum of its scores.
public struct CompetitionStandings: Sendable {
    /// A tool's sums over one benchmark.
    public struct Tally: Sendable, Hashable {
        public var points = 0
        /// Correct `unsat`.
        public var holds = 0
        /// Correct `sat`.
        public var violated = 0
        /// Instances on which it was the fastest.
        public var fastest = 0
        public var wrong = 0
        /// Claims that stand against others, unexamined.
        public var disputed = 0
        /// 100 · points / those of the best tool.
        public var percent = 0.0

        public var solved: Int { holds + violated }

        public init() {}
    }

    public let rules: CompetitionRules
    public let instances: [ContestedInstance]
    /// Of every instance, one score per claim, in the same order.
    public let scores: [[InstanceScore]]
    /// By benchmark and tool.
    public let tallies: [String: [String: Tally]]

    public init(_ instances: [ContestedInstance], rules: CompetitionRules) {
        self.rules = rules
        self.instances = instances
        let overheads = rules.overheads(in: instances)
        scores = instances.map { rules.scores($0.claims, overheads: overheads) }
        var tallies = [String: [String: Tally]]()
        for (instance, row) in zip(instances, scores) {
            for score in row { tallies[instance.benchmark, default: [:]][score.tool, default: Tally()].add(score) }
        }
        self.tallies = tallies.mapValues(Self.ranked)
    }

    /// Percentages, of those who take part.
    private static func ranked(_ tallies: [String: Tally]) -> [String: Tally] {
        let taking = tallies.filter { $0.value.solved + $0.value.wrong + $0.value.disputed > 0 }
        guard let best = taking.values.map(\.points).max(), best > 0 else { return taking }
        return taking.mapValues { tally in
            var tally = tally
            tally.percent = max(0, 100 * Double(tally.points) / Double(best))
            return tally
        }
    }

    /// The sum of a tool's percentages.
    public func total(of tool: String) -> Double {
        tallies.keys.sorted().reduce(0) { $0 + (tallies[$1]?[tool]?.percent ?? 0) }
    }

    /// PAR-2 in seconds: the mean time over all instances that `tool` was asked, one that it does not solve correctly counting twice
    /// its limit. `nil` where it was asked none, or a limit or a time that counts is unknown.
    public func par2(of tool: String, benchmark: String? = nil) -> Double? {
        var seconds = [Double]()
        for (instance, row) in zip(instances, scores) where benchmark ?? instance.benchmark == instance.benchmark {
            guard let index = row.firstIndex(where: { $0.tool == tool }) else { continue }
            let isSolved = row[index].standing == .correct
            guard let time = isSolved ? instance.claims[index].seconds : instance.limit.map({ 2 * $0 }) else {
                return nil
            }
            seconds.append(time)
        }
        return seconds.isEmpty ? nil : seconds.reduce(0, +) / Double(seconds.count)
    }

    // MARK: Who decides what

    /// Instances whose claims contradict each other.
    public var contradictions: [ContestedInstance] { instances.filter(\.isContradictory) }

    /// Instances that `tool` alone solves.
    public func solvedOnly(by tool: String) -> [ContestedInstance] {
        selected { solvers, _ in solvers == [tool] }
    }

    /// Instances that every tool that was asked solves, but for `tool`, which was asked too.
    public func solvedByAll(but tool: String) -> [ContestedInstance] {
        selected { solvers, asked in
            asked.contains(tool) && asked.count > 1 && solvers == asked.subtracting([tool])
        }
    }

    /// Instances that some tool solves and `tool`, which was asked too, does not.
    public func missed(by tool: String) -> [ContestedInstance] {
        selected { solvers, asked in asked.contains(tool) && !solvers.isEmpty && !solvers.contains(tool) }
    }

    private func selected(_ isWanted: (_ solvers: Set<String>, _ asked: Set<String>) -> Bool) -> [ContestedInstance] {
        zip(instances, scores).filter { _, row in
            isWanted(Set(row.lazy.filter { $0.standing == .correct }.map(\.tool)), Set(row.lazy.map(\.tool)))
        }.map(\.0)
    }
}

extension CompetitionStandings.Tally {
    fileprivate mutating func add(_ score: InstanceScore) {
        points += score.points
        if score.isFastest { fastest += 1 }
        switch score.standing {
        case .correct: if score.verdict == .holds { holds += 1 } else { violated += 1 }
        case .wrong: wrong += 1
        case .disputed: disputed += 1
        case .undecided: break
        }
    }
}
