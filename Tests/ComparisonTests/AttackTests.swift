import Comparison
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite("Weaker and stronger attacks")
struct AttackTests {
    private let run = TestRun().snapshot

    @Test func aPointThatIsNotFoundAnyMore() throws {
        let other = run.with("A", 0.1, "pgd", 2) { $0.marginUpper = ($0.marginUpper ?? 0) + 0.01 }
        let comparison = compare(run, other)
        #expect(kinds(comparison) == ["weaker"])
        let change = try #require(comparison.weaker.first)
        #expect(change.cell == SuiteCell(network: "A", size: 0.1, method: "pgd"))
        #expect(change.sample == TestRun.sample(2) && change.quantity == .margin)
        #expect(abs((change.after ?? 0) - (change.before ?? 0) - 0.01) < 1e-12)
        let judgement = judge(comparison)
        #expect(judgement.verdict == .regressed && judgement.failures.map(\.what) == [.weakerAttack])
        #expect(judgement.failures.map(\.text) == ["1 weaker attack, 0 allowed"])
        #expect(judge(comparison, Gates(weakerAttack: 1)).verdict == .same)
        let known = Acknowledgement(what: .weakerAttack, network: "A", method: "pgd", reason: "known", until: today)
        #expect(judge(comparison, .strict, [known]).verdict == .same)
        #expect(kinds(compare(other, run)) == ["stronger"] && judge(compare(other, run)).verdict == .improved)
        let gone = run.with("A", 0.1, "pgd", 2) { $0.marginUpper = nil }
        #expect(compare(run, gone).weaker.map(\.after) == [nil])
    }

    @Test func everywhere() throws {
        let comparison = compare(run, run.with("A", 0.1, "pgd", 2) { $0.marginUpper = 1.5 })
        let judgement = judge(comparison)
        let headline = ComparisonSummary(comparison, judgement).headline
        #expect(headline.hasPrefix("regressed: 1 weaker attack (168 "))
        let table = try #require(comparison.tables().first { $0.name == "weaker" })
        #expect(table.rows.count == 1)
        #expect(ComparisonMarkdown.text(comparison, judgement).contains("Weaker attacks"))
        #expect(ComparisonHTML.page(comparison, judgement).contains("<h2>Weaker attacks"))
        #expect(ComparisonAnswer(comparison, judgement).weaker == comparison.weaker)
    }

    @Test func theTolerance() {
        #expect(!AttackTolerance.isWeaker(1 + 1.9e-5, than: 1) && AttackTolerance.isWeaker(1 + 2.1e-5, than: 1))
        #expect(AttackTolerance.isWeaker(.infinity, than: 1) && !AttackTolerance.isWeaker(.infinity, than: .infinity))
        #expect(AttackTolerance.isWeaker(.nan, than: 1) && !AttackTolerance.isWeaker(1, than: .nan))
    }

    @Test func distances() {
        var test = TestRun()
        test.methods = ["pgd"]
        test.networks = ["A": [1]]
        test.configure = { $0.form.goal = .minimumDistortion(tolerance: 1e-3) }
        let base = test.snapshot.withAll { _, _, outcome in
            outcome = Outcome(verdict: .falsified, marginUpper: -1)
            outcome.distanceUpper = 0.04
        }
        let farther = base.with("A", nil, "pgd", 3) { $0.distanceUpper = 0.05 }
        #expect(compare(base, farther).weaker.map(\.quantity) == [.distance])
    }

    @Test func whatIsNotCompared() {
        // Other revisions and limits, answers that are derived or cut off, methods that are no attacks.
        func with(_ change: (inout Outcome) -> Void) -> RunSnapshot {
            run.with("A", 0.1, "pgd", 2) { outcome in
                outcome.marginUpper = 2
                change(&outcome)
            }
        }
        #expect(compare(run, with { $0.impliedBy = "milp" }).weaker.isEmpty)
        #expect(compare(run, with { $0 = Outcome(verdict: .timeout, marginUpper: 2) }).weaker.isEmpty)
        var revised = TestRun()
        revised.configure = { $0.revision = 2 }
        let other = revised.snapshot.with("A", 0.1, "pgd", 2) { $0.marginUpper = 2 }
        #expect(compare(run, other).weaker.isEmpty)
        // Asked for a verdict, an attack stops at its first witness, wherever that is.
        var verdicts = TestRun()
        verdicts.configure = { $0.measure = .verdict }
        let first = verdicts.snapshot
        let falsified = first.with("A", 0.1, "pgd", 8) { $0.marginUpper = -0.01 }
        #expect(first.outcomes.isEmpty == false && compare(first, falsified).weaker.isEmpty)
        #expect(compare(first, first.with("A", 0.1, "pgd", 2) { $0.marginUpper = 2 }).weaker.count == 1)
    }
}
