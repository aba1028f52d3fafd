import Foundation
import Testing

/// A limit of processor time ends a query after so much work, however much else the machine does.
@Suite("Limits of processor time", .enabled(if: ProcessTable.isReadable, "needs a process table in /proc"))
struct CPULimitTests {
    @Test(arguments: [ToyProblem.endless, "pgd: { steps: 100000, restarts: 10000, start: uniform, cpu-limit: 700 ms }"])
    func worksForSoLong(_ method: String) throws {
        let workspace = try Workspace()
        let cpu = method.contains("cpu-limit") ? 60 : 0.7
        try ToyProblem.write(
            to: workspace, samples: 2, epsilons: "[0.001]", methods: [method],
            settings: "cascade: false\nbudget: { per-query: 2 min, cpu: \(cpu) s }")
        // Both workers share one processor.
        let ending = try workspace.shell(
            #"exec taskset -c 0 "$0" "$@""#,
            ["run", "toy.yaml", "--store", Workspace.store, "--json", "--workers", "2"])
        #expect(try RunSummary(ending)["pgd"]?.verdicts == ["timeout": 2])
        for stored in try workspace.outcomes(of: "toy") {
            #expect(stored.outcome.note == "ended by its limit of 0.7 CPU s")
            #expect((0.5...1.3).contains(stored.outcome.measurements.cpuSeconds))
        }
        // With more of it the question is another one, of which nothing is known.
        let plan = try workspace.verigap("plan", "toy.yaml", "--store", Workspace.store)
        #expect(plan.exitCode == 0)
    }
}
