import Foundation
import ResultStore
import Testing

/// A store where nothing can be written can be read all the same.
@Suite("Read-only stores", .enabled(if: Mounts.isAllowed, "only root may mount"))
struct ReadOnlyStoreTests {
    @Test(arguments: [false, true])
    func readers(withLog: Bool) throws {
        let workspace = try Workspace.withSmokeSuite()
        #expect(try workspace.verigap("run", "smoke", "--store", Workspace.store, "-q").exitCode == 0)
        let source = workspace.path(Workspace.store)
        let digest = try workspace.contentDigest()
        try Mounts.withMemory(at: workspace.path("disk"), "size=16m") {
            let target = workspace.path("disk/" + Workspace.store)
            if withLog {
                // A writer at work, as it would lie there after a crash: the last of it stands in the log alone.
                let writer = try ResultStore(source, mode: .write)
                #expect(try workspace.verigap("export", "smoke", "--store", Workspace.store).exitCode == 0)
                _ = try writer.add([try OutcomeFile.read(workspace.path("smoke.outcomes.jsonl.gz"))])
                for ending in ["", "-wal"] {
                    try FileManager.default.copyItem(atPath: source + ending, toPath: target + ending)
                }
                let log = try FileManager.default.attributesOfItem(atPath: target + "-wal")
                #expect(log[.size] as? Int ?? 0 > 0)
            } else {
                try FileManager.default.copyItem(atPath: source, toPath: target)
            }
            try Mounts.makeReadOnly(workspace.path("disk"))
            let store = ["--store", "disk/" + Workspace.store]
            for command in [["plan", "smoke"], ["report", "smoke"], ["export", "smoke", "--output", "copy.gz"]] {
                let ending = try workspace.verigap(command + store)
                #expect(ending.exitCode == 0, "\(command): \(ending.errors)")
            }
            #expect(try workspace.contentDigest(store: "disk/" + Workspace.store) == digest)
            let plan = try workspace.verigap(["plan", "smoke"] + store)
            #expect(plan.output.contains("640 answered, 40 derived"), "\(plan.output)")
            let run = try workspace.verigap(["run", "smoke"] + store)
            #expect(run.exitCode == 73 && run.errors.contains("Read-only"), "\(run.errors)")
        }
    }
}
