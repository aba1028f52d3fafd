import Figures
import Questions
import ResultStore
import Tables

/// Parts that the Markdown of every report is made of.
enum ReportMarkdown {
    /// Where all can be rendered from again.
    static func origin(_ model: ReportModel) -> String {
        "\nEvery outcome: [\(OutcomeFile.name)](\(OutcomeFile.name)), from which "
            + PlainText.markdownCode("verigap report \(model.run.suite) --from")
            + " renders this report again, `\(ResultsFile.name)` included, and `verigap import` goes on with its run.\n"
    }

    /// The section that says where the figures come from.
    static func provenance(_ table: Table, _ runs: Table?) -> String {
        "\n## Provenance\n\n" + (runs.map { $0.markdown + files($0) + "\n" } ?? "") + table.markdown
    }

    /// The section on the laws that were checked.
    static func laws(_ report: some ReportContent) -> String {
        let (laws, table) = (report.laws, report.lawTable)
        var text =
            "## Laws checked\n\n\(Wording.counted(laws.comparisons, "comparison")), \(Wording.counted(laws.violations, "violation")).\n\n"
        text += table.markdown + "\n" + report.model.arithmeticSentence + "\n"
        if let violations = laws.violationTable { text += "\n" + violations.markdown + files(violations) }
        return text
    }

    static func images(_ figures: [ReportFigure]) -> String { figures.map(image).joined() }

    /// A figure at the width of a column on screen, with its caption and its files for print.
    private static func image(_ figure: ReportFigure) -> String {
        """
        <img src="figures/\(figure.name).png" width="460" alt="\(PlainText.escapedHTML(figure.plot.title))">

        *\(PlainText.escapedMarkdown(figure.caption))* [PDF](figures/\(figure.name).pdf) · [SVG](figures/\(figure.name).svg)


        """
    }

    static func files(_ table: Table) -> String {
        "\n[LaTeX](tables/\(table.name).tex) · [CSV](tables/\(table.name).csv)\n"
    }

    static func folded(_ title: String, _ table: Table) -> String {
        "<details>\n<summary>\(title)</summary>\n\n\(table.markdown)\(files(table))\n</details>\n"
    }
}
