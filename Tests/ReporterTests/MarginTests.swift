import Foundation
import Questions
import Reporter
import Testing

/// Figures and tables of margins show margins that were measured.
@Suite("Margins that were measured") struct MarginTests {
    private func methods(_ fixture: Fixture) throws -> (margins: Set<String>, differences: Set<String>, figure: Bool) {
        try withFolder { folder in
            let files = try write(fixture, to: folder).files
            let margins = try lines(of: folder + "/tables/margins.csv").dropFirst().map { $0[2] }
            let differences = try lines(of: folder + "/tables/margin-differences.csv").dropFirst().map { $0[2] }
            return (Set(margins), Set(differences), files.contains("figures/margins.png"))
        }
    }

    @Test func verdictsAreNoMargins() throws {
        var fixture = Fixture()
        fixture.measure = .verdict
        let found = try methods(fixture)
        #expect(found.margins.isEmpty && found.differences.isEmpty && !found.figure)
    }

    @Test func completeVerifiersThatStopAreNone() throws {
        let found = try methods(Fixture())
        #expect(found.margins == ["LP-ALL", "LP-LAST", "LP-GREEDY"] && found.figure)
        #expect(found.differences.contains("LP-ALL - LP-GREEDY"))
    }

    /// A report may hold cells of both kinds: outcomes of a method whose measure changed are not mixed in.
    @Test func eachCellByItsOwnMeasure() throws {
        let fixture = Fixture()
        var snapshot = fixture.snapshot
        for cell in snapshot.cells.indices where snapshot.cells[cell].method == "lp-last" {
            snapshot.cells[cell].configuration.measure = .verdict
        }
        try withFolder { folder in
            _ = try Reporter.write(snapshot: snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder)
            let margins = Set(try lines(of: folder + "/tables/margins.csv").dropFirst().map { $0[2] })
            #expect(margins == ["LP-ALL", "LP-GREEDY"])
            let laws = try lines(of: folder + "/tables/laws.csv").map { $0[0] }
            #expect(laws.contains("\"what LP-GREEDY proves") && laws.contains("bounds: LP-GREEDY ≤ LP-ALL"), "\(laws)")
        }
    }

    /// Bounds by tolerances break no law on margins, rigorous ones do.
    @Test func tolerancesAreNoMarginsInLaws() throws {
        for (catalog, violations) in [(Fixture.looseCatalog, 0), (Fixture.catalog, 1)] {
            var fixture = Fixture()
            fixture.catalog = catalog
            fixture.tamper = { _, epsilon, method, index, outcome in
                if method == "milp", index == 2, epsilon == 0.1 { outcome.marginLower = 1.5e5 }
            }
            let broken = try withFolder { try write(fixture, to: $0).brokenLaws }
            #expect(broken >= violations && (violations > 0 || broken == 0))
        }
    }
}

@Suite("Internal contradictions") struct ContradictionTests {
    @Test func aRefusedProofIsRed() throws {
        var fixture = Fixture()
        fixture.tamper = { _, epsilon, method, index, outcome in
            if method == "lp-all", index == 0, epsilon == 0.02 {
                outcome = Outcome(verdict: .unknown, marginLower: 1, reason: .proofRefused)
            }
        }
        try withFolder { folder in
            let summary = try write(fixture, to: folder)
            #expect(summary.contradictions == 1 && summary.brokenLaws >= 1)
            let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            #expect(report.contains("> 🔴 **Internal contradictions: 1.**"))
            #expect(report.contains("LP-ALL said robust, the check refused its proof"))
        }
        try withFolder { folder in
            #expect(try write(Fixture(), to: folder).contradictions == 0)
            let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            #expect(!report.contains("contradiction"))
        }
    }

    @Test func lawsThatComparedNothingDoNotHold() throws {
        var fixture = Fixture()
        fixture.networks = [("NOR", [0.02])]
        try withFolder { folder in
            _ = try write(fixture, to: folder)
            let laws = try lines(of: folder + "/tables/laws.csv")
            let radius = try #require(laws.first { $0[0].hasPrefix("robust at ε ⇒ falsified") })
            #expect(radius[1...] == ["0", "", "not compared"])
            let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            #expect(report.contains("2 of 11 laws had nothing to compare"))
        }
    }
}
