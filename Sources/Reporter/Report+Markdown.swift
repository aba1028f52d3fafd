import Figures
import ResultStore
import Tables

extension Report {
    /// `report.md`. Text that may come from strangers passes `PlainText` on its way.
    var markdown: String {
        var text = "# \(PlainText.escapedMarkdown(model.run.title))\n\n\(PlainText.escapedMarkdown(headline))\n\n"
        text += alarms
        text += images(gapFigures) + images(curves)
        text += "## Certified bounds on the robust error\n\n" + robustError.markdown + files(robustError)
        if let intervals { text += "\n" + intervals.markdown + files(intervals) }
        if let exact { text += "\n### Exact robust error\n\n" + exact.markdown + files(exact) }
        if let published { text += "\n### Beside the paper\n\n" + published.markdown + files(published) }
        if let ablation { text += "\n## Ablation\n\n" + ablation.markdown + files(ablation) }
        text += "\n## Gap between bounds\n\n" + gap.markdown + files(gap)
        text += "\n## Margins by method\n\n" + marginsText
        text += "\n## Time and nodes\n\n" + time.markdown + files(time) + "\n"
        text += images(cactus)
        text += folded("By network and ε", timeByNetwork)
        text += "\n## Laws checked\n\n" + lawsText
        text += "\n## Provenance\n\n" + provenance.markdown
        return text + origin
    }

    /// What a reader must see first.
    private var alarms: String {
        var text = ""
        let (broken, contradictions) = (laws.violations, laws.contradictions)
        if broken > contradictions {
            text += "> 🔴 **Broken laws: \(broken - contradictions).** See [Laws checked](#laws-checked).\n\n"
        }
        if contradictions > 0 {
            text +=
                "> 🔴 **Internal contradictions: \(contradictions).** A method said robust and the check of its own proof "
                + "refused it. See [Laws checked](#laws-checked).\n\n"
        }
        if model.outcomesUnanswered > 0 {
            text +=
                "> **Not finished: \(model.outcomesUnanswered) of \(model.outcomesExpected) questions are unanswered.**\n\n"
        }
        return text
    }

    private var marginsText: String {
        var text = images(marginFigures)
        if differences.rows.isEmpty, margins.rows.isEmpty {
            return "No margins were measured: every method stopped as soon as it had a verdict (`measure: verdict`).\n"
        }
        if differences.rows.isEmpty {
            text += "No two methods measured a margin on the same query.\n"
        } else {
            text += folded("Differences of margins in numbers", differences)
        }
        if !margins.rows.isEmpty { text += "\n" + folded("Certified margins in numbers", margins) }
        return text
    }

    private var origin: String {
        "\nEvery outcome: [\(OutcomeFile.name)](\(OutcomeFile.name)), from which "
            + PlainText.markdownCode("verigap report \(model.run.suite) --from")
            + " renders this report again, `\(ResultsFile.name)` included, and `verigap import` goes on with its run.\n"
    }

    private var lawsText: String {
        var text = "\(laws.comparisons) comparisons, \(Self.counted(laws.violations, "violation"))"
        if laws.notCompared > 0 { text += "; \(laws.notCompared) of \(laws.count) laws had nothing to compare" }
        text += ".\n\n" + lawTable.markdown + "\n" + model.arithmeticSentence + "\n"
        if let violations = laws.violationTable { text += "\n" + violations.markdown + files(violations) }
        return text
    }

    private func images(_ figures: [ReportFigure]) -> String { figures.map(image).joined() }

    /// A figure at the width of a column on screen, with its caption and its files for print.
    private func image(_ figure: ReportFigure) -> String {
        """
        <img src="figures/\(figure.name).png" width="460" alt="\(PlainText.escapedHTML(figure.plot.title))">

        *\(PlainText.escapedMarkdown(figure.caption))* [PDF](figures/\(figure.name).pdf) · [SVG](figures/\(figure.name).svg)


        """
    }
    private func files(_ table: Table) -> String {
        "\n[LaTeX](tables/\(table.name).tex) · [CSV](tables/\(table.name).csv)\n"
    }

    private func folded(_ title: String, _ table: Table) -> String {
        "<details>\n<summary>\(title)</summary>\n\n\(table.markdown)\(files(table))\n</details>\n"
    }
}
