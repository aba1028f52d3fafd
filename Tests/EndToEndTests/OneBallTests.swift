import Foundation
import Questions
import Testing

/// l1 balls from the suite file to checked proofs.
@Suite("l1 balls, by the built program")
struct OneBallTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace.withSmokeSuite() }

    @Test func `a run of every method keeps the laws and leaves proofs`() throws {
        let suite = try String(contentsOfFile: workspace.path("Suites/smoke.yaml"), encoding: .utf8)
        let balls = suite.replacingOccurrences(of: "norm: inf", with: "norm: 1")
            .replacingOccurrences(of: "epsilons: [0.05, 0.1]", with: "epsilons: [0.1, 0.2]")
            .replacingOccurrences(of: "  - lp-all\n", with: "  - lp-all\n  - bab\n")
        #expect(balls != suite)
        try workspace.write(balls, to: "Suites/balls.yaml")
        let store = ["--store", Workspace.store]
        let run = try workspace.verigap(["run", "Suites/balls.yaml", "--quiet", "--proof", "run"] + store)
        #expect(run.exitCode == 0, "\(run.errors)")
        let cells = try workspace.cells(of: "smoke")
        for method in ["interval", "pgd", "lp-greedy", "crown", "lp-last", "lp-all", "milp", "bab"] {
            let outcomes = cells.filter { $0.method == method }.flatMap { $0.outcomes.map(\.outcome) }
            #expect(outcomes.count == 80, "\(method)")
            let decided = outcomes.count { $0.verdict.isDecided }
            #expect(decided > (["milp", "bab"].contains(method) ? 78 : 3), "\(method): \(decided)")
            for outcome in outcomes { #expect(outcome.note == nil, "\(method): \(outcome.note ?? "")") }
        }
        // Whatever breaks a law fails the report.
        let report = try workspace.verigap(["report", "smoke", "--output", "Report"] + store)
        #expect(report.exitCode == 0, "\(report.errors)")
        for mode in [["check", "--quiet"], ["check", "--exact", "--quiet"]] {
            let check = try workspace.verigap(mode + ["run"])
            #expect(check.exitCode == 0 && check.output.isEmpty, "\(check.output)\(check.errors)")
        }
    }

    @Test(arguments: ["interval", "lp-greedy", "crown", "lp-last", "lp-all", "milp", "bab"])
    func `verify answers, by size and by radius, with proofs`(_ method: String) throws {
        for size in [["--epsilon", "0.02"], ["--question", "minimum-distortion"]] {
            let ending = try workspace.verigap(
                [
                    "verify", "--network", "Suites/networks/smoke.safetensors", "--images",
                    "Suites/data/smoke-points.npy", "--labels", "Suites/data/smoke-labels.npy", "--data",
                    "smoke-points:test:3", "--method", method, "--norm", "1", "--proof", "proofs",
                ] + size)
            #expect(ending.exitCode == 0 && ending.output.contains("\nproof"), "\(ending.errors)\(ending.output)")
        }
        let check = try workspace.verigap("check", "--exact", "proofs")
        #expect(check.exitCode == 0 && check.output.contains("confirmed in exact arithmetic"), "\(check.output)")
    }
}
