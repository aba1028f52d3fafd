import Comparison
import LinearAlgebra
import Questions
import ResultStore
import Testing

@Suite("Laws of comparisons over random runs")
struct PropertyTests {
    /// A run with answers drawn at random but consistent with an image's true distance: whoever says robust or falsified is
    /// right, unless `lies`.
    private func run(_ seed: UInt64, lies: Double = 0) -> RunSnapshot {
        var generator = SeededGenerator(seed: seed)
        var test = TestRun()
        test.images = 6
        return test.snapshot.withAll { cell, index, outcome in
            guard cell.method != "clean" else { return }
            let size = cell.configuration.perturbation.epsilon
            // The same in every run.
            let distance = 0.03 + 0.02 * Double(index)
            let isRight = generator.unitDouble() >= lies
            let choice = generator.unitDouble()
            outcome = Outcome(verdict: .unknown, reason: .boundTooLoose)
            outcome.measurements.nodes = Int(10 * generator.unitDouble())
            outcome.measurements.cpuSeconds = generator.unitDouble()
            if choice < 0.5 {
                outcome.verdict = (size < distance) == isRight ? .robust : .falsified
                outcome.reason = nil
            } else if choice < 0.6 {
                outcome = Outcome(verdict: .timeout)
            } else if choice < 0.7 {
                outcome.distanceLower = distance * generator.unitDouble()
            }
            if outcome.verdict != .falsified { outcome.marginLower = generator.unitDouble() - 0.5 }
            if choice > 0.9 { outcome.impliedBy = "milp" }
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func withItselfNothingDiffers(_ seed: UInt64) {
        let run = run(seed)
        let comparison = compare(run, run)
        #expect(kinds(comparison).isEmpty)
        #expect(judge(comparison).verdict == .same)
    }

    @Test(arguments: UInt64(0)..<40)
    func theOtherWayRound(_ seed: UInt64) {
        let (a, b) = (run(seed), run(seed + 1000, lies: seed % 2 == 0 ? 0 : 0.05))
        let (there, back) = (compare(a, b), compare(b, a))
        #expect(there.contradictions.isEmpty == back.contradictions.isEmpty)
        #expect(Set(there.contradictions.map(key)) == Set(back.contradictions.map(key)))
        if seed % 2 == 0 { #expect(there.contradictions.isEmpty) }
        #expect(there.newlyOpen.count == back.newlyClosed.count && there.newlyClosed.count == back.newlyOpen.count)
        #expect(there.looser.map(\.sample) == back.tighter.map(\.sample))
        #expect(there.tighter.map(\.sample) == back.looser.map(\.sample))
        #expect(there.work.map(\.before) == back.work.map(\.after))
        #expect(there.queries == back.queries && there.time.rows.map(\.pairs) == back.time.rows.map(\.pairs))
    }

    private func key(_ contradiction: Contradiction) -> String { "\(contradiction.network) \(contradiction.sample)" }

    /// An oracle for contradictions that looks at every pair of answers, written from the definition alone.
    @Test(arguments: UInt64(0)..<40)
    func everyPairOfAnswers(_ seed: UInt64) {
        let (a, b) = (run(seed, lies: 0.03), run(seed + 77, lies: 0.03))
        var expected = Set<String>()
        func collect(_ first: RunSnapshot, _ second: RunSnapshot) {
            for (i, proof) in first.cells.enumerated() where proof.method != "clean" {
                for (j, witness) in second.cells.enumerated() where witness.method != "clean" {
                    guard proof.network == witness.network else { continue }
                    let (large, small) = (
                        proof.configuration.perturbation.epsilon, witness.configuration.perturbation.epsilon
                    )
                    for (p, w) in zip(first.outcomes[i], second.outcomes[j]) where w.outcome.verdict == .falsified {
                        let robust = p.outcome.verdict == .robust && small <= large
                        let far = (p.outcome.distanceLower ?? 0) > small
                        if robust || far { expected.insert("\(proof.network) \(p.sample)") }
                    }
                }
            }
        }
        collect(a, b)
        collect(b, a)
        #expect(Set(compare(a, b).contradictions.map(key)) == expected)
    }
}
