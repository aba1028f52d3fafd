import Foundation
import Testing

/// What newcomers do first, and what they are told.
@Suite struct FirstStepTests {
    private func toy() throws -> Workspace {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 2, epsilons: "[0.1]", methods: ["clean"])
        return workspace
    }

    /// A folder that has to be made for the store is named, for the store that was meant may lie elsewhere.
    @Test func foldersMadeForAStoreAreNamed() throws {
        let workspace = try toy()
        let said = "made the folder new/place for the store"
        let first = try workspace.verigap("run", "toy.yaml", "--store", "new/place/s.sqlite")
        #expect(first.exitCode == 0 && first.errors.contains(said), "\(first.errors)")
        #expect(FileManager.default.fileExists(atPath: workspace.path("new/place/s.sqlite")))
        let second = try workspace.verigap("run", "toy.yaml", "--store", "new/place/s.sqlite")
        #expect(second.exitCode == 0 && !second.errors.contains("made the folder"), "\(second.errors)")
        let quiet = try workspace.verigap("run", "toy.yaml", "--quiet", "--store", "other/s.sqlite")
        #expect(quiet.exitCode == 0 && !quiet.errors.contains("made the folder"), "\(quiet.errors)")
    }

    /// A table, or any other text, in the place of a suite is refused in a few lines.
    @Test func tablesAreRefusedShortly() throws {
        let workspace = try toy()
        let rows = (0..<500).map { "net.onnx,prop_\($0).vnnlib,60\n" }.joined()
        try workspace.write(rows, to: "table.csv")
        try workspace.write(rows, to: "table.yaml")
        let table = try workspace.verigap("run", "table.csv")
        #expect(table.exitCode == 64 && table.errors.contains("is a table, not a suite"), "\(table.errors)")
        #expect(table.errors.contains("instances: { file: table.csv }"))
        let text = try workspace.verigap("run", "table.yaml")
        #expect(text.exitCode == 65 && text.errors.count < 1000, "\(text.errors.prefix(2000))")
    }

    @Test func externalToolsAreAskedBySuites() throws {
        let workspace = try toy()
        for method in ["external", "external: { tool: x.yaml }"] {
            let answer = try workspace.verigap(
                "verify", "--network", "x.onnx", "--data", "mnist:0", "--epsilon", "0.1", "--method", method)
            #expect(answer.exitCode == 64 && answer.errors.contains("asked by suites"), "\(answer.errors)")
            #expect(answer.errors.contains("export SUITE --format vnnlib"))
        }
    }

    /// Words that can be completed.
    @Test func completionKnowsTheWords() throws {
        let workspace = try Workspace()
        for shell in ["bash", "zsh", "fish"] {
            let script = try workspace.verigap("--generate-completion-script", shell).output
            for words in ["out-of-memory", "mnist-sample"] {
                #expect(script.contains(words), "\(shell) \(words)")
            }
        }
    }
}
