import Foundation
import Testing
import verigap

@Suite("Where suites are found")
struct SuiteLocationTests {
    @Test func candidates() {
        #expect(SuiteLocation.candidates("smoke").prefix(2) == ["Suites/smoke.yaml", "smoke.yaml"])
        #expect(SuiteLocation.candidates("smoke.yaml").prefix(2) == ["smoke.yaml", "Suites/smoke.yaml"])
        #expect(SuiteLocation.candidates("a/smoke") == ["a/smoke", "a/smoke.yaml"])
        #expect(SuiteLocation.candidates("a/smoke.yaml") == ["a/smoke.yaml"])
    }

    /// A table of instances is not read as a suite, and the way to one is shown.
    @Test func tablesAreNoSuites() {
        for name in ["instances.csv", "a/instances.CSV", "b/instances.csv.gz"] {
            let fault = #expect(throws: CommandFault.self) { try SuiteLocation.find(name) }
            #expect(fault?.status == .usage)
            #expect(fault?.description.contains("instances: { file: \(name) }") == true)
        }
    }

    @Test func completionsAreNamesAndFiles() throws {
        #expect(SuiteLocation.completions(of: "smo").contains("smoke"))
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/sub", withIntermediateDirectories: true)
        for name in ["own.yaml", "other.yml", "notes.txt", ".hidden.yaml"] {
            try Data().write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
        #expect(SuiteLocation.completions(of: folder + "/o") == ["\(folder)/other.yml", "\(folder)/own.yaml"])
        #expect(SuiteLocation.completions(of: folder + "/s") == ["\(folder)/sub/"])
        #expect(SuiteLocation.completions(of: folder + "/n").isEmpty)
    }
}
