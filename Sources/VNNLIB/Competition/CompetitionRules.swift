/// How a competition turns verdicts into points.
///
/// Written after the scoring scripts of the years, `SCORING/process_results.py` and `settings.py` in the public repositories
/// ChristopherBrix/vnncomp2022_results and VNN-COMP/vnncomp2025_results.
///
/// | | 2022 | 2025 |
/// | --- | --- | --- |
/// | correct verdict | 10 | 10 |
/// | fastest, second fastest of those with the same verdict | +2, +1 | – |
/// | wrong verdict | −100 | −150 |
/// | `sat` without a valid counterexample | wrong where another tool says `unsat` and no tool's is valid | wrong |
/// | counterexample valid only within the tolerance | counts like one that is valid | counts, but makes no `unsat` wrong |
/// | a tool's smallest time | subtracted from its times | – |
public struct CompetitionRules: Sendable, Hashable {
    public var year: Int
    public var correct = 10
    public var wrong: Int
    /// Points for the fastest and the second fastest; none without a bonus.
    public var bonus: [Int] = []
    /// Times below this are the same, in seconds.
    public var leastSeconds = 1.0
    /// Times so close are the same, in seconds.
    public var tieSeconds = 0.2
    /// Whether each tool's smallest time is taken for its start-up.
    public var subtractsOverhead = false
    /// Whether `sat` must come with a valid counterexample even where nobody contradicts.
    public var demandsWitness = false

    public static let year2022 = CompetitionRules(year: 2022, wrong: -100, bonus: [2, 1], subtractsOverhead: true)
    public static let year2025 = CompetitionRules(year: 2025, wrong: -150, demandsWitness: true)
}

/// What is known of a tool's counterexample.
public enum WitnessStanding: String, Sendable, Hashable, Codable, CaseIterable {
    /// A counterexample with zero tolerance.
    case confirmed
    /// One within the competition's tolerance alone.
    case withinTolerance
    /// Looked at, and none.
    case refuted
    /// `sat` was said without one.
    case absent
    /// Not looked at, as with published verdicts.
    case unchecked
}

/// What one tool said of an instance, and how long it took.
public struct ToolClaim: Sendable, Hashable {
    public var tool: String
    public var verdict: CompetitionVerdict
    /// Wall-clock, with the tool's start-up; `nil` where unknown.
    public var seconds: Double?
    /// Of its counterexample; without meaning unless `verdict` is `violated`.
    public var witness: WitnessStanding

    public init(tool: String, verdict: CompetitionVerdict, seconds: Double?, witness: WitnessStanding = .unchecked) {
        self.tool = tool
        self.verdict = verdict
        self.seconds = seconds
        self.witness = witness
    }
}

/// An instance with all that tools said of it.
public struct ContestedInstance: Sendable, Hashable {
    public var benchmark: String
    public var key: InstanceKey
    /// Seconds; `nil` where unknown.
    public var limit: Double?
    public var claims: [ToolClaim]

    public init(benchmark: String, key: InstanceKey, limit: Double?, claims: [ToolClaim]) {
        self.benchmark = benchmark
        self.key = key
        self.limit = limit
        self.claims = claims
    }

    /// One tool says that the property holds and another that it is violated.
    public var isContradictory: Bool {
        claims.contains { $0.verdict == .holds } && claims.contains { $0.verdict == .violated }
    }
}

extension PublishedAnswers {
    /// The answers by instance, in the order of the table. Counterexamples are unchecked. Of a tool's answers to one instance the
    /// first counts (`repetitions`).
    public var instances: [ContestedInstance] {
        var places = [[String]: Int]()
        var instances = [ContestedInstance]()
        for answer in answers {
            let name = [answer.benchmark, answer.instance.network, answer.instance.property]
            let claim = ToolClaim(tool: answer.tool, verdict: answer.verdict, seconds: answer.seconds)
            if let place = places[name] {
                if !instances[place].claims.contains(where: { $0.tool == claim.tool }) {
                    instances[place].claims.append(claim)
                }
            } else {
                places[name] = instances.count
                instances.append(
                    ContestedInstance(
                        benchmark: answer.benchmark, key: answer.instance, limit: answer.limit, claims: [claim]))
            }
        }
        return instances
    }
}
