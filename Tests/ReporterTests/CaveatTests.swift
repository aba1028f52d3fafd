import Foundation
import Questions
import Reporter
import SuiteFiles
import Testing

/// What nobody may quote a number without travels with it.
@Suite("Caveats") struct CaveatTests {
    private func text(_ folder: String, _ file: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
    }

    @Test func notesStandInTablesAndCaptions() throws {
        var fixture = Fixture()
        fixture.notes = ["All is 100 % made up."]
        fixture.networkNotes = ["Trained again here."]
        fixture.published = [
            PublishedFigure(
                network: "NOR", epsilon: 0.02, column: .init(bound: .upper, method: "lp-all"), value: 99,
                notes: ["Rounded by the authors."])
        ]
        try withFolder { folder in
            _ = try write(fixture, to: folder)
            for name in ["robust-error", "gap", "published"] {
                let latex = try text(folder, "tables/\(name).tex")
                let caption = try #require(latex.split(separator: "\n").first { $0.contains("\\caption") })
                #expect(
                    caption.contains("Note: All is 100 \\% made up.") && caption.contains("Note on NOR: Trained again"))
            }
            let report = try text(folder, "report.md")
            #expect(report.contains("\nNote on LPD: Trained again here.\n"))
            let place = "NOR at ε = 0.02, LP-ALL ≤: Rounded by the authors."
            #expect(report.contains("\n\(place)\n"))
            #expect(try text(folder, "tables/published.tex").contains("Rounded by the authors."))
        }
    }

    @Test func tolerancesAreMarkedWhereverTheyCount() throws {
        var fixture = Fixture()
        fixture.catalog = Fixture.looseCatalog
        try withFolder { folder in
            let summary = try write(fixture, to: folder)
            // Images that MILP proves and no relaxation does.
            let alone = [0.02, 0.05, 0.1, 0.2].reduce(0) { total, epsilon in
                total
                    + (0..<19).count { index in
                        let margin = Fixture.worstMargin(index, epsilon)
                        let isCertified = max(0, margin) / 100 > epsilon
                        return margin >= 0.3 && margin - 12 * epsilon <= 0 && !isCertified
                    }
            }
            #expect(alone > 1)
            #expect(
                summary.headline.contains("\(alone) robust verdicts rest on a solver's tolerances alone (†)."),
                "\(summary.headline)")
            let report = try text(folder, "report.md")
            #expect(report.contains("MILP† ≤") && report.contains("what LP-ALL proves, MILP† proves"))
            for name in ["robust-error", "gap", "time", "laws"] {
                let latex = try text(folder, "tables/\(name).tex")
                #expect(latex.contains("MILP\\dag{}"), "\(name)")
                let caption = try #require(latex.split(separator: "\n").first { $0.contains("\\caption") })
                #expect(caption.contains("rests on its solver's tolerances"), "\(name)")
            }
            let margins = try text(folder, "tables/margins.tex")
            #expect(!margins.contains("MILP"))
        }
        try withFolder { folder in
            let headline = try write(Fixture(), to: folder).headline
            #expect(!headline.contains("tolerances"))
            let report = try text(folder, "report.md")
            #expect(!report.contains("†"))
        }
    }

    /// Complete verifiers are penalised by twice their own limit, not the budget's.
    @Test func timeLimitsAreTheMethodsOwn() throws {
        var fixture = Fixture()
        fixture.catalog = Fixture.looseCatalog
        fixture.tamper = { _, _, method, index, outcome in
            guard method == "milp", index < 19 else { return }
            outcome = Outcome(verdict: index < 10 ? .timeout : .falsified, marginUpper: -1)
            outcome.measurements.wallSeconds = index < 10 ? 5 : 1
        }
        try withFolder { folder in
            _ = try write(fixture, to: folder)
            let table = try lines(of: folder + "/tables/time.csv")
            let place = try #require(table[0].firstIndex(of: "par2_s"))
            let milp = try #require(table.first { $0[0] == "MILP†" })
            // 10 of 19 at 10 s, 9 at 1 s.
            #expect(milp[place] == "5.74")
            let report = try text(folder, "report.md")
            #expect(report.contains("twice the method's own limit: MILP† 5 s."))
            #expect(report.contains("Dotted: the limit of a question: MILP† 5 s."))
        }
    }

    @Test func epsilonsPrintAsWritten() throws {
        var fixture = Fixture()
        fixture.networks = [("NOR", [2.0 / 255, 0.1])]
        fixture.writtenEpsilons = [2.0 / 255: "2/255", 0.1: "1e-1"]
        try withFolder { folder in
            let summary = try write(fixture, to: folder)
            let report = try text(folder, "report.md")
            #expect(report.contains("| NOR     | 2/255 |") && report.contains("|  1e-1 |"), "\(report.prefix(3000))")
            #expect(summary.headline.contains("at ε = 1e-1") || summary.headline.contains("at ε = 2/255"))
            #expect(!report.contains("0.00784"))
            #expect(try lines(of: folder + "/tables/gap.csv")[1][1] == "\(2.0 / 255)")
            #expect(try text(folder, "results.csv").contains(",\(2.0 / 255),"))
        }
    }
}

@Suite("Which error") struct ReferenceTests {
    /// Under the network's own class a wrong label is no error of robustness, and the test error is the true one.
    @Test func predictionsHaveTheTrueTestError() throws {
        var fixture = Fixture()
        fixture.reference = .prediction
        var snapshot = fixture.snapshot
        for cell in snapshot.cells.indices where snapshot.cells[cell].method == "clean" {
            snapshot.cells[cell].configuration.reference = .label
        }
        for isRecordedByLabel in [true, false] {
            try withFolder { folder in
                let summary = try Reporter.write(
                    snapshot: isRecordedByLabel ? snapshot : fixture.snapshot, suite: fixture.suite,
                    catalog: fixture.catalog, to: folder)
                #expect(summary.brokenLaws == 0)
                let table = try lines(of: folder + "/tables/robust-error.csv")
                let test = try #require(table[0].firstIndex(of: "test_error_pct"))
                // What compares the class with itself says nothing of labels.
                #expect(table[1][test] == (isRecordedByLabel ? "5.00" : ""))
                let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
                #expect(report.contains("≥: falsified; ≤: not proved robust."))
            }
        }
    }

    @Test func wrongLabelsAreNoErrorsUnderPrediction() throws {
        var fixture = Fixture()
        fixture.reference = .prediction
        fixture.methods = ["clean", "lp-all"]
        fixture.tamper = { _, _, method, index, outcome in
            // The misclassified image is robust for the class that it is given.
            if method == "lp-all", index == 19 { outcome = Outcome(verdict: .robust, marginLower: 1) }
        }
        var snapshot = fixture.snapshot
        for cell in snapshot.cells.indices where snapshot.cells[cell].method == "clean" {
            snapshot.cells[cell].configuration.reference = .label
        }
        try withFolder { folder in
            let summary = try Reporter.write(
                snapshot: snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder)
            #expect(summary.brokenLaws == 0)
            let table = try lines(of: folder + "/tables/gap.csv")
            #expect(table[1][try #require(table[0].firstIndex(of: "best_lower_pct"))] == "0.00")
        }
    }
}
