import Foundation
import Questions
import Reporter
import SuiteFiles
import Testing

/// A folder of its own, gone afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("reporter-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}

func write(_ fixture: Fixture, to folder: String) throws -> ReportSummary {
    try Reporter.write(snapshot: fixture.snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder)
}

func lines(of file: String) throws -> [[String]] {
    try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\r\n").dropLast().map {
        $0.components(separatedBy: ",")
    }
}

@Suite struct ReportTests {
    @Test func countsAreRight() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder)
            let table = try lines(of: folder + "/tables/robust-error.csv")
            let header = try #require(table.first)
            #expect(
                header.prefix(10) == [
                    "network", "epsilon", "n", "test_error_pct", "pgd_lower_pct", "milp_lower_pct", "milp_upper_pct",
                    "lp_all_upper_pct", "lp_last_upper_pct", "lp_greedy_upper_pct",
                ])
            #expect(table.count == 5)
            for row in table.dropFirst() {
                let epsilon = try #require(Double(row[1]))
                // Counted afresh from the fixture's definition; the last image is misclassified.
                func share(_ isCounted: (Double) -> Bool) -> String {
                    let count = 1 + (0..<19).count { isCounted(Fixture.worstMargin($0, epsilon)) }
                    return String(format: "%.2f", 100 * Double(count) / 20)
                }
                #expect(row[2] == "20")
                #expect(row[3] == "5.00")
                #expect(row[4] == share { $0 + 0.2 <= 0 })
                #expect(row[5] == share { $0 <= -0.3 })
                #expect(row[6] == share { $0 < 0.3 })
                #expect(row[7] == share { $0 - 12 * epsilon <= 0 })
                #expect(row[9] == share { $0 - 30 * epsilon - 0.01 <= 0 })
            }
            // The first 20 of a split say nothing of it.
            let low = try #require(header.firstIndex(of: "test_error_ci_low_pct"))
            #expect(table[1][low] == "" && table[1][low + 1] == "")
            #expect(!FileManager.default.fileExists(atPath: folder + "/tables/robust-error-intervals.csv"))
        }
    }

    @Test func threeEpsilonsMakeCurves() throws {
        for (epsilons, hasCurves) in [([0.1, 0.2], false), ([0.05, 0.1, 0.2], true)] {
            try withFolder { folder in
                var fixture = Fixture()
                fixture.networks = [("NOR", [0.02]), ("LPD", epsilons)]
                let summary = try write(fixture, to: folder)
                #expect(summary.files.contains("figures/curves.svg") == hasCurves)
                let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
                #expect(report.contains("figures/curves.png") == hasCurves)
                guard hasCurves else { return }
                let figure = try String(contentsOfFile: folder + "/figures/curves.svg", encoding: .utf8)
                #expect(figure.contains("<svg"))
            }
        }
    }

    @Test func wholeSplitsHaveNoInterval() throws {
        var fixture = Fixture()
        fixture.selection = .all
        try withFolder { folder in
            _ = try Reporter.write(
                snapshot: fixture.snapshot, suite: fixture.suite, catalog: Fixture.catalog, to: folder, splitSize: 20)
            #expect(!FileManager.default.fileExists(atPath: folder + "/tables/robust-error-intervals.csv"))
            let table = try lines(of: folder + "/tables/robust-error.csv")
            #expect(table[1][try #require(table[0].firstIndex(of: "test_error_ci_low_pct"))] == "")
        }
    }

    @Test func sameSnapshotSameBytes() throws {
        let fixture = Fixture()
        try withFolder { first in
            try withFolder { second in
                let summary = try write(fixture, to: first)
                #expect(try write(fixture, to: second) == summary)
                #expect(summary.files.last == "report.md")
                #expect(summary.files.contains("figures/gap.pdf"))
                for file in summary.files {
                    let once = FileManager.default.contents(atPath: "\(first)/\(file)")
                    #expect(once != nil && once == FileManager.default.contents(atPath: "\(second)/\(file)"), "\(file)")
                }
                let names = try FileManager.default.subpathsOfDirectory(atPath: first)
                #expect(!names.contains { $0.hasSuffix(".partial") })
            }
        }
    }

    @Test func oneRowPerOutcome() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder)
            let text = try String(contentsOfFile: folder + "/results.csv", encoding: .utf8)
            let rows = text.components(separatedBy: "\r\n")
            #expect(rows.count == 1 + 4 * 7 * 20 + 1)
            #expect(rows[0].components(separatedBy: ",") == ResultColumn.all.map(\.name))
            let bound = try #require(rows.first { $0.contains(",lp-all,mnist,test,3,") })
            #expect(bound.contains(",200,0,4321,0,12;30,bounds=0.01;lp=0.2,"))
            #expect(text.contains("\"time limit, 60 s\""))
        }
    }

    @Test func missingOutcomesAreStated() throws {
        var fixture = Fixture()
        fixture.isMissing = { method, index in method == "milp" && index >= 15 }
        try withFolder { folder in
            let summary = try write(fixture, to: folder)
            #expect(summary.outcomesExpected - summary.outcomesPresent == 20)
            #expect(summary.unanswered == 20)
            #expect(summary.headline.contains("not finished: 20 of 560 questions are unanswered"))
            let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            #expect(report.contains("MILP: 20 of 80 questions are unanswered."))
            #expect(report.contains("> **Not finished: 20 of 560 questions are unanswered.**"))
            // In the row, and with the bound itself.
            #expect(report.contains("20 (5 of 20 unanswered)") && report.contains(" (5 of 20 unanswered) |"))
            let latex = try String(contentsOfFile: folder + "/tables/robust-error.tex", encoding: .utf8)
            #expect(latex.contains("The run is not finished: 20 of 560"))
        }
    }

    @Test func thePaperStandsBeside() throws {
        var fixture = Fixture()
        fixture.published = [
            PublishedFigure(
                network: "NOR", epsilon: 0.02, column: .init(bound: .testError, method: nil), value: 4.5, source: "P."),
            PublishedFigure(network: "NOR", epsilon: 0.02, column: .init(bound: .upper, method: "lp-all"), value: 99),
            PublishedFigure(network: "NOR", epsilon: 0.02, column: .init(bound: .lower, method: "pgd"), value: 20),
        ]
        try withFolder { folder in
            _ = try write(fixture, to: folder)
            let table = try lines(of: folder + "/tables/published.csv")
            #expect(table[0] == ["network", "epsilon", "row", "test_error_pct", "pgd_lower_pct", "lp_all_upper_pct"])
            #expect(table[1][3] == "5.00")
            #expect(table[2][3...] == ["4.50", "20.00", "99.00"])
            #expect(table[3][3] == "+0.50")
            let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            // A prefix has no interval that a figure could lie in.
            #expect(!report.contains("figures of the paper") && !report.contains("**+") && !report.contains("**-"))
            #expect(report.contains("a difference may come from the choice of images alone"))
        }
    }

    @Test func staleFilesGoAndForeignOnesStay() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder)
            for name in ["tables/old.tex", "figures/old.png", "figures/gap.png.partial", "tables/notes.txt"] {
                try "x".write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
            }
            _ = try write(Fixture(), to: folder)
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
            #expect(!names.contains { $0.contains("old.") || $0.hasSuffix(".partial") })
            #expect(names.contains("tables/notes.txt"))
        }
    }

    @Test func reportSaysWhatMatters() throws {
        try withFolder { folder in
            let summary = try write(Fixture(), to: folder)
            let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            #expect(report.hasPrefix("# Synthetic networks\n\n\(summary.headline)\n"))
            for part in [
                "## Certified bounds", "## Gap between bounds", "## Margins by method", "## Time and nodes",
                "## Laws checked", "## Provenance", "0123abcd", "2025-01-02T03:04:05Z", "version of GLPK",
                Questions.Digest(of: "LPD").description,
            ] {
                #expect(report.contains(part), "\(part)")
            }
            // Everything it links to is there.
            for match in report.matches(of: /\((tables|figures)\/([a-z.-]+)\)/) {
                let path = "\(folder)/\(match.output.1)/\(match.output.2)"
                #expect(FileManager.default.fileExists(atPath: path), "\(path)")
            }
        }
    }

    @Test func unwritableFoldersAndUnknownMethodsAreFaults() throws {
        #expect(throws: ReportFault.self) { try write(Fixture(), to: "/dev/null/report") }
        #expect(throws: ReportFault.unknownMethod("clean")) {
            try Reporter.write(
                snapshot: Fixture().snapshot, suite: Fixture().suite, catalog: MethodCatalog([]), to: "/nowhere")
        }
    }

    @Test func nothingAnsweredYet() throws {
        var fixture = Fixture()
        fixture.isMissing = { _, _ in true }
        try withFolder { folder in
            let summary = try write(fixture, to: folder)
            #expect(summary.outcomesPresent == 0)
            #expect(summary.openQueries == 80)
            #expect(summary.brokenLaws == 0)
            #expect(summary.headline.contains("No law could be checked"))
            let table = try lines(of: folder + "/tables/robust-error.csv")
            let names = table[0].indices.filter { table[0][$0].hasSuffix("er_pct") }
            for row in table.dropFirst() {
                for place in names {
                    #expect(row[place] == (table[0][place].hasSuffix("lower_pct") ? "0.00" : "100.00"))
                }
            }
        }
    }

    @Test func classificationMayBeRecordedOnce() throws {
        var snapshot = Fixture().snapshot
        for index in snapshot.cells.indices.reversed() where snapshot.cells[index].method == "clean" {
            if [0.02, 0.1].contains(snapshot.cells[index].configuration.perturbation.epsilon) {
                snapshot.cells[index].configuration.perturbation.epsilon = 0
            } else {
                snapshot.cells.remove(at: index)
                snapshot.outcomes.remove(at: index)
            }
        }
        try withFolder { folder in
            _ = try Reporter.write(
                snapshot: snapshot, suite: Fixture().suite, catalog: Fixture.catalog, to: folder)
            let table = try lines(of: folder + "/tables/robust-error.csv")
            #expect(table.map { $0[1] } == ["epsilon", "0.02", "0.05", "0.1", "0.2"])
            #expect(table.dropFirst().allSatisfy { $0[3] == "5.00" })
        }
    }
}
