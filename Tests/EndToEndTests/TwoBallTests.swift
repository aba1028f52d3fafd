import Foundation
import Questions
import Testing

/// l2 balls from the suite file to checked proofs.
@Suite("l2 balls, by the built program")
struct TwoBallTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace.withSmokeSuite() }

    @Test func `a run keeps the laws, decides every point and leaves proofs`() throws {
        let suite = try String(contentsOfFile: workspace.path("Suites/smoke.yaml"), encoding: .utf8)
        let balls = suite.replacingOccurrences(of: "norm: inf", with: "norm: 2")
            .replacingOccurrences(of: "epsilons: [0.05, 0.1]", with: "epsilons: [0.1, 0.2]")
            .replacingOccurrences(of: "  - milp: { time-limit: 5 s }\n", with: "  - bab\n")
        #expect(balls != suite && balls.contains("- bab"))
        try workspace.write(balls, to: "Suites/balls.yaml")
        let store = ["--store", Workspace.store]
        let run = try workspace.verigap(["run", "Suites/balls.yaml", "--quiet", "--proof", "run"] + store)
        #expect(run.exitCode == 0, "\(run.errors)")
        let outcomes = try workspace.cells(of: "smoke").filter { $0.method == "bab" }.flatMap {
            $0.outcomes.map(\.outcome)
        }
        #expect(outcomes.count == 80 && outcomes.allSatisfy { $0.verdict.isDecided && $0.note == nil })
        #expect(Set(outcomes.map(\.verdict)) == [.robust, .falsified])
        // Whatever breaks a law fails the report.
        let report = try workspace.verigap(["report", "smoke", "--output", "Report"] + store)
        #expect(report.exitCode == 0, "\(report.errors)")
        for mode in [["check", "--quiet"], ["check", "--exact", "--quiet"]] {
            let check = try workspace.verigap(mode + ["run"])
            #expect(check.exitCode == 0 && check.output.isEmpty, "\(check.output)\(check.errors)")
        }
    }

    @Test func `verify answers, by size and by radius, with proofs`() throws {
        for size in [["--epsilon", "0.02"], ["--question", "minimum-distortion"]] {
            let ending = try workspace.verigap(
                [
                    "verify", "--network", "Suites/networks/smoke.safetensors", "--images",
                    "Suites/data/smoke-points.npy", "--labels", "Suites/data/smoke-labels.npy", "--data",
                    "smoke-points:test:3", "--method", "bab", "--norm", "2", "--proof", "proofs",
                ] + size)
            #expect(ending.exitCode == 0 && ending.output.contains("\nproof"), "\(ending.errors)\(ending.output)")
        }
        let check = try workspace.verigap("check", "--exact", "proofs")
        #expect(check.exitCode == 0 && check.output.contains("confirmed in exact arithmetic"), "\(check.output)")
    }
}
