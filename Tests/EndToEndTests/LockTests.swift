import Foundation
import Testing

@Suite("One writer at a time", .enabled(if: ProcessTable.isReadable, "needs a process table in /proc"))
struct LockTests {
    @Test func theSecondRunIsTurnedAway() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: 1, epsilons: "[0.01]", methods: ["interval", ToyProblem.endless],
            settings: "cascade: true\nbudget: { per-query: 30 s }")
        let command = ["run", "toy.yaml", "--store", Workspace.store]
        let first = try workspace.start(command)
        #expect(first.runs(within: 20, until: workspace.isAWorkerBusy))
        let second = try workspace.verigap(command)
        #expect(second.exitCode == 75)
        #expect(second.errors.contains("process \(first.identifier) is writing to this result store"))
        #expect(second.errors.contains(Workspace.store))
        // Readers are welcome meanwhile.
        #expect(try workspace.verigap("plan", "toy.yaml", "--store", Workspace.store).exitCode == 0)
        #expect(try workspace.verigap("report", "toy.yaml", "--store", Workspace.store).exitCode == 3)
        first.send(SIGKILL)
        #expect(try first.ending().signal == SIGKILL)
        #expect(workspace.workersEnd())
        // A dead process's lock is no lock.
        let third = try workspace.start(command)
        #expect(third.runs(within: 20, until: workspace.isAWorkerBusy))
    }
}
