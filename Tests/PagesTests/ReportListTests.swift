import Pages
import Testing

@Suite struct ReportListTests {
    private let list = ReportList(entries: [
        .init(
            folder: "a", title: "A | <b>", headline: "One line.", date: "2026-01-02", freshness: "fresh",
            isStale: false,
            picture: "figures/gap.png", hasPage: true),
        .init(
            folder: "b", title: "B", headline: "Another.", date: "2026-01-03", freshness: "stale: report.md differs",
            isStale: true, picture: nil, hasPage: false),
    ])

    @Test func markdownHasOneRowEach() {
        let rows = list.markdown.split(separator: "\n").filter { $0.hasPrefix("| [") }
        #expect(rows.count == 2)
        #expect(
            rows[0].hasPrefix(
                "| [A \\| \\<b>](a/report.md) · [page](a/index.html)<br>One line. | <img src=\"a/figures/gap.png\""))
        #expect(rows[0].hasSuffix("| 2026-01-02 | fresh |"))
        #expect(rows[1] == "| [B](b/report.md)<br>Another. |  | 2026-01-03 | 🔴 stale: report.md differs |")
    }

    @Test func thePageLeadsToPages() {
        let html = list.html
        #expect(html.contains("href=\"a/index.html\"") && html.contains("href=\"b/report.md\""))
        #expect(html.contains("A | &lt;b&gt;") && html.contains("class=\"alarm\">stale: report.md differs<"))
    }
}
