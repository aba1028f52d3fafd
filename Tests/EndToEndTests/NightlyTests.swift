import DataFormats
import Foundation
import Nightly
import ResultStore
import Testing

@Suite("Nights are entered into a ledger") struct NightlyTests {
    private func workspace(samples: Int = 20) throws -> Workspace {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: samples, epsilons: "[0.05]",
            methods: ["clean", "interval", "pgd", "lp-greedy", "lp-all"],
            settings: "cascade: false\nmeasure: margin")
        return workspace
    }

    private func ledger(_ workspace: Workspace) throws -> Ledger {
        try Ledger(csv: String(contentsOfFile: workspace.path("nights/ledger.csv"), encoding: .utf8))
    }

    private let command = ["nightly", "toy.yaml", "--output", "nights", "--workers", "1"]

    private func night(_ workspace: Workspace, _ more: String...) throws -> Ending {
        try workspace.start(command + more).ending()
    }

    /// Makes the baseline's first certified margin a little greater.
    private func tighten(_ workspace: Workspace) throws {
        let old = /"lower":(-?[0-9.]+)/
        let path = workspace.path("nights/baselines/toy.jsonl.gz")
        let text = String(decoding: try Gzip.decompress(FileBytes.read(path)), as: UTF8.self)
        // Behind the header, whose domain has a lower end too.
        let end = try #require(text.firstIndex(of: "\n"))
        let changed =
            text[..<end]
            + text[end...].replacing(old, maxReplacements: 1) { match in
                "\"lower\":\((Double(match.1) ?? 0) + 1e-4)"
            }
        #expect(changed != text)
        try AtomicFile.write(Gzip.compress(Array(changed.utf8)), to: path)
    }

    @Test func nightsOfOneBuildAreTheSame() throws {
        let workspace = try workspace()
        let first = try night(workspace)
        #expect(first.exitCode == 7 && first.errors.contains("--accept makes it the baseline"), "\(first)")
        let accepted = try night(workspace, "--accept")
        #expect(accepted.exitCode == 0 && accepted.output.contains("baselines/toy.jsonl.gz"), "\(accepted)")
        for _ in 0..<2 {
            let next = try night(workspace)
            #expect(next.exitCode == 0 && next.output.hasPrefix("same: nothing differs"), "\(next)")
        }
        let ledger = try ledger(workspace)
        #expect(ledger.rows.count == 15)
        #expect(Set(ledger.rows.map(\.status)) == [.noBaseline, .same])
        #expect(ledger.exactChanges(of: "toy").isEmpty)
        let page = try String(contentsOfFile: workspace.path("nights/README.md"), encoding: .utf8)
        #expect(page.contains("🟢 **same** in the last of 3 nights") && page.contains("None so far."))
        #expect(try workspace.files()["nights/figures/toy-time.png"] != nil)
        // Rendering again changes nothing.
        #expect(try night(workspace, "--render").exitCode == 0)
        #expect(try String(contentsOfFile: workspace.path("nights/README.md"), encoding: .utf8) == page)
    }

    @Test func aRedNightIsEnteredAndMovesNoBaseline() throws {
        let workspace = try workspace()
        _ = try night(workspace)
        _ = try night(workspace, "--accept")
        // The baseline was tighter than what comes now.
        try tighten(workspace)
        let baseline = try Data(contentsOf: URL(fileURLWithPath: workspace.path("nights/baselines/toy.jsonl.gz")))
        let red = try night(workspace)
        #expect(red.exitCode == 6 && red.output.contains("looser"), "\(red)")
        #expect(try ledger(workspace).rows.suffix(5).allSatisfy { $0.status == .regressed })
        let refused = try night(workspace, "--accept")
        #expect(refused.exitCode == 6 && refused.errors.contains("the baseline stays"), "\(refused)")
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: workspace.path("nights/baselines/toy.jsonl.gz"))) == baseline)
        let methods = red.output.split(separator: "\n").compactMap {
            $0.firstMatch(of: /TOY.*(interval|lp-greedy|lp-all)/)?.1
        }
        let method = try #require(methods.first)
        try workspace.write(
            "- { what: looser-bound, network: TOY, method: \(method), reason: known, until: 2999-12-31 }",
            to: "nights/acknowledged/toy.yaml")
        #expect(try night(workspace).exitCode == 0)
        #expect(try night(workspace, "--accept").exitCode == 0)
        #expect(try night(workspace).output.hasPrefix("same: nothing differs"))
    }

    @Test func aNightThatWasKilledIsEnteredByTheNext() throws {
        let workspace = try workspace(samples: 2000)
        _ = try night(workspace)
        _ = try night(workspace, "--accept")
        let program = try workspace.start(command)
        while !FileManager.default.fileExists(atPath: workspace.path("nights/.work/toy/tonight.sqlite")) {
            usleep(1000)
        }
        usleep(50_000)
        kill(program.identifier, SIGKILL)
        _ = try program.ending()
        #expect(workspace.workersEnd())
        let next = try night(workspace)
        #expect(next.exitCode == 0, "\(next)")
        let nights = try ledger(workspace).rows.reduce(into: [(String, NightStatus)]()) { nights, row in
            if nights.last?.0 != row.night { nights.append((row.night, row.status)) }
        }
        // Where the kill came before the run began there was nothing to enter.
        #expect(nights.map(\.1) == [.noBaseline, .interrupted, .same] || nights.map(\.1) == [.noBaseline, .same])
        #expect(try ledger(workspace).exactChanges(of: "toy").isEmpty)
    }

    @Test func whatIsNotAskedAnyMoreIsNotTheSame() throws {
        let workspace = try workspace()
        _ = try night(workspace)
        _ = try night(workspace, "--accept")
        try ToyProblem.write(
            to: workspace, samples: 20, epsilons: "[0.05]", methods: ["clean", "interval", "pgd", "lp-greedy"],
            settings: "cascade: false\nmeasure: margin")
        let less = try night(workspace, "--quiet")
        #expect(less.exitCode == 7 && less.output.contains("80 of 100 queries of the base"), "\(less)")
        #expect(try ledger(workspace).rows.suffix(4).allSatisfy { $0.status == .notComparable })
        #expect(try night(workspace, "--accept").exitCode == 0)
        #expect(try night(workspace).exitCode == 0)
    }

    @Test func aNightThatIsInterruptedIsNoRegression() throws {
        let workspace = try workspace(samples: 2000)
        _ = try night(workspace)
        _ = try night(workspace, "--accept")
        let program = try workspace.start(command)
        #expect(
            program.runs(within: 60) {
                // Outcomes are recorded.
                (try? workspace.files(below: "nights/.work/toy")["tonight.sqlite-wal"]?.count ?? 0) ?? 0 > 600_000
            })
        kill(program.identifier, SIGINT)
        let ending = try program.ending()
        let status = try #require(try ledger(workspace).rows.last?.status)
        // Whole where the machine was quicker than the signal.
        #expect(
            (ending.exitCode, status) == (130, .interrupted) || (ending.exitCode, status) == (0, .same), "\(ending)")
    }

    @Test func aDamagedLedgerIsNotWrittenOver() throws {
        let workspace = try workspace()
        _ = try night(workspace)
        try workspace.write("night,status\r\nwhat,ever\r\n", to: "nights/ledger.csv")
        let ending = try night(workspace)
        #expect(ending.exitCode == 65 && ending.errors.contains("line 2"), "\(ending)")
        #expect(try String(contentsOfFile: workspace.path("nights/ledger.csv"), encoding: .utf8).contains("what,ever"))
    }
}
