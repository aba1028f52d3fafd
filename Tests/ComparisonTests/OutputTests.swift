import Comparison
import Foundation
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite("A comparison in words, tables and pages")
struct OutputTests {
    private static let run = TestRun().snapshot

    private static func falsify(_ outcome: inout Outcome) {
        outcome.verdict = .falsified
        outcome.marginUpper = -1
    }

    /// One of everything.
    private let comparison = compare(
        run,
        run.with("A", 0.05, "pgd", 0, falsify)
            .with("A", 0.1, "pgd", 11) { $0 = Outcome(verdict: .timeout) }
            .with("A", 0.05, "lp-all", 1) { $0.marginLower = 0.5 }
            .with("B", 0.1, "lp-all", 1) { $0.marginLower = ($0.marginLower ?? 0) + 0.1 }
            .with("B", 0.1, "milp", 2) { $0.measurements.nodes += 9 })

    @Test func headline() {
        let summary = ComparisonSummary(comparison, judge(comparison))
        #expect(
            summary.headline
                == "contradiction: 1 contradiction, 1 query newly open, 1 looser bound, 1 cell with more work, "
                + "1 tighter bound (168 queries in 14 cells compared)")
        let same = compare(Self.run, Self.run)
        #expect(
            ComparisonSummary(same, judge(same)).headline
                == "same: nothing differs (168 queries in 14 cells compared)")
    }

    @Test func tablesInOrderOfSeverity() {
        #expect(
            comparison.tables().map(\.name)
                == ["contradictions", "newly-open", "looser", "work", "time", "tighter", "brackets"])
        let all = compare(
            Self.run,
            Self.run.withAll { cell, _, outcome in
                if cell.method == "lp-all" { outcome.marginLower = (outcome.marginLower ?? 0) - 1 }
            })
        let table = all.tables(limit: 20).first { $0.name == "looser" }
        #expect(table?.rows.count == 20 && table?.notes == ["and 16 more"])
        let counts = all.tables().first { $0.name == "looser-by-cell" }
        #expect(counts?.rows.map { $0.cells[3].value } == [.number(12), .number(12), .number(12)])
    }

    @Test func markdown() {
        let text = ComparisonMarkdown.text(comparison, judge(comparison))
        #expect(text.hasPrefix("## 🔴 Comparison of synthetic\n\n**contradiction: 1 contradiction"))
        #expect(text.contains("mnist:test:0") && text.contains("verigap verify --network FILE-OF-A"))
        #expect(text.contains("- CPU time: not comparable: no control"))
        #expect(text.components(separatedBy: "<details>").count == text.components(separatedBy: "</details>").count)
    }

    @Test func hostileNames() {
        var test = TestRun()
        test.networks = ["<script>alert(1)</script>|`x`": [0.1]]
        test.suite = "<b>s</b>"
        let run = test.snapshot
        let other = run.withAll { cell, index, outcome in
            if cell.method == "lp-all", index == 0 { outcome.marginLower = 0 }
        }
        let comparison = compare(run, other)
        let markdown = ComparisonMarkdown.text(comparison, judge(comparison))
        #expect(!markdown.contains("| <script>") && !markdown.contains("of <b>"))
        let page = ComparisonHTML.page(comparison, judge(comparison))
        #expect(page.contains("<script") == false && page.contains("<b>s") == false)
        #expect(page.contains("&lt;script&gt;") == true)
    }

    @Test func onePageThatNeedsNothing() throws {
        let page = ComparisonHTML.page(comparison, judge(comparison))
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.components(separatedBy: "<svg").count == 3)
        for foreign in ["<script", "<link", "<img", "src=", "@import", "<?xml"] {
            #expect(!page.contains(foreign), "\(foreign)")
        }
        // Two figures on one page cannot take each other's names: they have none, and need none.
        #expect(!page.contains(" id=\"") && !page.contains("href=") && page.contains("</text>"))
        let again = ComparisonHTML.page(comparison, judge(comparison))
        #expect(page == again)
    }

    @Test func figures() throws {
        let cut = Self.run.with("A", 0.1, "milp", 0) { $0 = Outcome(verdict: .timeout) }
        let scatter = try #require(compare(Self.run, cut).scatter)
        #expect(scatter.series.map(\.title) == ["answered in both runs", "timeout after"])
        #expect(scatter.series.last?.points.map(\.y) == [.infinity])
        // Of points in one place one is drawn: 12 images, the same seconds for every method.
        #expect(scatter.series.first?.points.count == 12)
        #expect(compare(Self.run, cut).histogram?.ratios.count == 167)
    }

    @Test func json() throws {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let data = try encoder.encode(ComparisonAnswer(comparison, judge(comparison)))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["verdict"] as? String == "contradiction")
        for (key, count) in [
            ("contradictions", 1), ("newlyOpen", 1), ("looser", 1), ("tighter", 1), ("work", 1), ("newlyClosed", 0),
            ("brackets", 17), ("notComparable", 0),
        ] {
            #expect((object[key] as? [Any])?.count == count, "\(key)")
        }
    }
}
