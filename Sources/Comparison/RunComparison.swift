import Questions
import ResultStore
import SuiteFiles

/// What differs between two runs of a suite, query by query. What of it matters says `Judgement`.
///
/// Laws: of a run with itself nothing differs, unless it contradicts itself; the other way round the same contradictions are
/// found, what was opened is closed, what was looser is tighter and what was weaker is stronger.
public struct RunComparison: Sendable {
    public var base: RunRecord
    public var new: RunRecord
    public var contradictions: [Contradiction]
    // What takes part in a contradiction is neither better nor worse, and not listed below.
    /// Queries that are no longer settled, and those that now are.
    public var newlyOpen: [VerdictChange]
    public var newlyClosed: [VerdictChange]
    public var looser: [BoundChange]
    public var tighter: [BoundChange]
    /// Bounds that were held against each other, and those that could not be judged (see `BoundChanges`).
    public var boundsCompared: Int
    public var boundsUnjudged: Int
    /// Attacks that find less than they did, and more.
    public var weaker: [AttackChange]
    public var stronger: [AttackChange]
    public var work: [WorkChange]
    /// Queries whose work counters were held against each other.
    public var workCompared: Int
    public var brackets: [BracketChange]
    public var time: TimeComparison
    public var timePairs: [TimePair]
    public var refused: [RefusedCell]
    /// Cells that only the base, and only the new run has.
    public var onlyBase: [LoneCell]
    public var onlyNew: [LoneCell]
    /// Cells of other limits or revisions, whose work and attacks were not held against each other.
    public var otherwise: Int
    /// Queries of the base that were not compared: not asked any more, or asked otherwise.
    public var lost: Int
    /// Cells and queries that were compared.
    public var cells: Int
    public var queries: Int

    /// - Parameters:
    ///   - controls: more runs of the base's build, taken in the same sitting; without one time is not judged.
    ///   - again: more runs of the new build, likewise.
    ///   - catalog: what is known of methods.
    ///   - whereabouts: what the commands that ask contradictory questions again must know.
    public init(
        base: RunSnapshot, new: RunSnapshot, controls: [RunSnapshot] = [], again: [RunSnapshot] = [],
        catalog: MethodCatalog,
        whereabouts: Whereabouts = .unknown
    ) {
        let pairing = Pairing(base, new, catalog)
        let verdicts = VerdictChanges(pairing)
        let bounds = BoundChanges(pairing)
        let attacks = AttackChanges(pairing)
        let counters = WorkChanges(pairing)
        self.base = base.run
        self.new = new.run
        contradictions = Contradictions(base, new, catalog, whereabouts).found()
        let answers = Set(contradictions.flatMap(\.answers))
        newlyOpen = verdicts.opened.filter { !answers.contains(.init($0.cell, $0.sample)) }
        newlyClosed = verdicts.closed.filter { !answers.contains(.init($0.cell, $0.sample)) }
        looser = bounds.looser.filter { !answers.contains(.init($0.cell, $0.sample)) }
        tighter = bounds.tighter.filter { !answers.contains(.init($0.cell, $0.sample)) }
        weaker = attacks.weaker.filter { !answers.contains(.init($0.cell, $0.sample)) }
        stronger = attacks.stronger.filter { !answers.contains(.init($0.cell, $0.sample)) }
        boundsCompared = bounds.compared
        boundsUnjudged = bounds.unjudged
        work = counters.changes
        workCompared = counters.compared
        otherwise = pairing.cells.count { !$0.isUnchanged && !$0.queries.isEmpty }
        brackets = BracketChanges(pairing).brackets
        timePairs = pairing.timePairs
        time = TimeComparison(
            timePairs, base: base.timedRun, new: new.timedRun,
            TimeComparison.Repeats(
                controls: controls.map { ($0.timedRun, Pairing(base, $0, catalog).timePairs) },
                again: again.map { ($0.timedRun, Pairing(base, $0, catalog).timePairs) }),
            isMixed: ([base, new] + controls + again).contains { $0.machines.count > 1 })
        refused = pairing.refused
        onlyBase = pairing.alone[.base] ?? []
        onlyNew = pairing.alone[.new] ?? []
        lost = max(0, Pairing.queries(base, catalog) - pairing.cells.reduce(0) { $0 + $1.queries.count })
        cells = pairing.cells.count { !$0.queries.isEmpty }
        queries = pairing.cells.reduce(0) { $0 + $1.queries.count }
    }
}
