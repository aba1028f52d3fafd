import Foundation
import Testing

/// The whole way without Slurm: the same scripts as processes of this machine.
@Suite("Suites as arrays of tasks")
struct ClusterTests {
    private static let incomplete: Int32 = 3
    private static let array = ["--executor", "local-array", "--jobs", "2", "--store", "cluster.sqlite"]

    private struct Harvest: Decodable {
        var added: Int
        var known: Int
        var derived: Int
        var missing: Int
        var remarks: [String]
    }

    private func harvest(_ suite: String, in workspace: Workspace) throws -> Harvest {
        let ending = try workspace.verigap("cluster", "harvest", suite, "--store", "cluster.sqlite", "--json")
        #expect(ending.exitCode == 0, "\(ending.errors)")
        return try JSONDecoder().decode(Harvest.self, from: Data(ending.output.utf8))
    }

    @Test func anArrayAnswersAsARunDoes() throws {
        let workspace = try Workspace.withSmokeSuite()
        #expect(try workspace.verigap("run", "smoke", "-q", "--store", "local.sqlite").exitCode == 0)
        let submit = try workspace.verigap(["cluster", "submit", "smoke", "--tasks", "6"] + Self.array)
        #expect(submit.exitCode == 0, "\(submit.errors)")
        #expect(
            submit.output.contains("680 queries in 6 tasks") && submit.output.contains("6 done"), "\(submit.output)")
        let harvest = try harvest("smoke", in: workspace)
        #expect(harvest.added == 680 && harvest.missing == 0 && harvest.remarks.isEmpty)
        #expect(try workspace.contentDigest(store: "cluster.sqlite") == workspace.contentDigest(store: "local.sqlite"))
        // As often as one likes.
        let again = try self.harvest("smoke", in: workspace)
        #expect(again.added == 0 && again.known == 680)
        // By whom the tasks ran before, where nobody says by whom now.
        let rest = try workspace.verigap("cluster", "resubmit", "smoke", "--store", "cluster.sqlite")
        #expect(rest.exitCode == 0 && rest.output.contains("nothing to submit"), "\(rest.output)\(rest.errors)")
        #expect(try workspace.verigap("cluster", "status", "smoke", "--quiet").exitCode == 0)
        let report = try workspace.verigap("report", "smoke", "--store", "cluster.sqlite")
        #expect(report.exitCode == 0, "\(report.errors)")
    }

    /// Expensive methods wait until it is known what cheap ones leave open; the store ends as that of a run.
    @Test func cascadesAreOfOneMind() throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, settings: "measure: verdict\ncascade: true")
        #expect(try workspace.verigap("run", "toy.yaml", "-q", "--store", "local.sqlite").exitCode == 0)
        let submit = try workspace.verigap(["cluster", "submit", "toy.yaml", "--tasks", "5"] + Self.array)
        #expect(submit.exitCode == 0, "\(submit.errors)")
        #expect(try harvest("toy.yaml", in: workspace).missing == 0)
        #expect(try workspace.contentDigest(store: "cluster.sqlite") == workspace.contentDigest(store: "local.sqlite"))
    }

    /// A store in which cheaper methods answered for others, and a wave that has every method answer itself.
    @Test func whatWasImpliedIsAskedWhereItMustBe() throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, settings: "measure: verdict\ncascade: true")
        let first = try RunSummary(workspace.verigap("run", "toy.yaml", "-q", "--json", "--store", "cluster.sqlite"))
        #expect(first.derived > 0)
        let submit = try workspace.verigap(["cluster", "submit", "toy.yaml", "--no-cascade"] + Self.array)
        #expect(submit.exitCode == 0, "\(submit.errors)")
        let harvest = try harvest("toy.yaml", in: workspace)
        #expect(harvest.added > 0 && harvest.missing == 0)
        let rest = try RunSummary(
            workspace.verigap("run", "toy.yaml", "-q", "--json", "--no-cascade", "--store", "cluster.sqlite"))
        #expect(rest.asked == 0)
    }

    @Test func cancelledAndSubmittedAgain() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, methods: ["clean", "interval", ToyProblem.endless, "lp-all"],
            settings: "budget: { per-query: 3 s }")
        let submit = try workspace.start(["cluster", "submit", "toy.yaml", "--tasks", "4"] + Self.array)
        let begun = workspace.path(".verigap/cluster/toy/1/journals/0001.1.jsonl")
        for _ in 0..<600 where !FileManager.default.fileExists(atPath: begun) { usleep(50_000) }
        #expect(FileManager.default.fileExists(atPath: begun))
        // While tasks run their answers can be had.
        _ = try harvest("toy.yaml", in: workspace)
        #expect(try workspace.verigap("cluster", "cancel", "toy.yaml").exitCode == 0)
        #expect(try submit.ending().exitCode == 130)
        #expect(workspace.workersEnd())
        let status = try workspace.verigap("cluster", "status", "toy.yaml")
        #expect(status.exitCode == Self.incomplete, "\(status.output)")
        #expect(status.output.contains("given back") || status.output.contains("never began"), "\(status.output)")
    }

    @Test func aTaskThatIsKilledIsAskedAgain() throws {
        let workspace = try Workspace.withSmokeSuite()
        #expect(try workspace.verigap("run", "smoke", "-q", "--store", "local.sqlite").exitCode == 0)
        // The third task kills its own script and program once: nobody notes its end.
        try workspace.write(
            "setup: ['if [ \"$task\" = 3 ] && [ \"${wave##*/}\" = 1 ]; then kill -9 $$; fi']\n", to: "site.yaml")
        let submit = try workspace.verigap(
            ["cluster", "submit", "smoke", "--tasks", "5", "--site", "site.yaml"] + Self.array)
        #expect(submit.exitCode == Self.incomplete, "\(submit.errors)")
        #expect(submit.output.contains("4 done, 1 lost"), "\(submit.output)")
        let rest = try workspace.verigap(
            ["cluster", "resubmit", "smoke", "--tasks", "2", "--site", "site.yaml"] + Self.array)
        #expect(rest.exitCode == 0, "\(rest.output)\(rest.errors)")
        #expect(try harvest("smoke", in: workspace).missing == 0)
        #expect(try workspace.contentDigest(store: "cluster.sqlite") == workspace.contentDigest(store: "local.sqlite"))
    }

    @Test func aScriptCanBeSeenFirst() throws {
        let workspace = try Workspace.withSmokeSuite()
        let ending = try workspace.verigap(
            "cluster", "submit", "smoke", "--dry-run", "--partition", "cpu", "--throttle", "3", "--tasks", "4",
            "--time", "2 h")
        #expect(ending.exitCode == 0, "\(ending.errors)")
        for line in ["#SBATCH --array=1-4%3", "#SBATCH --partition=cpu", "#SBATCH --time=120"] {
            #expect(ending.output.split(separator: "\n").contains(Substring(line)), "\(ending.output)")
        }
        #expect(!FileManager.default.fileExists(atPath: workspace.path(".verigap/cluster")))
        let none = try workspace.verigap("cluster", "status", "smoke")
        #expect(none.exitCode == 66 && none.errors.contains("verigap cluster submit smoke"))
    }

    @Test func anotherPlanIsNotAsked() throws {
        let workspace = try Workspace.withSmokeSuite()
        #expect(try workspace.verigap(["cluster", "submit", "smoke", "--tasks", "2"] + Self.array).exitCode == 0)
        let wave = ".verigap/cluster/smoke/1"
        let file = workspace.path("\(wave)/suite.yaml")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacing("steps: 20", with: "steps: 21").write(toFile: file, atomically: true, encoding: .utf8)
        var refused = 0
        for task in ["1", "2"] {
            let ending = try workspace.verigap("cluster", "task", workspace.path(wave), task)
            if ending.exitCode == 65, ending.errors.contains("asks other questions") { refused += 1 }
        }
        #expect(refused > 0)
    }
}
