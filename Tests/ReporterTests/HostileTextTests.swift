import Foundation
import Questions
import Reporter
import SuiteFiles
import Testing

/// Names and titles of a stranger's suite or outcome file stay text.
@Suite("Hostile text") struct HostileTextTests {
    private static let hostile = [
        "<script>alert(1)</script>", "a|b|c", "`code`", "[click](https://evil.example)",
        "![x](https://evil.example/p.png)",
        "line\n# heading", "\"><img src=x onerror=alert(1)>", "**bold** _it_ ~~gone~~ $x$",
        "=HYPERLINK(\"http://evil\")",
        "\\input{/etc/passwd} % & # $", "</details>", "\u{202E}reversed", "a\r\n\r\n> quote",
    ]

    @Test(arguments: hostile) func nothingBecomesMarkup(_ text: String) throws {
        var fixture = Fixture()
        fixture.networks = [(text, [0.02])]
        fixture.title = text
        fixture.notes = [text]
        fixture.networkNotes = [text]
        fixture.tamper = { _, _, method, index, outcome in
            if method == "pgd", index == 0 { outcome.note = text }
        }
        fixture.published = [
            PublishedFigure(
                network: text, epsilon: 0.02, column: .init(bound: .upper, method: "lp-all"), value: 5, source: text,
                notes: [text])
        ]
        try withFolder { folder in
            let summary = try write(fixture, to: folder)
            let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            #expect(!summary.headline.contains("\n"))
            // Every tag is one of the report's own, every heading and quote too.
            for match in report.matches(of: /(\\?)<(\/?[a-zA-Z!]+)/) where match.output.1.isEmpty {
                #expect(
                    ["img", "details", "/details", "summary", "/summary"].contains(match.output.2), "\(match.output.0)")
            }
            #expect(report.matches(of: /(?m)^<\/details>/).count == report.matches(of: /(?m)^<details>/).count)
            let headings = report.components(separatedBy: "\n").filter { $0.hasPrefix("#") }
            #expect(headings.dropFirst().allSatisfy { $0.hasPrefix("## ") || $0.hasPrefix("### ") })
            #expect(!headings.contains("# heading"))
            #expect(!report.components(separatedBy: "\n").contains { $0.hasPrefix("> ") && !$0.hasPrefix("> 🔴") })
            // Links lead into the report's folder only.
            let prose = report.components(separatedBy: "\n").filter { !$0.hasPrefix("<img ") }.joined(separator: "\n")
            for match in prose.matches(of: /[^\\]\]\(([^)]*)\)/) {
                let target = String(match.output.1)
                #expect(target == "outcomes.jsonl.gz" || target.hasPrefix("tables/") || target.hasPrefix("figures/"))
            }
            #expect(!report.contains("\u{202E}"))
            // All rows of a table have the same number of cells.
            let rows = report.components(separatedBy: "\n").filter { $0.hasPrefix("| ") }
            let cells = { (row: String) in
                row.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
            }
            for (row, next) in zip(rows, rows.dropFirst()) where next.hasPrefix("| :") || next.hasPrefix("| -") {
                #expect(cells(row) == cells(next), "\(row)")
            }
            try expectPlain(folder)
        }
    }

    private func expectPlain(_ folder: String) throws {
        for file in ["tables/robust-error.csv", "tables/gap.csv", "results.csv", "tables/published.csv"] {
            let csv = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            #expect(!csv.contains("\r\n=") && !csv.contains(",=") && !csv.contains("\"="), "\(file)")
        }
        let latex = try String(contentsOfFile: folder + "/tables/robust-error.tex", encoding: .utf8)
        #expect(!latex.contains("\\input"))
    }
}
