import Foundation
import Testing

/// Small mistakes of a new user get a word and an exit code.
@Suite("Small mistakes")
struct MistakeTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace.withSmokeSuite() }

    private func verify(_ options: String...) throws -> Ending {
        try workspace.verigap(
            [
                "verify", "--network", "Suites/networks/smoke.safetensors", "--images", "Suites/data/smoke-points.npy",
                "--labels", "Suites/data/smoke-labels.npy", "--data", "smoke-points:test:3",
            ] + options)
    }

    @Test func aRadiusInAnotherSpace() throws {
        let wide = try verify("--epsilon", "10", "--method", "interval")
        #expect(wide.exitCode == 64 && wide.output.isEmpty)
        #expect(wide.errors.contains("--epsilon: ε = 10 is wider than the input domain [0, 1]"), "\(wide.errors)")
        #expect(wide.errors.contains("hint: ε is in pixel space"))
        #expect(try verify("--epsilon", "10", "--method", "interval", "--norm", "2").exitCode == 0)
        #expect(try verify("--epsilon", "10", "--method", "interval", "--input-domain", "0,255").exitCode == 0)
    }

    @Test func aProofOfAMethodThatHasNone() throws {
        let ending = try verify("--epsilon", "0.1", "--method", "simplex", "--proof", "proofs")
        #expect(ending.exitCode == 64 && ending.errors.contains("simplex writes no proofs"), "\(ending.errors)")
        #expect(!FileManager.default.fileExists(atPath: workspace.path("proofs")))
    }

    @Test func aProofThatIsNotThere() throws {
        let ending = try workspace.verigap("check", "nowhere.vgproof", "none")
        #expect(ending.exitCode == 66, "\(ending.errors)")
        #expect(ending.output.contains("nowhere.vgproof: not checked: there is no such file"), "\(ending.output)")
        #expect(ending.output.contains("0 refused, 2 not checked"), "\(ending.output)")
    }

    @Test func dataFoldersThatDoNotExist() throws {
        for command in [
            ["plan", "smoke"], ["doctor"], ["inspect", "Suites/networks/smoke.safetensors"],
            ["report", "smoke", "--store", "none.sqlite"],
        ] {
            let option = try workspace.verigap(command + ["--data-dir", "nowhere"])
            #expect(
                option.exitCode == 66 && option.errors.contains("--data-dir: there is no folder nowhere"),
                "\(command): \(option.errors)")
            let variable = try workspace.shell("VERIGAP_DATA=nowhere exec \"$0\" \"$@\"", command)
            #expect(variable.exitCode == 66 && variable.errors.contains("$VERIGAP_DATA: there is no folder nowhere"))
        }
        #expect(try workspace.verigap("plan", "smoke", "--data-dir", "Suites").exitCode == 0)
    }

    /// The program is called by its absolute path from a folder that has nothing to do with it.
    @Test func fromAnyFolder() throws {
        let elsewhere = try Workspace()
        let plan = try elsewhere.verigap("plan", "mnist-lpd")
        #expect(plan.exitCode == 0 && plan.output.contains("mnist-lpd:"), "\(plan.errors)")
        let network = BuiltPrograms.repository.path + "/Suites/networks/lpd-mlp-b-0.1.safetensors"
        let inspect = try elsewhere.verigap("inspect", network, "--data", "mnist-sample")
        #expect(
            inspect.exitCode == 0 && inspect.output.contains("test error on mnist-sample:test"), "\(inspect.errors)")
        let run = try elsewhere.verigap("run", "smoke", "-q", "--store", Workspace.store)
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test func stalenessIsSummarised() throws {
        let toy = try Workspace()
        let command = ["run", "toy.yaml", "--store", Workspace.store]
        for steps in [40, 50, 60] {
            try ToyProblem.write(
                to: toy, samples: 6, epsilons: "[0.02, 0.05, 0.1]", methods: ["interval", "pgd: { steps: \(steps) }"],
                settings: "cascade: false")
            let ending = try toy.verigap(steps == 60 ? command + ["--verbose"] : command)
            #expect(ending.exitCode == 0)
            let stale = ending.errors.split(separator: "\n").filter { $0.hasPrefix("stale: ") }
            switch steps {
            case 40: #expect(stale.isEmpty)
            case 50:
                #expect(
                    stale == [
                        "stale: pgd on TOY: 18 earlier outcomes in 3 cells are stale: option steps: 40 → 50"
                    ])
            default: #expect(stale.count == 3 && stale.allSatisfy { $0.contains("steps: 50 → 60") })
            }
        }
    }

    @Test func aReportWithoutAStore() throws {
        let without = try workspace.verigap("report", "smoke", "--store", "none.sqlite")
        #expect(without.exitCode == 66 && !without.errors.contains("--from"))
        #expect(try workspace.verigap("run", "smoke", "-q", "--store", Workspace.store).exitCode == 0)
        #expect(try workspace.verigap("report", "smoke", "--store", Workspace.store).exitCode == 0)
        let hinted = try workspace.verigap("report", "smoke", "--store", "none.sqlite")
        let hint = "hint: verigap report smoke --from Reports/smoke/outcomes.jsonl.gz"
        #expect(hinted.exitCode == 66 && hinted.errors.contains(hint), "\(hinted.errors)")
        #expect(
            try workspace.verigap("report", "smoke", "--from", "Reports/smoke/outcomes.jsonl.gz").exitCode == 0)
    }

    @Test func anAttackThatCannotReachTheRim() throws {
        let toy = try Workspace()
        try ToyProblem.write(
            to: toy, samples: 2, epsilons: "[0.02, 0.3]", methods: ["interval", "pgd: { steps: 10, step-size: 0.01 }"])
        let words = "pgd cannot reach ε = 0.3: 10 steps of 0.01 lead no further than 0.1 from the sample"
        let plan = try toy.verigap("plan", "toy.yaml")
        #expect(plan.exitCode == 0 && plan.output.contains("warning: toy.yaml:8:5: \(words)"), "\(plan.output)")
        let run = try toy.verigap("run", "toy.yaml", "--store", Workspace.store)
        #expect(run.exitCode == 0 && run.errors.contains("warning: toy.yaml:8:5: \(words)"), "\(run.errors)")
        let ending = try verify("--epsilon", "0.3", "--method", "pgd: { steps: 10 }")
        #expect(ending.exitCode == 0 && ending.errors.contains("warning: \(words)"), "\(ending.errors)")
        #expect(try verify("--epsilon", "0.3", "--method", "pgd").errors.isEmpty)
    }
}
