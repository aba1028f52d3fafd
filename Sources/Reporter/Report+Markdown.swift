import Figures
import ResultStore
import Tables

extension Report {
    /// `report.md`.
    var markdown: String {
        var text = "# \(model.run.title)\n\n\(headline)\n\n"
        if laws.violations > 0 {
            text += "> 🔴 **Broken laws: \(laws.violations).** See [Laws checked](#laws-checked).\n\n"
        }
        text += image(gapFigure)
        if let curves { text += image(curves) }
        text += "## Certified bounds on the robust error\n\n" + robustError.markdown + files(robustError)
        if let intervals { text += "\n" + intervals.markdown + files(intervals) }
        if let exact { text += "\n### Exact robust error\n\n" + exact.markdown + files(exact) }
        if let published { text += "\n### Beside the paper\n\n" + published.markdown + files(published) }
        if let ablation { text += "\n## Ablation\n\n" + ablation.markdown + files(ablation) }
        text += "\n## Gap between bounds\n\n" + gap.markdown + files(gap)
        text += "\n## Margins by method\n\n"
        if let marginFigure { text += image(marginFigure) }
        if differences.rows.isEmpty {
            text += "No two methods computed a margin on the same query.\n"
        } else {
            text += folded("Differences of margins in numbers", differences)
        }
        if !margins.rows.isEmpty { text += "\n" + folded("Certified margins in numbers", margins) }
        text += "\n## Time and nodes\n\n" + time.markdown + files(time) + "\n"
        if let cactus { text += image(cactus) }
        text += folded("By network and ε", timeByNetwork)
        text += "\n## Laws checked\n\n" + lawsText
        text += "\n## Provenance\n\n" + provenance.markdown
        text +=
            "\nEvery outcome: [\(OutcomeFile.name)](\(OutcomeFile.name)), from which `verigap report \(model.run.suite) --from` "
        text +=
            "renders this report again, `\(ResultsFile.name)` included, and `verigap import` goes on with its run.\n"
        return text
    }

    private var lawsText: String {
        var text = "\(laws.comparisons) comparisons, \(Self.counted(laws.violations, "violation")).\n\n"
        text += laws.table.markdown
        if let violations = laws.violationTable { text += "\n" + violations.markdown + files(violations) }
        return text
    }

    /// A figure at the width of a column on screen, with its caption and its files for print.
    private func image(_ figure: ReportFigure) -> String {
        let alternative = figure.plot.title.replacing("\"", with: "'").replacing("<", with: "‹")
        return """
            <img src="figures/\(figure.name).png" width="460" alt="\(alternative)">

            *\(figure.caption)* [PDF](figures/\(figure.name).pdf) · [SVG](figures/\(figure.name).svg)


            """
    }

    private func files(_ table: Table) -> String {
        "\n[LaTeX](tables/\(table.name).tex) · [CSV](tables/\(table.name).csv)\n"
    }

    private func folded(_ title: String, _ table: Table) -> String {
        "<details>\n<summary>\(title)</summary>\n\n\(table.markdown)\(files(table))\n</details>\n"
    }
}
