import Foundation
import Questions
import ResultStore
import Testing

@Suite("Ctrl-C", .enabled(if: ProcessTable.isReadable, "needs a process table in /proc"))
struct InterruptTests {
    @Test func onceLetsJobsInFlightFinish() throws {
        let undisturbed = try UndisturbedRun.run(cascade: false)
        let workspace = try UndisturbedRun.workspace(cascade: false)
        let program = try workspace.start(UndisturbedRun.command + ["--json"])
        // In the middle of the run, when something is recorded already.
        var recorded = 0
        #expect(
            program.runs(within: 20) {
                recorded = (try? workspace.outcomes(of: "toy").count) ?? 0
                return recorded >= 20
            })
        program.sendToGroup(SIGINT)
        let ending = try program.ending()
        let summary = try RunSummary(ending, exitCode: 130)
        #expect(summary.stopReason == "interrupted" && summary.unanswered > 0)
        #expect(ending.errors.contains("stopping: interrupted"))
        // No worker was hit: nobody reports a lost one.
        #expect(!ending.errors.contains("signal"), "\(ending.errors)")
        #expect(workspace.workersEnd())
        let kept = try workspace.outcomes(of: "toy").count
        let derived = summary.methods.reduce(0) { $0 + $1.derived }
        #expect(kept >= recorded && kept == summary.asked + derived)

        let resumed = try RunSummary(workspace.verigap(UndisturbedRun.command + ["--json"]))
        // What follows is found to follow again.
        #expect(resumed.methods.reduce(0) { $0 + $1.reused } == kept - derived)
        #expect(try workspace.contentDigest() == undisturbed.digest)
    }

    /// A batch system that sends SIGTERM does not wait for a query that may take minutes.
    @Test func terminationLeavesAtOnce() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: 2, epsilons: "[0.01]", methods: ["interval", ToyProblem.endless],
            settings: "cascade: false\nbudget: { per-query: 60 s }")
        let program = try workspace.start("run", "toy.yaml", "--store", Workspace.store, "--json", "--workers", "2")
        #expect(
            program.runs(within: 20) {
                workspace.isAWorkerBusy() && (try? workspace.outcomes(of: "toy").count) == 2
            })
        let start = ContinuousClock.now
        program.send(SIGTERM)
        let summary = try RunSummary(program.ending(within: 20), exitCode: 130)
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(summary["pgd"]?.unanswered == 2 && summary["interval"]?.asked == 2)
        #expect(workspace.workersEnd())
    }

    /// Even a coordinator that is stopped in its tracks obeys as soon as it can do anything at all.
    @Test func terminationReachesAStoppedProgram() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: 2, epsilons: "[0.01]", methods: [ToyProblem.endless],
            settings: "cascade: false\nbudget: { per-query: 60 s }")
        let program = try workspace.start("run", "toy.yaml", "--store", Workspace.store, "--workers", "1")
        #expect(program.runs(within: 20, until: workspace.isAWorkerBusy))
        program.send(SIGSTOP)
        program.send(SIGTERM)
        #expect(program.sleep(0.2))
        program.send(SIGCONT)
        #expect(try program.ending(within: 5).exitCode == 130)
        #expect(workspace.workersEnd())
    }

    @Test func jobsInFlightAreRecorded() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: 1, epsilons: "[0.01]", methods: [ToyProblem.endless, "interval"],
            settings: "cascade: true\nbudget: { per-query: 6 s }")
        let program = try workspace.start("run", "toy.yaml", "--store", Workspace.store, "--json", "--workers", "1")
        #expect(program.runs(within: 20, until: workspace.isAWorkerBusy))
        program.sendToGroup(SIGINT)
        let summary = try RunSummary(program.ending(), exitCode: 130)
        #expect(summary["pgd"]?.verdicts == ["timeout": 1])
        #expect(summary["interval"]?.unanswered == 1)
        #expect(try workspace.outcomes(of: "toy").map(\.outcome.verdict) == [.timeout])
    }

    @Test func twiceLeavesAtOnce() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: 2, epsilons: "[0.01]", methods: ["interval", ToyProblem.endless],
            settings: "cascade: false\nbudget: { per-query: 30 s }")
        let program = try workspace.start("run", "toy.yaml", "--store", Workspace.store, "--json", "--workers", "2")
        #expect(
            program.runs(within: 20) {
                workspace.isAWorkerBusy() && (try? workspace.outcomes(of: "toy").count) == 2
            })
        program.sendToGroup(SIGINT)
        #expect(program.sleep(0.5), "it did not wait for the job in flight")
        let start = ContinuousClock.now
        program.sendToGroup(SIGINT)
        let summary = try RunSummary(program.ending(within: 20), exitCode: 130)
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(summary["pgd"]?.unanswered == 2 && summary["interval"]?.asked == 2)
        #expect(workspace.workersEnd())
        #expect(try workspace.outcomes(of: "toy").map(\.outcome.verdict).count == 2)
    }
}
