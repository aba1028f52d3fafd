import Foundation
import ResultStore
import Robustness
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

    @Test func planningCounts() async throws {
        let (summary, launcher) = try await run(.answer, "tight", total: 5, spent: 6)
        #expect(launcher.log.isEmpty && summary.stopReason == .totalBudget && summary.unanswered == 26)
    }
}
