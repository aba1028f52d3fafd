import Foundation
import Questions
import Reporter
import ResultStore
import SuiteFiles
import Testing

/// A made-up run of minimum distortions: image i lies at distance (i + 1) / 10; verifiers certify a share of it, attacks reach
/// beyond.
@Suite struct DistanceReportTests {
    private static let goal = Goal.minimumDistortion(tolerance: 0.01)

    private func snapshot(_ tamper: (_ method: String, _ index: Int, inout Outcome) -> Void = { _, _, _ in })
        -> RunSnapshot
    {
        var fixture = Fixture()
        fixture.networks = [("NOR", [1])]
        fixture.methods = ["pgd", "lp-greedy", "lp-all", "milp"]
        fixture.imageCount = 4
        fixture.selection = .first(4)
        var snapshot = fixture.snapshot
        for cell in snapshot.cells.indices {
            snapshot.cells[cell].configuration.form.goal = Self.goal
            let method = snapshot.cells[cell].method
            for position in snapshot.outcomes[cell].indices {
                let truth = Double(position + 1) / 10
                var outcome = Outcome(verdict: .unknown)
                switch method {
                case "pgd": outcome.distanceUpper = truth * 1.25
                case "milp": (outcome.distanceLower, outcome.distanceUpper) = (truth * 0.999, truth)
                default: outcome.distanceLower = truth * (method == "lp-all" ? 0.8 : 0.5)
                }
                if outcome.distanceUpper != nil {
                    outcome.verdict = .falsified
                    outcome.witness = Witness(pixels: [], adversarialClass: 1, marginFloat: -1, marginDouble: -1)
                }
                outcome.distanceUncertified = outcome.distanceLower.map { $0 * 1.01 }
                tamper(method, position, &outcome)
                snapshot.outcomes[cell][position].outcome = outcome
            }
        }
        return snapshot
    }

    private func write(
        _ snapshot: RunSnapshot, table name: String = "minimum-distortion", published: [PublishedDistances] = []
    ) throws -> (summary: ReportSummary, table: [[String]]) {
        let fixture = Fixture()
        var suite = fixture.suite
        suite.form.goal = Self.goal
        suite.publishedDistances = published
        return try withFolder { folder in
            let summary = try Reporter.write(
                snapshot: snapshot, suite: suite, catalog: fixture.catalog, to: folder)
            let text = try String(contentsOfFile: folder + "/tables/\(name).csv", encoding: .utf8)
            return (summary, text.split(whereSeparator: \.isNewline).map { $0.components(separatedBy: ",") })
        }
    }

    private func value(_ table: [[String]], _ method: String, _ column: String) throws -> Double? {
        let row = try #require(table.first { $0[2] == method })
        return Double(row[try #require(table[0].firstIndex(of: column))])
    }

    @Test func theNumbersAreThoseOfTheOutcomes() throws {
        let (summary, table) = try write(snapshot())
        #expect(summary.brokenLaws == 0 && summary.lawComparisons > 0 && summary.openQueries == 0)
        // Means of 0.1, 0.2, 0.3, 0.4 times each share.
        #expect(try value(table, "LP-ALL", "mean_lower") == 0.2)
        #expect(try value(table, "LP-GREEDY", "median_lower") == 0.125)
        #expect(try value(table, "PGD", "mean_upper") == 0.3125)
        #expect(try value(table, "PGD", "mean_lower") == nil)
        #expect(try value(table, "LP-ALL", "median_gap_pct") == 20)
        #expect(try value(table, "MILP", "median_gap_pct") == 0.1)
    }

    @Test func whatIsCertifiedAtEverySizeIsKnown() throws {
        let (summary, table) = try write(
            snapshot { method, index, outcome in
                guard index == 0 else { return }
                outcome = Outcome(verdict: method == "pgd" ? .unknown : .robust)
                outcome.distanceLower = method == "pgd" ? nil : 1
            })
        #expect(summary.brokenLaws == 0 && summary.openQueries == 0)
        #expect(try value(table, "MILP", "whole") == 1 && value(table, "MILP", "witnesses") == 3)
    }

    @Test func aPaperStandsBesideUs() throws {
        let paper = PublishedDistances(
            network: "NOR", means: ["pgd": 0.25, "lp-all": 0.25, "lp-greedy": 0.1], gaps: ["lp-all": 30],
            notes: ["Other."])
        let (_, table) = try write(snapshot(), table: "published", published: [paper])
        func cell(_ row: String, _ column: String) throws -> String {
            let line = try #require(table.first { $0[1].hasPrefix(row) })
            return line[try #require(table[0].firstIndex(of: column))]
        }
        #expect(try Double(cell("ours", "lp_all_mean")) == 0.2 && Double(cell("ours", "pgd_mean")) == 0.3125)
        // Against the attack's witnesses, of which every one is 1.25 times too far.
        #expect(try Double(cell("ours", "lp_all_gap_pct")) == 36)
        #expect(try cell("difference", "lp_all_mean").hasSuffix("20.00") && cell("difference", "pgd_mean") == "+25.00")
        #expect(try cell("difference", "lp_all_gap_pct") == "+6.00")
        #expect(table[0].contains("lp_greedy_mean") && !table[0].contains("lp_greedy_gap_pct"))
        // A mean over fewer images than the paper's is none of it.
        let part = try write(
            snapshot { method, index, outcome in
                if method == "pgd", index == 0 { outcome = Outcome(verdict: .unknown) }
            }, table: "published", published: [paper])
        let line = try #require(part.table.first { $0[1] == "difference" })
        #expect(line[try #require(part.table[0].firstIndex(of: "pgd_mean"))].isEmpty)
    }

    @Test func brokenLawsAreFound() throws {
        let reached = try write(
            snapshot { method, index, outcome in
                if method == "lp-greedy", index == 2 { outcome.distanceLower = 0.3 }
            })
        #expect(reached.summary.brokenLaws > 0)
        // A tighter method that fails where a looser one certifies.
        let order = try write(
            snapshot { method, index, outcome in
                if method == "lp-all", index == 3 { outcome.distanceLower = 0.1; outcome.distanceUncertified = 0.15 }
            })
        #expect(order.summary.brokenLaws == 1)
        // One that its time cut off has not failed.
        let late = try write(
            snapshot { method, index, outcome in
                guard method == "lp-all", index == 3 else { return }
                outcome.distanceLower = 0.1
                outcome.distanceUncertified = 0.15
                outcome.endedBy = .timeout
            })
        #expect(late.summary.brokenLaws == 0)
    }

    @Test(arguments: [Ending.timeout, nil]) func aSearchCutOffIsMarked(_ ending: Ending?) throws {
        let text = try markdown(
            snapshot { method, index, outcome in
                guard method == "lp-all", index == 3 else { return }
                outcome.distanceLower = 0.123
                outcome.endedBy = ending
            })
        #expect(text.contains("0.12300+") == (ending != nil) && text.contains("0.12300"))
        #expect(text.contains("less stand here than a looser method") == (ending != nil))
    }

    @Test func imagesThatAreAdversarialThemselvesCountApart() throws {
        let text = try markdown(
            snapshot { _, index, outcome in
                guard index == 0 else { return }
                if outcome.distanceLower != nil { outcome.distanceLower = 0 }
                if outcome.distanceUpper != nil { outcome.distanceUpper = 0 }
            })
        #expect(text.contains("3 of 4 minimum distortions are known within the tolerance"))
        #expect(text.contains("of 1 image more it is 0."))
    }

    private func markdown(_ snapshot: RunSnapshot) throws -> String {
        let fixture = Fixture()
        var suite = fixture.suite
        suite.form.goal = Self.goal
        return try withFolder { folder in
            _ = try Reporter.write(snapshot: snapshot, suite: suite, catalog: fixture.catalog, to: folder)
            return try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
        }
    }

    @Test func figuresShowOnlyWhoCertifies() throws {
        func medians(_ share: Double) throws -> (figure: String, report: String) {
            let fixture = Fixture()
            var suite = fixture.suite
            suite.form.goal = Self.goal
            return try withFolder { folder in
                let snapshot = snapshot { method, _, outcome in
                    if method == "lp-greedy" { outcome.distanceLower? *= share }
                }
                _ = try Reporter.write(snapshot: snapshot, suite: suite, catalog: fixture.catalog, to: folder)
                return (
                    try String(contentsOfFile: folder + "/figures/distance-medians.svg", encoding: .utf8),
                    try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
                )
            }
        }
        let sentence = "certifies nothing that a witness can be held against: LP-GREEDY."
        #expect(try !medians(1).report.contains(sentence) && medians(0).report.contains(sentence))
        #expect(try medians(0).figure.utf8.count < medians(1).figure.utf8.count)
    }
}
