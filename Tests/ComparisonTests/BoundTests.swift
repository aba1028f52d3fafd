import Comparison
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite("Looser and tighter bounds")
struct BoundTests {
    private let run = TestRun().snapshot

    @Test(arguments: [1e-9, 1e-12, 1e-14, 0.5])
    func aDropIsCaught(_ drop: Double) throws {
        let other = run.with("A", 0.1, "lp-all", 9) { $0.marginLower = ($0.marginLower ?? 0) - drop }
        let looser = compare(run, other)
        #expect(kinds(looser) == ["looser"])
        let change = try #require(looser.looser.first)
        #expect(change.cell == SuiteCell(network: "A", size: 0.1, method: "lp-all"))
        #expect(change.sample == TestRun.sample(9) && change.bound == .margin)
        #expect(judge(looser).verdict == .regressed)
        #expect(kinds(compare(other, run)) == ["tighter"])
        #expect(judge(compare(other, run)).verdict == .improved)
    }

    @Test func distances() {
        let other = run.with("A", 0.05, "simplex", 0) { $0.distanceLower = ($0.distanceLower ?? 0) - 1e-9 }
        #expect(compare(run, other).looser.map(\.bound) == [.distance])
    }

    @Test func theTolerance() {
        #expect(!BoundTolerance.isLooser(1, than: 1))
        #expect(!BoundTolerance.isLooser((1.0).nextDown, than: 1))
        #expect(!BoundTolerance.isLooser(1 - 8 * (1.0).ulp, than: 1))
        #expect(BoundTolerance.isLooser(1 - 9 * (1.0).ulp, than: 1))
        #expect(BoundTolerance.isLooser(5e5 - 1e-9, than: 5e5))
        #expect(!BoundTolerance.isLooser(2, than: 1))
        #expect(BoundTolerance.isLooser(.nan, than: 1) && !BoundTolerance.isLooser(1, than: .nan))
        #expect(!BoundTolerance.isLooser(-.infinity, than: -.infinity) && BoundTolerance.isLooser(-.infinity, than: 0))
    }

    @Test func aBoundThatIsGone() {
        let gone = run.with("A", 0.1, "lp-all", 9) { $0.marginLower = nil }
        #expect(compare(run, gone).looser.map(\.after) == [nil])
        #expect(compare(gone, run).tighter.map(\.before) == [nil])
        // A witness makes it superfluous.
        let falsified = run.with("B", 0.1, "milp", 11) { $0.marginLower = -3 }
        #expect(kinds(compare(falsified, run)).isEmpty && kinds(compare(run, falsified)).isEmpty)
    }

    @Test func derivedAnswersHaveNoBounds() {
        let derived = run.with("A", 0.05, "lp-all", 0) {
            $0.impliedBy = "interval"
            $0.marginLower = 0.001
        }
        #expect(kinds(compare(run, derived)).isEmpty)
    }

    @Test func boundsThatLimitsCutOffAreNotJudged() {
        func cut(_ bound: Double) -> RunSnapshot {
            run.with("A", 0.1, "milp", 9) { $0 = Outcome(verdict: .timeout, marginLower: bound) }
        }
        let both = compare(cut(-2), cut(-3))
        #expect(kinds(both).isEmpty && both.boundsUnjudged == 1)
        // Of one that finished, what is lost is lost.
        let now = compare(
            run.with("A", 0.1, "lp-all", 9) { _ in },
            run.with("A", 0.1, "lp-all", 9) {
                $0 = Outcome(verdict: .timeout, marginLower: -9)
            })
        #expect(kinds(now) == ["open", "looser"])
    }

    @Test func whereASearchOfAnotherRevisionStopped() {
        var test = TestRun()
        test.configure = { $0.revision = 2 }
        let newer = test.snapshot
        let change: (inout Outcome) -> Void = { $0.marginLower = 0.001 }
        #expect(kinds(compare(run, newer.with("A", 0.05, "milp", 0, change))).isEmpty)
        // Of the same revision it must stop where it did, and a bound is a bound.
        #expect(kinds(compare(run, run.with("A", 0.05, "milp", 0, change))) == ["looser"])
        #expect(kinds(compare(run, newer.with("A", 0.05, "lp-all", 0, change))) == ["looser"])
    }

    @Test func gateOfLooserBounds() {
        let other = run.withAll { cell, index, outcome in
            if cell.method == "lp-all", index < 2 { outcome.marginLower = (outcome.marginLower ?? 0) - 0.01 }
        }
        let comparison = compare(run, other)
        #expect(comparison.looser.count == 6)
        #expect(judge(comparison, Gates(looserBound: 5)).verdict == .regressed)
        #expect(judge(comparison, Gates(looserBound: 6)).verdict == .same)
    }

    @Test func brackets() throws {
        let other = run.with("A", 0.1, "lp-all", 0) {
            $0.verdict = .unknown
            $0.marginLower = -1
        }
        let changed = compare(run, other).brackets.filter(\.isChanged)
        let bracket = try #require(changed.first)
        #expect(changed.count == 1 && bracket.n == 12 && bracket.quantity == .robustError)
        #expect(bracket.before.lower == nil)
        // Proved are the images with 3 − 0.41 i − 1.3 > 0: 0 to 4.
        #expect(bracket.before.upper == 100 * 7.0 / 12 && bracket.after.upper == 100 * 8.0 / 12)
        let all = compare(run, run).brackets
        let simplex = try #require(all.first { $0.quantity == .meanDistance && $0.cell.network == "B" })
        let distances = (0..<12).map { max(0, 3 - 0.41 * Double($0) - 1) / 20 }
        #expect(abs((simplex.after.lower ?? 0) - distances.reduce(0, +) / 12) < 1e-15)
        let clean = try #require(all.first { $0.cell == SuiteCell(network: "A", size: nil, method: "clean") })
        #expect(clean.after.lower == 100.0 / 12 && clean.after.upper == nil)
    }
}
