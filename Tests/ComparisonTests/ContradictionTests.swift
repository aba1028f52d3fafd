import Comparison
import Questions
import ResultStore
import Testing

@Suite("Answers of two runs that exclude each other")
struct ContradictionTests {
    private let run = TestRun().snapshot

    private func falsify(_ outcome: inout Outcome) {
        outcome.verdict = .falsified
        outcome.marginUpper = -0.1
        outcome.marginLower = nil
        outcome.reason = nil
    }

    @Test(arguments: ["milp", "pgd"])
    func robustAndFalsified(_ method: String) throws {
        let other = run.with("A", 0.05, method, 0, falsify)
        for (base, new) in [(run, other), (other, run)] {
            let comparison = compare(base, new)
            let found = try #require(comparison.contradictions.first)
            #expect(comparison.contradictions.count == 1)
            #expect(found.network == "A" && found.sample == TestRun.sample(0))
            #expect(found.proved.contains { $0.cell.method == "milp" && $0.claim == "robust at 0.05" })
            #expect(found.found.map(\.cell.method) == [method])
            #expect(found.found.map(\.claim) == ["falsified at 0.05"])
            #expect(judge(comparison).verdict == .contradiction)
        }
    }

    @Test func aContradictionIsNoLostVerdict() {
        let other = run.with("A", 0.05, "milp", 0, falsify)
        #expect(kinds(compare(run, other)) == ["contradiction"])
        // Nor is a wrong one won, or a wrong bound tighter.
        let found = run.with("A", 0.05, "pgd", 0, falsify)
        #expect(kinds(compare(run, found)) == ["contradiction"] && kinds(compare(found, run)) == ["contradiction"])
        let proved = run.with("B", 0.1, "lp-all", 10) {
            $0.verdict = .robust
            $0.marginLower = 0.1
            $0.reason = nil
        }
        #expect(kinds(compare(run, proved)) == ["contradiction"] && kinds(compare(proved, run)) == ["contradiction"])
    }

    @Test func robustAtALargerSizeOfAnotherMethod() throws {
        // Image 0 is robust at 0.1 by milp in both runs; the point at 0.05 is new.
        let other = run.with("A", 0.05, "pgd", 0, falsify)
        let found = try #require(compare(run, other).contradictions.first)
        #expect(found.proved.contains { $0.cell.size == 0.1 })
        // The other way round nothing is wrong: falsified at 0.1, robust at 0.05.
        let larger = run.with("A", 0.1, "lp-all", 4) { $0 = Outcome(verdict: .timeout) }.with(
            "A", 0.1, "milp", 4, falsify
        )
        .with("A", 0.1, "simplex", 4) { $0.distanceLower = 0.05 }
        let clean = compare(larger, larger.with("A", 0.1, "pgd", 4, falsify))
        #expect(clean.contradictions.isEmpty)
    }

    @Test func certifiedDistanceBeyondAWitness() {
        let certified = run.with("A", 0.05, "simplex", 11) { $0.distanceLower = 0.06 }
        let comparison = compare(run, certified)
        #expect(comparison.contradictions.count == 1)
        #expect(comparison.contradictions.first?.proved.map(\.claim) == ["certified up to 0.06"])
        // A bound that meets the size says nothing against it; image 11 is misclassified, image 9 is not.
        let meeting = run.with("A", 0.05, "simplex", 9) { $0.distanceLower = 0.05 }
        #expect(compare(run, meeting).contradictions.isEmpty)
    }

    @Test func distancesAskedFor() {
        var test = TestRun()
        test.methods = ["pgd", "milp"]
        test.networks = ["A": [1]]
        test.configure = { $0.form.goal = .minimumDistortion(tolerance: 1e-3) }
        let base = test.snapshot.withAll { _, _, outcome in
            outcome = Outcome(verdict: .falsified, distanceLower: 0.03)
            outcome.distanceUpper = 0.04
        }
        #expect(compare(base, base).contradictions.isEmpty)
        let reached = base.with("A", nil, "pgd", 3) { $0.distanceUpper = 0.03 }
        #expect(compare(base, reached).contradictions.map(\.sample) == [TestRun.sample(3)])
        let beside = base.with("A", nil, "pgd", 3) { $0.distanceUpper = 0.0301 }
        #expect(compare(base, beside).contradictions.isEmpty)
    }

    @Test func misclassifiedAndRobust() {
        let other = run.with("B", 0.1, "lp-all", 11) {
            $0.verdict = .robust
            $0.marginLower = 0.1
            $0.reason = nil
        }
        // milp and pgd falsified image 11 in both runs, and it is misclassified.
        let found = compare(run, other).contradictions
        #expect(found.count == 1)
        #expect(found.first?.found.contains { $0.claim == "misclassified" && $0.cell.size == nil } == true)
        let right = run.with("A", nil, "clean", 11) {
            $0.verdict = .unknown
            $0.reason = .noWitnessFound
        }
        #expect(compare(run, right).contradictions.first?.proved.map(\.claim) == ["classified correctly"])
    }

    @Test func sameBytesUnderOtherNames() {
        var renamed = run.with("A", 0.05, "pgd", 0, falsify)
        for number in renamed.cells.indices { renamed.cells[number].network += "-renamed" }
        let comparison = compare(run, renamed)
        #expect(comparison.contradictions.count == 1)
        #expect(judge(comparison).verdict == .contradiction)
    }

    @Test func otherQuestionsDoNotContradict() {
        let changes: [(inout Configuration) -> Void] = [
            { $0.network = Digest(of: "other") }, { $0.perturbation.domain = nil },
            { $0.reference = .prediction }, { $0.form.property = PropertyCall(TargetClasses.descriptor, classes: [1]) },
        ]
        for change in changes {
            var test = TestRun()
            test.methods = ["pgd", "milp", "lp-all"]
            let own = test.snapshot
            test.configure = change
            let other = test.snapshot.withAll { _, _, outcome in falsify(&outcome) }
            let comparison = compare(own, other)
            #expect(comparison.contradictions.isEmpty)
            #expect(judge(comparison).verdict == .notComparable)
        }
        var images = TestRun()
        images.image = { "other \($0)" }
        let other = images.snapshot.withAll { _, _, outcome in falsify(&outcome) }
        #expect(compare(run, other).contradictions.isEmpty)
    }

    /// An l∞ ball holds the l2 ball of its size, and that the l1 ball; never the other way round.
    @Test func ballsOfOtherNorms() {
        func run(_ norm: Norm, _ size: Double, _ verdict: Verdict) -> RunSnapshot {
            var test = TestRun()
            test.methods = ["milp"]
            test.images = 1
            test.networks = ["A": [size]]
            test.configure = { $0.perturbation.norm = norm }
            return test.snapshot.withAll { _, _, outcome in outcome = Outcome(verdict: verdict) }
        }
        let norms = [Norm.one, .two, .infinity]
        for (i, found) in norms.enumerated() {
            for (j, proved) in norms.enumerated() {
                for (size, isWithin) in [(0.1, true), (0.05, true), (0.11, false)] {
                    let (proof, witness) = (run(proved, 0.1, .robust), run(found, size, .falsified))
                    let expected = isWithin && i <= j
                    #expect(compare(proof, witness).contradictions.isEmpty != expected, "\(found) in \(proved)")
                    #expect(compare(witness, proof).contradictions.isEmpty != expected, "\(found) in \(proved)")
                }
            }
        }
        // Of other families sizes are no lengths.
        func blur(_ norm: Norm, _ verdict: Verdict) -> RunSnapshot {
            var run = run(norm, 0.1, verdict)
            run.cells[0].configuration.form.family = FamilyCall(BlurFamily.descriptor)
            return run
        }
        #expect(compare(blur(.infinity, .robust), blur(.one, .falsified)).contradictions.isEmpty)
        #expect(!compare(blur(.one, .robust), blur(.one, .falsified)).contradictions.isEmpty)
    }

    @Test func theCommandAsksTheSameQuestion() throws {
        var test = TestRun()
        test.configure = {
            $0.perturbation.norm = .two
            $0.perturbation.domain = nil
            $0.reference = .prediction
            $0.method.options["engine"] = $0.method.name == "lp-all" ? .text("highs-1.15.1") : nil
        }
        let base = test.snapshot
        let comparison = RunComparison(
            base: base, new: base.with("A", 0.05, "pgd", 0, falsify), catalog: TestRun.catalog,
            whereabouts: Whereabouts(
                networkFile: { "it's/\($0).pth" }, images: ["--images", "x.npy"], provers: ["lp-all"]))
        let found = try #require(comparison.contradictions.first)
        let check = try #require(found.proved.first { $0.cell.method == "lp-all" }).check
        #expect(
            check == """
                verigap verify --network 'it'\\''s/A.pth' --data mnist:test:0 --images x.npy --epsilon 0.05 --method \
                'lp-all: { engine: highs }' --norm 2 --input-domain unbounded --reference prediction --measure margin \
                --time-limit '60 s' --proof proofs && verigap check proofs
                """)
        let other = try #require(found.found.first).check
        #expect(
            other.hasSuffix(
                "--method 'pgd: { steps: 40 }' --norm 2 --input-domain unbounded "
                    + "--reference prediction --measure margin --time-limit '60 s'"))
    }
}
