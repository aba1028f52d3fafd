import Foundation
import Questions
import Reporter
import SuiteFiles
import Testing

@Suite("Exact values beside the paper's brackets") struct ExactTableTests {
    private func figure(_ bound: PublishedColumn.Bound, _ value: Double) -> PublishedFigure {
        PublishedFigure(
            network: "NOR", epsilon: 0.02, column: PublishedColumn(bound: bound, method: "milp"), value: value,
            source: nil)
    }

    /// The row of NOR at 0.02 as `tables/exact.csv` has it, by column.
    private func row(_ fixture: Fixture) throws -> [String: String] {
        var row = [String: String]()
        try withFolder { folder in
            _ = try Reporter.write(
                snapshot: fixture.snapshot, suite: fixture.suite, catalog: Fixture.catalog, to: folder)
            let text = try String(contentsOfFile: folder + "/tables/exact.csv", encoding: .utf8)
            let lines = text.split(whereSeparator: \.isNewline).map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            for (name, value) in zip(lines[0], lines[1]) { row[String(name)] = String(value) }
        }
        return row
    }

    /// Images of NOR that have a margin ≤ 0 at 0.02, or are misclassified.
    private var errors: Int { (0..<20).count { $0 == 19 || Fixture.worstMargin($0, 0.02) <= 0 } }

    /// MILP decides every image but the first `open` ones.
    private func fixture(open: Int, published: [PublishedFigure]) -> Fixture {
        var fixture = Fixture()
        fixture.published = published
        fixture.tamper = { _, epsilon, method, index, outcome in
            guard method == "milp", index < 19 else { return }
            let margin = Fixture.worstMargin(index, epsilon)
            if index < open {
                outcome = Outcome(verdict: .timeout)
            } else if margin > 0 {
                outcome = Outcome(verdict: .robust, marginLower: margin)
            } else {
                outcome = Outcome(verdict: .falsified, marginUpper: margin)
                outcome.witness = Witness(
                    pixels: [], adversarialClass: 1, marginFloat: margin, marginDouble: margin)
            }
        }
        return fixture
    }

    @Test func withNothingOpenThereIsOneValue() throws {
        let row = try row(fixture(open: 0, published: [figure(.lower, 5), figure(.upper, 95)]))
        #expect(row["exact_pct"] == String(format: "%.2f", 5 * Double(errors)))
        #expect(row["n"] == "20" && row["open"] == "0" && row["method"] == "MILP")
        // 20 of 10,000 images that were not drawn at random say nothing of the paper's bracket.
        #expect(row["paper_pct"] == "5.00–95.00" && row["inside"] == "")
    }

    @Test func openImagesLeaveABracket() throws {
        let row = try row(fixture(open: 2, published: [figure(.lower, 99), figure(.upper, 100)]))
        #expect(row["open"] == "2")
        let (lower, upper) = (5 * Double(errors), 5 * Double(errors + 2))
        #expect(row["exact_pct"] == String(format: "%.2f–%.2f", lower, upper))
    }

    @Test func wholeSplitsAndRandomSamplesAreCompared() throws {
        for (selection, size) in [(SampleSelection.all, 20), (.random(20, seed: 7), 20)] {
            for (lower, inside) in [(5.0, "yes"), (99, "no")] {
                var fixture = fixture(open: 2, published: [figure(.lower, lower), figure(.upper, 100)])
                fixture.selection = selection
                fixture.splitSize = size
                #expect(try row(fixture)["inside"] == inside)
            }
        }
    }

    @Test func withoutAPublishedBracketThereIsNoTable() throws {
        try withFolder { folder in
            let fixture = Fixture()
            let summary = try Reporter.write(
                snapshot: fixture.snapshot, suite: fixture.suite, catalog: Fixture.catalog, to: folder)
            #expect(!summary.files.contains("tables/exact.csv"))
        }
    }
}
