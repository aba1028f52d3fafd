import DataFormats
import Foundation
import Reporter
import ResultStore
import Testing

@Suite("Reports and their outcomes") struct OutcomesOfReportTests {
    private func render(_ snapshot: RunSnapshot, to folder: String) throws -> ReportSummary {
        try Reporter.write(
            snapshot: snapshot, suite: Fixture().suite, catalog: Fixture.catalog, to: folder)
    }

    private func recorded() throws -> RunSnapshot {
        try OutcomeFile.parse(OutcomeFile.bytes(of: Fixture().snapshot), path: "x")
    }

    @Test func aReportIsRenderedFromItsOwnOutcomes() throws {
        try withFolder { folder in
            let first = folder + "/first"
            let second = folder + "/second"
            let summary = try render(try recorded(), to: first)
            #expect(summary.files.first == OutcomeFile.name && summary.files.last == "report.md")
            let again = try render(try OutcomeFile.read("\(first)/\(OutcomeFile.name)"), to: second)
            #expect(again == summary)
            #expect(Reporter.differences(of: first, from: second, files: summary.files).isEmpty)
            for file in summary.files {
                let bytes = FileManager.default.contents(atPath: "\(first)/\(file)")
                #expect(bytes != nil && bytes == FileManager.default.contents(atPath: "\(second)/\(file)"))
            }
        }
    }

    @Test func everyDifferenceIsNamed() throws {
        try withFolder { folder in
            let old = folder + "/old"
            let new = folder + "/new"
            let files = try render(try recorded(), to: old).files
            _ = try render(try recorded(), to: new)
            func differences(figures: Bool = true) -> [String] {
                Reporter.differences(of: old, from: new, files: files, figures: figures).map(\.description)
            }
            // Packed otherwise: no difference.
            let outcomes = URL(fileURLWithPath: "\(old)/\(OutcomeFile.name)")
            let lines = try Gzip.decompress(Array(try Data(contentsOf: outcomes)))
            try Data(Gzip.compress(lines, level: 1)).write(to: outcomes)
            #expect(differences().isEmpty)
            try Data("notes".utf8).write(to: URL(fileURLWithPath: old + "/notes.txt"))
            #expect(differences().isEmpty)

            let figure = URL(fileURLWithPath: old + "/figures/gap.png")
            try Data([1]).write(to: figure)
            #expect(differences() == ["figures/gap.png differs"])
            #expect(differences(figures: false).isEmpty)
            try FileManager.default.removeItem(at: figure)
            #expect(differences(figures: false) == ["figures/gap.png is missing"])

            let report = URL(fileURLWithPath: old + "/report.md")
            let text = try String(contentsOf: report, encoding: .utf8)
            try Data(text.replacingOccurrences(of: "20 images", with: "21 images").utf8).write(to: report)
            try Data().write(to: URL(fileURLWithPath: old + "/tables/older.csv"))
            try Data(Gzip.compress(lines + lines)).write(to: outcomes)
            #expect(
                differences(figures: false) == [
                    "\(OutcomeFile.name) differs", "figures/gap.png is missing", "report.md differs",
                    "tables/older.csv is left over from an earlier report",
                ])
        }
    }
}
