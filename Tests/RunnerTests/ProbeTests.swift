import Questions
import ResultStore
import Runner
import Testing

/// A few queries before a plan.
@Suite struct ProbeTests {
    @Test func aFewQueriesOfEveryCellAreAskedAndNothingIsRecorded() async throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(), store: nil)
        let options = RunOptions(workers: 2, cascade: false)
        let runner = Runner(plan: plan, store: nil, launcher: MemoryLauncher(), options: options)
        let findings = try await runner.probe(seconds: 3600)
        #expect(findings.asked > 3 * plan.cells.count && findings.asked < plan.queryCount)
        let before = plan.preview(options)
        let after = plan.preview(options, findings: findings)
        #expect(before.allSatisfy { $0.basis == .guess })
        for (first, second) in zip(before, after) {
            #expect(second.open == first.open && second.answered == 0 && second.derived == 0)
            // A certified distance is asked for at one size.
            #expect(second.basis == (second.method == "radius" && second.size == 0.2 ? .guess : .probed))
        }
    }

    @Test func timeEndsIt() async throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(methods: "[tight]"), store: nil)
        let launcher = MemoryLauncher { _ in .hang }
        let runner = Runner(plan: plan, store: nil, launcher: launcher, options: RunOptions(workers: 1))
        let findings = try await runner.probe(seconds: 1)
        #expect(findings.asked == 0)
        // On a machine that is busy, the second may pass before the first.
        guard launcher.log.count == 1 else { return }
        // A query that has taken so long is known to.
        let preview = plan.preview(RunOptions(workers: 1), findings: findings)
        #expect(preview.contains { $0.secondsEach > plan.costPriors[0].seconds })
    }
}
