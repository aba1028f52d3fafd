import Comparison
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite("Gates and acknowledgements")
struct JudgementTests {
    private let run = TestRun().snapshot

    private var worse: RunSnapshot {
        run.with("A", 0.1, "pgd", 11) {
            $0.verdict = .unknown
            $0.reason = .noWitnessFound
        }.with("A", 0.05, "lp-all", 0) { $0.marginLower = 0.5 }
            .with("B", 0.1, "milp", 2) { $0.measurements.nodes += 9 }
    }

    private func known(
        _ what: Acknowledgement.Kind, _ network: String?, _ method: String, _ size: Double? = nil,
        until: Day? = Day(2027, 1, 31)
    ) -> Acknowledgement {
        Acknowledgement(
            what: what, network: network, method: method, size: size, reason: "known", until: until ?? .last)
    }

    @Test func aRunIsTheSameAsItself() {
        let comparison = compare(run, run)
        #expect(kinds(comparison).isEmpty)
        let judgement = judge(comparison)
        #expect(judgement.verdict == .same && judgement.failures.isEmpty)
        #expect(comparison.queries == 12 * run.cells.count && comparison.cells == run.cells.count)
        #expect(comparison.boundsCompared > 0 && comparison.workCompared > 0)
        #expect(comparison.brackets.allSatisfy { !$0.isChanged })
    }

    @Test func everyGateByItself() {
        let comparison = compare(run, worse)
        #expect(kinds(comparison) == ["open", "looser", "work"])
        #expect(judge(comparison).failures.map(\.what) == [.newlyOpen, .looserBound, .nodes])
        #expect(judge(comparison, Gates(newlyOpen: 1)).failures.map(\.what) == [.looserBound, .nodes])
        #expect(judge(comparison, Gates(looserBound: 1, newlyOpen: 1)).failures.map(\.what) == [.nodes])
        #expect(judge(comparison, Gates(looserBound: 1, newlyOpen: 1, nodes: 0.5)).verdict == .same)
    }

    @Test func whatIsKnownPassesAndNothingElse() {
        let comparison = compare(run, worse)
        let all = [known(.newlyOpen, "A", "pgd", 0.1), known(.looserBound, "A", "lp-all"), known(.nodes, "B", "milp")]
        let passed = judge(comparison, .strict, all)
        #expect(passed.verdict == .same && passed.acknowledged == 3 && passed.unused.isEmpty)
        for (left, kind) in [(0, Acknowledgement.Kind.newlyOpen), (1, .looserBound), (2, .nodes)] {
            var some = all
            some.remove(at: left)
            #expect(judge(comparison, .strict, some).failures.map(\.what) == [kind])
        }
        let beside = [
            known(.newlyOpen, "A", "pgd", 0.05), known(.newlyOpen, "B", "pgd"), known(.looserBound, "A", "pgd"),
        ]
        let judgement = judge(comparison, .strict, beside)
        #expect(judgement.failures.count == 3 && judgement.unused == beside && judgement.acknowledged == 0)
    }

    @Test func theLastDay() {
        let comparison = compare(run, run.with("A", 0.05, "lp-all", 0) { $0.marginLower = 0.5 })
        #expect(judge(comparison, .strict, [known(.looserBound, "A", "lp-all", until: today)]).verdict == .same)
        let expired = known(.looserBound, "A", "lp-all", until: Day(2026, 11, 25))
        let judgement = judge(comparison, .strict, [expired])
        #expect(judgement.verdict == .regressed && judgement.expired == [expired] && judgement.unused.isEmpty)
    }

    @Test func contradictionsAlwaysFail() {
        let other = run.with("A", 0.05, "milp", 0) { $0.verdict = .falsified }
        let gates = Gates(looserBound: 999, newlyOpen: 999, nodes: 999, time: 999)
        let pardons = Acknowledgement.Kind.allCases.map { known($0, "A", "milp") }
        #expect(judge(compare(run, other), gates, pardons).verdict == .contradiction)
    }

    @Test func betterAndWorseIsNotImproved() {
        let other = worse.with("B", 0.1, "lp-all", 1) { $0.marginLower = ($0.marginLower ?? 0) + 0.1 }
        let gates = Gates(looserBound: 9, newlyOpen: 9, nodes: 9)
        #expect(judge(compare(run, other), gates).verdict == .same)
    }
}
