import Tables

extension Page {
    /// The whole document.
    ///
    /// - Parameter rows: the packed rows; `nil` where they stand beside it.
    func document(rows: String?) -> HTML {
        let body = HTML.element(
            "body",
            [
                "data-again": status?.refreshSeconds.map { "\($0)" }, "data-written": status.map { "\($0.written)" },
                "data-suite": status.map { _ in suite },
            ],
            [header, .element("main", ["id": "main"], sections), dialog, data(rows)])
        return Self.frame(title: title, body: body)
    }

    /// A document in the style of the pages.
    static func frame(title: String, body: HTML) -> HTML {
        let head = HTML.element(
            "head", [:],
            HTML(
                raw: """
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <meta name="color-scheme" content="light dark">
                    <meta name="generator" content="verigap report">
                    <link rel="icon" href="data:,">

                    """), .element("title", [:], HTML(title)), HTML(raw: "\n<style>\n\(Assets.style)</style>\n"))
        return HTML(raw: "<!DOCTYPE html>\n<html lang=\"en\">\n") + head + HTML(raw: "\n") + body
            + HTML(raw: "\n</html>\n")
    }

    private var header: HTML {
        let links = parts.map { HTML.element("a", ["href": "#\($0.id)"], HTML($0.title)) }
        return .element(
            "header", [:], .element("a", ["class": "skip", "href": "#main"], HTML("Skip to the report")),
            .element("h1", [:], HTML(title)), .element("p", ["class": "headline"], HTML(headline)),
            alarms.map { HTML.element("p", ["class": "alarm", "role": "alert"], HTML($0)) }.joined,
            status?.html ?? HTML(""), .element("nav", ["aria-label": "Parts of the report"], links))
    }

    /// The parts of the page, with what stands in them.
    private var parts: [(id: String, title: String, content: [HTML])] {
        var parts: [(id: String, title: String, content: [HTML])] = []
        if !figures.isEmpty { parts.append(("figures", "Figures", figures.map { $0.html(isAlone: status != nil) })) }
        parts.append(("tables", "Tables", tables.map { folded($0) }))
        parts.append(
            (
                "queries", "Queries",
                [HTML(raw: Assets.queries), .element("p", ["class": "note"], HTML(pictureSentence))]
            ))
        parts.append(("plots", "Plots", [HTML(raw: Assets.plots)]))
        parts.append(
            ("laws", "Laws checked", lawSentences.map { .element("p", [:], HTML($0)) } + laws.map { $0.html }))
        if !caveats.isEmpty {
            parts.append(
                ("caveats", "Caveats", [.element("ul", [:], caveats.map { .element("li", [:], HTML($0)) })]))
        }
        parts.append(("provenance", "Provenance", provenance.map { $0.html } + [origin]))
        return parts
    }

    private var sections: [HTML] {
        parts.map { part in
            .element(
                "section", ["id": part.id, "aria-labelledby": "\(part.id)-title"],
                [.element("h2", ["id": "\(part.id)-title"], HTML(part.title))] + part.content)
        }
    }

    /// A table under its name, with its files.
    private func folded(_ table: Table) -> HTML {
        let words = table.name.replacing("-", with: " ")
        return .element(
            "details", ["open": "", "id": "table-\(table.name)"],
            .element("summary", [:], HTML(words.prefix(1).uppercased() + words.dropFirst())), table.html,
            status != nil
                ? HTML("")
                : .element(
                    "p", ["class": "files"], .element("a", ["href": "tables/\(table.name).csv"], HTML("CSV")),
                    HTML(" · "),
                    .element("a", ["href": "tables/\(table.name).tex"], HTML("LaTeX"))))
    }

    private var origin: HTML {
        if status != nil {
            return .element(
                "p", [:], HTML("verigap report \(suite) writes the whole report, with all figures and files."))
        }
        return .element(
            "p", [:], HTML("Every outcome: "), .element("a", ["href": outcomes], HTML(outcomes)),
            HTML(", from which "), .element("code", [:], HTML("verigap report \(suite) --from")),
            HTML(" renders this report again. The same in words: "),
            .element("a", ["href": "report.md"], HTML("report.md")), HTML("."))
    }

    private var dialog: HTML {
        HTML(raw: "\n<dialog id=\"query\" aria-labelledby=\"query-title\"></dialog>\n<noscript><p class=\"alarm\">")
            + HTML("Without its script this page shows figures and tables, but neither queries nor plots.")
            + HTML(raw: "</p></noscript>\n")
    }

    private func data(_ rows: String?) -> HTML {
        let beside = "<script src=\"\(PageFiles.rowsName)\"></script>"
        return HTML(
            raw: """
                <script type="application/json" id="shown">\(shown.json)</script>
                <script type="text/plain" id="rows">\(rows ?? "")</script>
                <script>
                \(Assets.script)</script>
                \(rows == nil ? beside : "")
                """)
    }
}

extension Page.Figure {
    /// The picture beside the page, where it is too large to be in it.
    private func linked(isAlone: Bool) -> HTML {
        isAlone
            ? .element("p", [:], HTML(title))
            : HTML(raw: "<img loading=\"lazy\" width=\"640\" alt=\"") + HTML("\(title): a file beside this page")
                + HTML(raw: "\" src=\"figures/") + HTML("\(name).png") + HTML(raw: "\">")
    }

    fileprivate func html(isAlone: Bool) -> HTML {
        let links = ["pdf", "svg", "png"].map { ending in
            HTML.element("a", ["href": "figures/\(name).\(ending)"], HTML(ending.uppercased()))
        }
        return .element(
            "figure", ["id": "figure-\(name)"],
            png.map { .picture(png: $0, alternative: title, width: 640) } ?? linked(isAlone: isAlone),
            .element(
                "figcaption", [:], HTML(caption + " "),
                HTML(raw: isAlone ? "" : links.map(\.text).joined(separator: " · "))))
    }
}
