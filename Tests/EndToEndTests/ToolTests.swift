import Foundation
import Questions
import Testing

/// External tools as methods of a suite: in workers, under limits, in reports.
@Suite("External tools", .enabled(if: ProcessTable.isReadable, "needs a process table in /proc"))
struct ToolTests {
    /// A description and its script, `tools/NAME.yaml` and `tools/NAME.sh NETWORK PROPERTY RESULT SECONDS`.
    private func write(_ name: String, _ script: String, _ more: String = "", to workspace: Workspace) throws {
        try workspace.write("#!/bin/bash\n\(script)\n", to: "tools/\(name).sh")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: workspace.path("tools/\(name).sh"))
        try workspace.write(
            """
            tool: \(name)
            command: [./\(name).sh, "{network}", "{property}", "{result}", "{limit}"]
            \(more)

            """, to: "tools/\(name).yaml")
    }

    private func run(_ workspace: Workspace, exitCode: Int32 = 0) throws -> RunSummary {
        try RunSummary(
            try workspace.verigap("run", "toy.yaml", "--store", Workspace.store, "--json", "--workers", "2"),
            exitCode: exitCode)
    }

    /// The interface of the competition, played by this very program.
    private func writeOurselves(to workspace: Workspace) throws {
        let program = try BuiltPrograms.path("verigap")
        try write(
            "ourselves",
            "'\(program)' verify --network \"$1\" --property \"$2\" --method bab --measure verdict --result \"$3\"",
            "version: ['\(program)', --version]", to: workspace)
    }

    @Test func anHonestToolAgrees() throws {
        let workspace = try Workspace()
        try writeOurselves(to: workspace)
        try ToyProblem.write(
            to: workspace, samples: 12, epsilons: "[0.1]",
            methods: ["clean", "bab", "external: { tool: tools/ourselves.yaml }"])
        let summary = try run(workspace)
        let ours = try #require(workspace.cells(of: "toy").first { $0.method == "bab" }).outcomes
        let theirs = try #require(workspace.cells(of: "toy").first { $0.method == "ourselves" }).outcomes
        // Nothing was derived for it, nor from it.
        #expect(summary["ourselves"]?.asked == 12 && summary["ourselves"]?.derived == 0)
        let verdicts = theirs.map(\.outcome.verdict)
        #expect(verdicts.contains(.robust) && verdicts.contains(.falsified), "\(verdicts)")
        #expect(ours.map(\.outcome.verdict) == verdicts)
        for outcome in theirs.map(\.outcome) where outcome.verdict == .falsified {
            #expect(outcome.witness != nil && (outcome.marginUpper ?? 1) <= 0)
        }
        #expect(theirs.allSatisfy { ($0.outcome.measurements.cpuSeconds) > 0 })
        #expect(try run(workspace)["ourselves"]?.reused == 12)
        let report = try workspace.verigap("report", "toy.yaml", "--store", Workspace.store)
        #expect(report.exitCode == 0, "\(report.errors)")
        let text = String(decoding: try #require(workspace.files(below: "Reports/toy")["report.md"]), as: UTF8.self)
        #expect(text.contains("OURSELVES†") && text.contains("an external tool"))
        // Another version is another question.
        let yaml = try String(contentsOfFile: workspace.path("tools/ourselves.yaml"), encoding: .utf8)
        try workspace.write(yaml.replacing("--version]", with: "--help]"), to: "tools/ourselves.yaml")
        #expect(try run(workspace)["ourselves"]?.reused == 0)
    }

    @Test func aLiarIsInTheReport() throws {
        let workspace = try Workspace()
        try write("optimist", "echo unsat > $3", to: workspace)
        try write("pessimist", "echo 'sat ((X_0 0)(X_1 0)(X_2 0)(X_3 0)(X_4 0)(X_5 0))' > $3", to: workspace)
        try ToyProblem.write(
            to: workspace, samples: 10, epsilons: "[0.02, 0.1]",
            methods: [
                "bab", "external: { tool: tools/optimist.yaml }", "external: { tool: tools/pessimist.yaml, id: p }",
            ])
        let summary = try run(workspace)
        #expect(summary["optimist"]?.verdicts == ["robust": 20])
        #expect(summary["p"]?.verdicts == ["witnessRejected": 20])
        let report = try workspace.verigap("report", "toy.yaml", "--store", Workspace.store)
        #expect(report.exitCode == 2)
        let text = String(decoding: try #require(workspace.files(below: "Reports/toy")["report.md"]), as: UTF8.self)
        #expect(text.contains("robust by OPTIMIST†, falsified by "), "\(text)")
        #expect(!text.contains("verdicts agree with their bounds | 20"))
    }

    @Test func oneThatHangsIsEnded() throws {
        let workspace = try Workspace()
        let mark = UUID().uuidString
        try write(
            "sleeper", "setsid sleep 300 & (sleep 300 &) ; sleep 300",
            "environment: { SLEEPER_MARK: \(mark) }\nparallel: false", to: workspace)
        try ToyProblem.write(
            to: workspace, samples: 3, epsilons: "[0.1]",
            methods: ["interval", "external: { tool: tools/sleeper.yaml, time-limit: 1 s }"])
        let start = ContinuousClock.now
        #expect(try run(workspace)["sleeper"]?.verdicts == ["timeout": 3])
        // One after the other.
        #expect(ContinuousClock.now - start >= .seconds(3))
        #expect(ProcessTable.processes(with: "SLEEPER_MARK", mark).isEmpty)
    }

    /// Whoever kills the run kills the tools.
    @Test func anAbortedRunLeavesNoTool() throws {
        let workspace = try Workspace()
        let mark = UUID().uuidString
        try write("sleeper", "setsid sleep 300 & sleep 300", "environment: { SLEEPER_MARK: \(mark) }", to: workspace)
        try ToyProblem.write(
            to: workspace, samples: 2, epsilons: "[0.1]", methods: ["external: { tool: tools/sleeper.yaml }"])
        let program = try workspace.start("run", "toy.yaml", "--store", Workspace.store, "--workers", "2")
        // Both scripts and both children of each.
        #expect(
            program.runs(within: 20) { ProcessTable.processes(with: "SLEEPER_MARK", mark).count >= 6 })
        usleep(200_000)
        kill(program.identifier, SIGTERM)
        _ = try program.ending()
        let end = ContinuousClock.now + .seconds(5)
        while !ProcessTable.processes(with: "SLEEPER_MARK", mark).isEmpty, .now < end { usleep(10_000) }
        #expect(ProcessTable.processes(with: "SLEEPER_MARK", mark).isEmpty)
    }

    @Test func faultsComeBeforeTheRun() throws {
        let workspace = try Workspace()
        try write("gone", "true", "version: [./no-version.sh]", to: workspace)
        try ToyProblem.write(
            to: workspace, samples: 1, epsilons: "[0.1]", methods: ["external: { tool: tools/gone.yaml }"])
        let missing = try workspace.verigap("run", "toy.yaml", "--store", Workspace.store)
        #expect(
            missing.exitCode == 65 && missing.errors.contains("gone.yaml:3:11: there is no program"),
            "\(missing.errors)")
        try write("gone", "true", "version: ['false']", to: workspace)
        let mute = try workspace.verigap("run", "toy.yaml", "--store", Workspace.store)
        #expect(
            mute.exitCode == 65 && mute.errors.contains("gone does not say its version: exit code 1"), "\(mute.errors)")
    }

    /// The scripts of the competition that come with the program are a tool like any other.
    @Test func theCompetitionsScriptsAreATool() throws {
        let workspace = try Workspace()
        let repository = BuiltPrograms.repository.path
        try #require(FileManager.default.isExecutableFile(atPath: repository + "/.build/release/verigap"))
        try ToyProblem.write(
            to: workspace, samples: 4, epsilons: "[0.1]",
            methods: ["bab", "external: { tool: \(repository)/Suites/tools/vnncomp.yaml }"])
        _ = try run(workspace)
        let cells = try workspace.cells(of: "toy")
        #expect(cells[0].outcomes.map(\.outcome.verdict) == cells[1].outcomes.map(\.outcome.verdict))
    }
}
