import Foundation
import Testing

@Suite("The examples run as they are")
struct ExampleTests {
    private static let names = ["own-network", "own-images", "distances", "blur", "targets"]

    /// Example, and what its report has to have.
    private static let tables = [
        "own-network": "robust-error", "own-images": "robust-error", "distances": "minimum-distortion",
        "blur": "robust-error", "targets": "robust-error",
    ]

    @Test func everyExampleIsListed() throws {
        let folder = BuiltPrograms.repository.appendingPathComponent("Examples")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(Set(files) == Set(Self.names.map { $0 + ".yaml" }))
        let readme = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
        for name in Self.names { #expect(readme.contains("(\(name).yaml)")) }
    }

    @Test(arguments: names) func runsAndReports(_ name: String) throws {
        let workspace = try Workspace()
        let suite = BuiltPrograms.repository.appendingPathComponent("Examples/\(name).yaml").path
        let run = try workspace.verigap(["run", suite, "--store", "store.sqlite", "--workers", "2"])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(
            !run.output.contains("crashed") && !run.output.contains("unsupported") && !run.output.contains("rejected"))
        let report = try workspace.verigap(["report", suite, "--store", "store.sqlite", "--output", "Reports"])
        #expect(report.exitCode == 0 && report.output.contains("No law is broken"), "\(report.output)")
        let files = try workspace.files(below: "Reports/\(name)")
        #expect(files["tables/\(try #require(Self.tables[name])).csv"] != nil)
        // It follows from its outcomes, byte for byte.
        let again = try workspace.verigap([
            "report", suite, "--from", "Reports/\(name)/outcomes.jsonl.gz", "--output", "Again",
        ])
        #expect(again.exitCode == 0, "\(again.errors)")
        let second = try workspace.files(below: "Again/\(name)")
        for (file, bytes) in files where file != "outcomes.jsonl.gz" { #expect(second[file] == bytes, "\(file)") }
    }
}
