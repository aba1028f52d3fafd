import Figures
import Questions
import ResultStore
import Tables

extension Report {
    /// `report.md`. Text that may come from strangers passes `PlainText` on its way.
    var markdown: String {
        var text = "# \(PlainText.escapedMarkdown(model.run.title))\n\n\(PlainText.escapedMarkdown(headline))\n\n"
        text += alarms
        text += ReportMarkdown.images(gapFigures) + ReportMarkdown.images(curves)
        text += "## Certified bounds on the robust error\n\n" + robustError.markdown + ReportMarkdown.files(robustError)
        if let intervals { text += "\n" + intervals.markdown + ReportMarkdown.files(intervals) }
        if let exact { text += "\n### Exact robust error\n\n" + exact.markdown + ReportMarkdown.files(exact) }
        if let verifiedShare {
            text +=
                "\n### Verified share, ours and published\n\n" + verifiedShare.markdown
                + ReportMarkdown.files(verifiedShare)
        }
        if let published { text += "\n### Beside the paper\n\n" + published.markdown + ReportMarkdown.files(published) }
        if let ablation { text += "\n## Ablation\n\n" + ablation.markdown + ReportMarkdown.files(ablation) }
        text += "\n## Gap between bounds\n\n" + gap.markdown + ReportMarkdown.files(gap)
        text += "\n## Margins by method\n\n" + marginsText
        text += "\n## Time and nodes\n\n" + time.markdown + ReportMarkdown.files(time) + "\n"
        text += ReportMarkdown.images(cactus)
        text += ReportMarkdown.folded("By network and ε", timeByNetwork)
        text += "\n## Laws checked\n\n" + lawsText
        return text + ReportMarkdown.provenance(provenance, runs) + ReportMarkdown.origin(model)
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
        var text = ReportMarkdown.images(marginFigures)
        if differences.rows.isEmpty, margins.rows.isEmpty {
            return "No margins were measured: every method stopped as soon as it had a verdict (`measure: verdict`).\n"
        }
        if differences.rows.isEmpty {
            text += "No two methods measured a margin on the same query.\n"
        } else {
            text += ReportMarkdown.folded("Differences of margins in numbers", differences)
        }
        if !margins.rows.isEmpty { text += "\n" + ReportMarkdown.folded("Certified margins in numbers", margins) }
        return text
    }

    private var lawsText: String {
        var text =
            "\(Wording.counted(laws.comparisons, "comparison")), \(Wording.counted(laws.violations, "violation"))"
        if laws.notCompared > 0 { text += "; \(laws.notCompared) of \(laws.count) laws had nothing to compare" }
        text += ". " + model.auditSentence + "\n\n" + lawTable.markdown + "\n" + model.arithmeticSentence + "\n"
        if let violations = laws.violationTable {
            text += "\n" + violations.markdown + ReportMarkdown.files(violations)
        }
        return text
    }
}
