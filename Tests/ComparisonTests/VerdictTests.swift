import Comparison
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite("Verdicts lost and won")
struct VerdictTests {
    private let run = TestRun().snapshot

    @Test func lostAndWon() throws {
        let other = run.with("A", 0.1, "pgd", 11) {
            $0.verdict = .unknown
            $0.reason = .noWitnessFound
        }
        let lost = compare(run, other)
        #expect(kinds(lost) == ["open"])
        let change = try #require(lost.newlyOpen.first)
        #expect(lost.newlyOpen.count == 1)
        #expect(change.cell == SuiteCell(network: "A", size: 0.1, method: "pgd"))
        #expect(change.sample == TestRun.sample(11))
        #expect(change.before == "falsified" && change.after == "unknown (noWitnessFound)")
        #expect(judge(lost).verdict == .regressed)
        #expect(judge(lost).failures.map(\.text) == ["1 query newly open, 0 allowed"])
        let won = compare(other, run)
        #expect(kinds(won) == ["closed"])
        #expect(won.newlyClosed.first?.sample == TestRun.sample(11))
        #expect(judge(won).verdict == .improved)
    }

    @Test(arguments: [Verdict.timeout, .outOfMemory, .crashed, .unsupported, .witnessRejected])
    func everyOtherEndIsOpen(_ verdict: Verdict) {
        let other = run.with("B", 0.1, "milp", 0) {
            $0.verdict = verdict
            $0.marginLower = 1
        }
        #expect(compare(run, other).newlyOpen.map(\.after) == [verdict.rawValue])
    }

    @Test func anAnswerThatIsMissingIsOpen() {
        var other = run
        other.outcomes[1].removeLast()
        let comparison = compare(run, other)
        #expect(comparison.newlyOpen.map(\.after) == ["unanswered"])
        // A question that was not asked is no lost verdict.
        other.cells[1].samples.removeLast()
        #expect(compare(run, other).newlyOpen.isEmpty)
    }

    @Test func derivedAnswersCountAsVerdicts() {
        let derived = run.with("A", 0.05, "milp", 0) {
            $0 = Outcome(verdict: .robust, impliedBy: "lp-all")
        }
        #expect(kinds(compare(run, derived)).isEmpty)
        let timeout = run.with("A", 0.05, "milp", 0) { $0 = Outcome(verdict: .timeout) }
        #expect(compare(derived, timeout).newlyOpen.count == 1)
        // What others decided first, the method was not asked.
        let elsewhere = run.with("A", 0.05, "milp", 0) {
            $0 = Outcome(verdict: .unknown, reason: .decidedElsewhere, impliedBy: "pgd")
        }
        #expect(kinds(compare(run, elsewhere)).isEmpty && kinds(compare(elsewhere, run)).isEmpty)
    }

    @Test func pointsTooCloseToTell() {
        let other = run.with("A", nil, "clean", 0) { $0.reason = .witnessUndecided }
        #expect(compare(run, other).newlyOpen.map(\.before) == ["correct"])
    }

    @Test func searchesOverSizes() {
        var test = TestRun()
        test.methods = ["milp"]
        test.configure = { $0.form.goal = .minimumDistortion(tolerance: 1e-3) }
        let base = test.snapshot.withAll { _, _, outcome in
            outcome = Outcome(verdict: .unknown, distanceLower: 0.03)
        }
        let other = base.with("B", nil, "milp", 2) { $0.endedBy = .timeout }
        #expect(compare(base, other).newlyOpen.map(\.after) == ["search ended by timeout"])
    }
}
