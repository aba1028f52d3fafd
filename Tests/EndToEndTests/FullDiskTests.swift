import Foundation
import Testing

/// A disk that fills up ends a run with a word; what was recorded stays, and the next run goes on.
@Suite("Full disk", .enabled(if: Mounts.isAllowed && ProcessTable.isReadable, "only root may mount file systems"))
struct FullDiskTests {
    @Test func endsTheRunAndNoMore() throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 300, settings: "cascade: false")
        let command = ["run", "toy.yaml", "--store", "disk/results.sqlite", "--workers", "2", "--json"]
        try Mounts.withMemory(at: workspace.path("disk"), "size=600k") {
            let full = try workspace.verigap(command)
            #expect(full.exitCode == 73 && full.signal == nil, "\(full.errors)")
            #expect(
                full.errors.contains(/disk\/results\.sqlite: an answer could not be recorded: .*full/), "\(full.errors)"
            )
            #expect(full.errors.contains("what was recorded before stays"))
            #expect(workspace.workersEnd())
            try Mounts.resize(workspace.path("disk"), "64m")
            let kept = try workspace.outcomes(of: "toy", store: "disk/results.sqlite").count
            #expect(kept > 0)
            let resumed = try RunSummary(workspace.verigap(command))
            #expect(resumed.unanswered == 0)
            #expect(resumed.methods.reduce(resumed.derived) { $0 + $1.reused } >= kept)
        }
    }

    @Test func leavesNoPartOfAReport() throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 40)
        #expect(try workspace.verigap("run", "toy.yaml", "--store", Workspace.store, "--quiet").exitCode == 0)
        try Mounts.withMemory(at: workspace.path("disk"), "size=40k") {
            let full = try workspace.verigap("report", "toy.yaml", "--store", Workspace.store, "--output", "disk")
            #expect(full.exitCode == 73 && full.errors.contains("cannot write"), "\(full.errors)")
            let files = try workspace.files(below: "disk").keys
            #expect(!files.isEmpty && !files.contains { $0.hasSuffix(".partial") }, "\(files)")
        }
    }
}
