import Comparison
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite("Certified bounds beyond points that were found")
struct UnsoundBoundTests {
    private let run = TestRun().snapshot

    // Image 2 of A at 0.1: the worst margin is 1.18, pgd finds 1.38, lp-all proves 0.88, milp 1.18.

    @Test func noVerdictFlips() throws {
        let unsound = run.with("A", 0.1, "lp-all", 2) { $0.marginLower = 1.5 }
        for (base, new) in [(run, unsound), (unsound, run)] {
            let comparison = compare(base, new)
            let found = try #require(comparison.contradictions.first)
            #expect(comparison.contradictions.count == 1 && found.sample == TestRun.sample(2))
            #expect(found.proved.map(\.claim) == ["margins at least 1.5 at 0.1"])
            #expect(found.found.contains { $0.cell.method == "pgd" && $0.claim.hasPrefix("a margin of 1.3") })
            #expect(judge(comparison).verdict == .contradiction)
            // Neither tighter nor looser.
            #expect(kinds(comparison) == ["contradiction"])
        }
    }

    @Test func whatRoundingAllows() {
        func bound(_ lower: Double) -> RunSnapshot {
            run.with("A", 0.1, "lp-all", 2) { $0.marginLower = lower }
        }
        let upper = 3 - 0.82 - 1 + 0.2
        // In single precision 1e-5 (1 + 1.38) = 2.4e-5.
        #expect(compare(run, bound(upper + 2e-5)).contradictions.isEmpty)
        #expect(!compare(run, bound(upper + 3e-5)).contradictions.isEmpty)
        // Checked in double precision 2.4e-9.
        let checked = run.with("A", 0.1, "pgd", 2) {
            $0.witness = Witness(pixels: [], adversarialClass: 0, marginDouble: upper)
        }
        #expect(compare(checked, bound(upper + 2e-9)).contradictions.isEmpty)
        #expect(!compare(checked, bound(upper + 3e-9)).contradictions.isEmpty)
    }

    @Test func largerSetsBoundSmallerOnes() {
        // At 0.1 proved beyond what was found at 0.05 (1.88); the other way round nothing is wrong.
        #expect(!compare(run, run.with("A", 0.1, "lp-all", 2) { $0.marginLower = 1.89 }).contradictions.isEmpty)
        let small = run.with("A", 0.05, "lp-all", 2) { $0.marginLower = 1.6 }
        #expect(compare(run, small).contradictions.isEmpty)
        // The image itself is a point of every set: image 11 has the margin −0.5, whatever attacks find.
        let own = run.with("B", 0.1, "pgd", 11) { $0 = Outcome(verdict: .timeout) }
            .with("B", 0.1, "milp", 11) { $0 = Outcome(verdict: .timeout) }
        let comparison = compare(own, own.with("B", 0.1, "lp-all", 11) { $0.marginLower = -0.4 })
        #expect(comparison.contradictions.first?.found.map(\.cell.method) == ["clean"])
    }

    @Test func whatSaysNothing() {
        // Derived bounds, points that the check rejected, and bounds up to a solver's tolerances.
        let derived = run.with("A", 0.1, "lp-all", 2) {
            $0.marginLower = 1.5
            $0.impliedBy = "milp"
        }
        #expect(compare(run, derived).contradictions.isEmpty)
        let rejected = run.with("A", 0.1, "pgd", 2) {
            $0.verdict = .witnessRejected
            $0.marginUpper = -5
        }
        #expect(compare(run, rejected).contradictions.isEmpty)
        let milp = TestRun.catalog.methods.map { method in
            var method = method
            if method.name == "milp" { method.isRigorous = false }
            return method
        }
        let beyond = run.with("A", 0.1, "milp", 2) { $0.marginLower = 1.39 }
        #expect(!compare(run, beyond).contradictions.isEmpty)
        let comparison = RunComparison(base: run, new: beyond, catalog: MethodCatalog(milp))
        #expect(comparison.contradictions.isEmpty && comparison.tighter.count == 1)
    }
}
