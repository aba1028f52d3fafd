import Questions
import ResultStore

/// All of a comparison, for programs.
public struct ComparisonAnswer: Encodable {
    /// A run in short.
    public struct Run: Encodable {
        public var suite: String
        public var startedAt: String
        public var commit: String?
        public var machine: String
        public var versions: [String: String]

        init(_ run: RunRecord) {
            suite = run.suite
            startedAt = run.startedAt
            commit = run.commit
            machine = run.machine
            versions = run.versions
        }
    }

    public var verdict: Judgement.Verdict
    public var headline: String
    public var base: Run
    public var new: Run
    public var cellsCompared: Int
    public var queriesCompared: Int
    /// Queries of the base that were not.
    public var queriesLost: Int
    public var judgement: Judgement
    public var contradictions: [Contradiction]
    public var newlyOpen: [VerdictChange]
    public var newlyClosed: [VerdictChange]
    public var boundsCompared: Int
    public var boundsUnjudged: Int
    public var looser: [BoundChange]
    public var tighter: [BoundChange]
    public var weaker: [AttackChange]
    public var stronger: [AttackChange]
    public var workCompared: Int
    public var work: [WorkChange]
    public var brackets: [BracketChange]
    public var time: TimeComparison
    /// Methods whose CPU time is beyond the gate.
    public var slower: [String]
    public var notComparable: [RefusedCell]
    public var onlyBase: [LoneCell]
    public var onlyNew: [LoneCell]

    public init(_ comparison: RunComparison, _ judgement: Judgement) {
        verdict = judgement.verdict
        headline = ComparisonSummary(comparison, judgement).headline
        base = Run(comparison.base)
        new = Run(comparison.new)
        cellsCompared = comparison.cells
        queriesCompared = comparison.queries
        queriesLost = comparison.lost
        self.judgement = judgement
        contradictions = comparison.contradictions
        newlyOpen = comparison.newlyOpen
        newlyClosed = comparison.newlyClosed
        boundsCompared = comparison.boundsCompared
        boundsUnjudged = comparison.boundsUnjudged
        looser = comparison.looser
        tighter = comparison.tighter
        weaker = comparison.weaker
        stronger = comparison.stronger
        workCompared = comparison.workCompared
        work = comparison.work
        brackets = comparison.brackets
        time = comparison.time
        slower = comparison.time.slower(than: judgement.gates.time).compactMap(\.method)
        notComparable = comparison.refused
        onlyBase = comparison.onlyBase
        onlyNew = comparison.onlyNew
    }
}
