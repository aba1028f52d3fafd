import Foundation
import Questions
import ResultStore
import Runner
import Testing

/// A run ends when its total budget does.
@Suite struct TotalBudgetTests {
    private func run(
        _ behaviour: Behaviour, _ method: String, total: Double, spent: Double = 0
    ) async throws -> (summary: RunSummary, launcher: MemoryLauncher) {
        try await ToyProblem.withStore { path in
            let store = try ResultStore(path, mode: .write)
            let plan = try ToyProblem.plan(try ToyProblem.document(methods: "[\(method)]"), store: store)
            let launcher = MemoryLauncher { _ in behaviour }
            var options = RunOptions(workers: 1, totalSeconds: total)
            options.secondsSpent = spent
            let runner = Runner(plan: plan, store: store, launcher: launcher, options: options)
            return (try await runner.run(ToyProblem.record(plan)), launcher)
        }
    }

    @Test func jobsInFlightAreKilled() async throws {
        let (summary, launcher) = try await run(.hang, "tight", total: 2)
        // On a machine that is busy, the two seconds may pass before the first.
        #expect(launcher.log.count <= 1)
        #expect(summary.stopReason == .totalBudget && summary.asked == 0 && summary.unanswered == 26)
        #expect(summary.exitStatus == .incomplete)
    }

    /// Once it is known what a query takes, none is begun that cannot end in time.
    @Test func nothingIsBegunThatCannotEnd() async throws {
        let (summary, launcher) = try await run(.answerSlowly, "tight", total: 5000)
        #expect(launcher.log.count == 5)
        #expect(summary.stopReason == .totalBudget && summary.asked == 5 && summary.unanswered == 21)
    }

    /// A batch that is cut off would be lost as a whole, by every run anew: where time is short and nothing is known yet,
    /// queries go one by one.
    @Test func littleTimeIsNotRiskedOnABatch() throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(methods: "[hunt]", epsilons: "[0.1]"), store: nil)
        var schedule = Schedule(plan, options: RunOptions(workers: 1))
        _ = schedule.start()
        var estimate = RemainingTime(plan, workers: 1)
        let first = schedule.next()
        let batch = try #require(first)
        #expect(batch.positions.count == 4)
        #expect(estimate.exceeds(20, batch) && !estimate.exceeds(100, batch) && !estimate.exceeds(.infinity, batch))
        schedule.split(batch)
        let second = schedule.next()
        let single = try #require(second)
        #expect(single.positions.count == 1 && !estimate.exceeds(1, single))
        var outcome = Outcome(verdict: .robust)
        outcome.measurements.wallSeconds = 1
        estimate.note(Array(repeating: outcome, count: 5), cell: single.cell)
        #expect(!estimate.exceeds(20, batch) && estimate.exceeds(3, batch) && estimate.exceeds(0.5, single))
    }

    /// What does not fit as a batch is handed out query by query.
    @Test func batchesThatDoNotFitAreSplit() async throws {
        let (_, launcher) = try await run(.answerSlowly, "hunt", total: 5000)
        #expect(launcher.log.prefix(2).map(\.samples.count) == [4, 4])
        #expect(launcher.log.count > 2 && launcher.log.dropFirst(2).allSatisfy { $0.samples.count == 1 })
    }

    @Test func planningCounts() async throws {
        let (summary, launcher) = try await run(.answer, "tight", total: 5, spent: 6)
        #expect(launcher.log.isEmpty && summary.stopReason == .totalBudget && summary.unanswered == 26)
    }
}
