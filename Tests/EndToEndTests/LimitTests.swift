import Foundation
import Questions
import ResultStore
import Testing

@Suite("Limits from outside", .enabled(if: ProcessTable.isReadable, "needs a process table in /proc"))
struct LimitTests {
    /// A worker that does not notice its deadline (here: it is stopped) is killed by the clock, and the run goes on.
    @Test func aWorkerThatOverstaysIsKilled() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: 1, epsilons: "[0.01]", methods: [ToyProblem.endless, "interval"],
            settings: "cascade: true\nbudget: { per-query: 6 s }")
        let program = try workspace.start("run", "toy.yaml", "--store", Workspace.store, "--json", "--workers", "1")
        var stopped = pid_t()
        #expect(
            program.runs(within: 20) {
                guard workspace.isAWorkerBusy(), let worker = workspace.workers().first else { return false }
                stopped = worker
                return kill(worker, SIGSTOP) == 0
            })
        let ending = try program.ending()
        let summary = try RunSummary(ending)
        #expect(summary["pgd"]?.verdicts == ["timeout": 1])
        #expect(summary["interval"]?.asked == 1)
        let timeout = try #require(workspace.outcomes(of: "toy").first { $0.outcome.verdict == .timeout })
        #expect(timeout.outcome.note?.hasPrefix("killed after") == true, "\(timeout.outcome.note ?? "")")
        #expect((6...9).contains(timeout.outcome.measurements.wallSeconds))
        #expect(ProcessTable.name(of: stopped) != "verigap-worker")
    }

    /// Jobs in flight do not prolong a run: they are killed when the total is spent, and asked again by the next run.
    @Test func theTotalBudgetEndsARun() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: 2, epsilons: "[0.01]", methods: ["interval", ToyProblem.endless],
            settings: "cascade: false\nbudget: { per-query: 60 s, total: 4 s }")
        let command = ["run", "toy.yaml", "--store", Workspace.store, "--json", "--workers", "2"]
        let start = ContinuousClock.now
        let ending = try workspace.verigap(command)
        #expect(ContinuousClock.now - start < .seconds(60))
        let summary = try RunSummary(ending, exitCode: 3)
        #expect(summary.unanswered == 2 && summary["pgd"]?.asked == 0 && summary["interval"]?.asked == 2)
        #expect(summary.stopReason == "the total budget is spent")
        #expect(!ending.errors.contains("signal"), "\(ending.errors)")
        #expect(workspace.workersEnd())
        #expect(try RunSummary(workspace.verigap(command), exitCode: 3)["interval"]?.reused == 2)
    }

    @Test func anUnfinishedRunIsReportedAsUnfinished() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: 3, epsilons: "[0.01, 0.02]", methods: ["interval", ToyProblem.endless],
            settings: "cascade: false\nbudget: { per-query: 500 ms, total: 5 ms }")
        let command = ["run", "toy.yaml", "--store", Workspace.store, "--json", "--workers", "1"]
        let left = try RunSummary(workspace.verigap(command), exitCode: 3).unanswered
        #expect(left >= 6)
        let report = ["report", "toy.yaml", "--store", Workspace.store]
        let unfinished = try workspace.verigap(report)
        #expect(unfinished.exitCode == 3, "\(unfinished.errors)")
        #expect(
            unfinished.errors.contains("\(left) of 12 questions are unanswered; verigap run toy.yaml goes on with them")
        )
        #expect(unfinished.output.contains("not finished: \(left) of 12") && unfinished.output.contains("report.md"))
        #expect(try workspace.files(below: "Reports/toy")["report.md"] != nil)
        #expect(try RunSummary(workspace.verigap(command + ["--total", "5 min"])).unanswered == 0)
        #expect(try workspace.verigap(report).exitCode == 0)
    }
}
