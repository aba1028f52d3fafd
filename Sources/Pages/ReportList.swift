import Tables

/// The reports of a folder, each with a line, a picture, its date and whether it is fresh: `README.md` and `index.html`.
public struct ReportList: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        /// Name of its folder.
        public var folder: String
        public var title: String
        /// Its first paragraph, one line.
        public var headline: String
        /// When its run began, `2026-11-27`.
        public var date: String
        /// Whether it follows from its outcomes and its suite asks the same by now, in words.
        public var freshness: String
        public var isStale: Bool
        /// A figure of it, relative to its folder; `nil` for one without figures.
        public var picture: String?
        /// Whether it has a page.
        public var hasPage: Bool

        public init(
            folder: String, title: String, headline: String, date: String, freshness: String, isStale: Bool,
            picture: String?, hasPage: Bool
        ) {
            (self.folder, self.title, self.headline, self.date) = (folder, title, headline, date)
            (self.freshness, self.isStale, self.picture, self.hasPage) = (freshness, isStale, picture, hasPage)
        }
    }

    public var entries: [Entry]

    /// The files of the list.
    public static let names = (markdown: "README.md", page: PageFiles.index)

    private static let title = "Reports"
    private static let introduction =
        "Every report follows byte for byte from the outcomes beside it. Written by verigap reports; fresh means that the suite asks "
        + "the same by now, of the same networks and images, as far as they are at hand, with the same methods."

    public init(entries: [Entry]) { self.entries = entries }

    public var markdown: String {
        var text = "# \(Self.title)\n\n\(Self.introduction)\n\n| report | | date | |\n|:--|:--|:--|:--|\n"
        for entry in entries {
            let picture = entry.picture.map {
                "<img src=\"\(PlainText.escapedHTML("\(entry.folder)/\($0)"))\" width=\"160\" alt=\"\">"
            }
            let page = entry.hasPage ? " · [page](\(entry.folder)/\(PageFiles.index))" : ""
            text += "| [\(PlainText.escapedMarkdown(entry.title))](\(entry.folder)/report.md)\(page)"
            text += "<br>\(PlainText.escapedMarkdown(entry.headline)) | \(picture ?? "") | \(entry.date) "
            text += "| \(entry.isStale ? "🔴 " : "")\(PlainText.escapedMarkdown(entry.freshness)) |\n"
        }
        return text
    }

    /// The same as a page.
    public var html: String {
        let rows = entries.map { entry in
            let target = "\(entry.folder)/\(entry.hasPage ? PageFiles.index : "report.md")"
            let picture = entry.picture.map { name in
                HTML(raw: "<img alt=\"\" loading=\"lazy\" width=\"160\" src=\"")
                    + HTML("\(entry.folder)/\(name)") + HTML(raw: "\">")
            }
            return HTML.element(
                "tr", [:],
                .element("td", ["class": "thumbnail"], .element("a", ["href": target], picture ?? HTML(""))),
                .element(
                    "td", ["class": "words"], .element("a", ["href": target], HTML(entry.title)),
                    .element("p", ["class": "note"], HTML(entry.headline))),
                .element("td", ["class": "short"], HTML(entry.date)),
                .element("td", ["class": entry.isStale ? "alarm" : nil], HTML(entry.freshness)))
        }
        let head = ["", "report", "date", "state"].map { HTML.element("th", ["scope": "col"], HTML($0)) }
        let table = HTML.element(
            "figure", ["class": "table reports"],
            .element(
                "div", ["class": "scroll whole"],
                .element(
                    "table", ["data-sortable": ""], .element("thead", [:], .element("tr", [:], head)),
                    .element("tbody", [:], rows.joined))))
        let body = HTML.element(
            "body", [:],
            .element(
                "main", ["id": "main"], .element("h1", [:], HTML(Self.title)),
                .element("p", ["class": "headline"], HTML(Self.introduction)), table),
            HTML(raw: "<script>\n\(Assets.listScript)</script>"))
        return Page.frame(title: Self.title, body: body).text
    }
}
