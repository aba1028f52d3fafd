import Foundation
import Testing

/// What the caller says of priority and processors holds for the workers.
@Suite("Niceness and processors of workers", .enabled(if: ProcessTable.isReadable))
struct NicenessTests {
    @Test func workersAreAsTheirCaller() throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 2, epsilons: "[0.001]", methods: [ToyProblem.endless], settings: "")
        let line = #"exec nice -n 7 taskset -c 0 "$0" "$@""#
        let program = try workspace.startShell(line, ["run", "toy.yaml", "--store", Workspace.store, "--workers", "2"])
        defer { program.send(SIGKILL) }
        #expect(program.runs(within: 20, until: workspace.isAWorkerBusy))
        let workers = workspace.workers()
        #expect(!workers.isEmpty)
        for worker in workers {
            #expect(ProcessTable.niceness(of: worker) == 7)
            #expect(ProcessTable.processors(of: worker) == "0")
        }
    }
}
