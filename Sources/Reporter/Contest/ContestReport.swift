import Questions
import Tables
import VNNLIB

/// A report on instances that files state in full, beside what other tools said of them.
struct ContestReport: ReportContent {
    let model: ReportModel
    private let contest: ContestModel
    let laws: [LawResult]
    private let contradictions: Table?
    private let standings: Table
    private let failures: Table?
    private let differences: Table
    private let time: Table
    let lawTable: Table
    private let provenance: Table
    private let runs: Table?
    let figures: [ReportFigure]

    init(_ model: ReportModel, catalog: MethodCatalog) {
        self.model = model
        contest = ContestModel(model)
        laws = LawChecker(model: model, catalog: catalog).check()
        contradictions = contest.contradictionTable
        var standings = contest.standingsTable.with(caveat: model.unmeasuredCaveat)
        standings.caveats = model.suite.notes.map { "Note: \($0)" } + standings.caveats
        self.standings = standings
        failures = contest.failureTable
        differences = contest.differenceTable.with(caveat: model.unmeasuredCaveat)
        time = model.timeTable(MethodTimes(model)).marked(model.toleranceCaveat).with(caveat: model.unmeasuredCaveat)
        lawTable = laws.table.marked(model.toleranceCaveat)
        provenance = model.provenanceTable
        runs = model.runTable
        figures = ([contest.cactusFigure].compactMap(\.self) + contest.scatterFigures).flatMap {
            $0.parts(model.figureForm)
        }
    }

    var tables: [Table] {
        [contradictions].compactMap(\.self) + [standings] + [failures].compactMap(\.self) + [
            differences, time, lawTable,
        ]
            + [laws.violationTable, runs].compactMap(\.self) + [provenance]
    }

    var openQueries: Int {
        contest.instances.count { !(contest.own($0)?.verdict.isDecided ?? false) }
    }

    var disputes: Int { contest.disputes.count }

    var states: [[QueryState]] {
        // The instances are those of the rows, in their order.
        var rest = contest.instances[...]
        return model.rows.map { row in
            row.samples.map { _ in
                switch rest.popFirst().flatMap(contest.own)?.verdict {
                case .holds: .proved
                case .violated: .falsified
                default: .open
                }
            }
        }
    }

    var headline: String { PlainText.line(sentences.joined(separator: " ")) }

    private var sentences: [String] {
        let count = contest.instances.count
        let claims = contest.instances.compactMap(contest.own)
        let (holds, violated) = (claims.count { $0.verdict == .holds }, claims.count { $0.verdict == .violated })
        let seconds = claims.reduce(0) { $0 + ($1.seconds ?? 0) }
        var sentences = [
            "\(Wording.counted(count, "instance")) of \(contest.benchmarks.joined(separator: ", ")): "
                + "\(holds + violated) solved (\(holds) hold, \(violated) violated), \(openQueries) open, in "
                + "\(NumberFormat.significant(3).text(seconds)) s."
        ]
        if let (names, solved) = contest.bestOthers {
            sentences.append(
                names.count == 1
                    ? "The best of the others, \(names[0]), solved \(solved)."
                    : "The best of the others, \(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1]) in a tie, "
                        + "solved \(solved) each.")
        }
        if !contest.failures.isEmpty {
            sentences.append("\(Wording.counted(contest.failures.count, "instance")) could not be asked about.")
        }
        if contest.comparisons > 0 { sentences.append(contradictionSentence) }
        if model.outcomesUnanswered > 0 {
            sentences.append(
                "The run is not finished: \(model.outcomesUnanswered) of \(model.outcomesExpected) questions are unanswered "
                    + "and count as open.")
        }
        sentences.append(laws.sentence)
        return sentences
    }

    private var contradictionSentence: String {
        let opposed = contest.contradictions.count
        guard opposed > 0 else {
            return "No verdict contradicts another tool's in \(Wording.counted(contest.comparisons, "comparison"))."
        }
        let settled = opposed - disputes
        var text = "\(Wording.counted(opposed, "verdict contradicts", "verdicts contradict")) another tool's"
        if settled > 0 { text += ", \(settled) of them with a counterexample that was checked" }
        if disputes > 0 { text += "; \(disputes) \(disputes == 1 ? "counts" : "count") as open in the standings" }
        return text + "."
    }

    var markdown: String {
        var text =
            "# \(PlainText.escapedMarkdown(model.run.title))\n\n\(PlainText.escapedMarkdown(headline))\n\n" + alarms
        if let contradictions {
            text += "## Contradictions\n\n" + contradictions.markdown + ReportMarkdown.files(contradictions) + "\n"
        }
        text += "## Standings\n\n" + standings.markdown + ReportMarkdown.files(standings) + "\n"
        if let failures {
            text += "## Not asked\n\n" + failures.markdown + ReportMarkdown.files(failures) + "\n"
        }
        text += ReportMarkdown.images(figures)
        text += "## Who solves what\n\n"
        if differences.rows.isEmpty {
            text += "Whatever any tool solves, \(ContestModel.own) solves too, and nothing alone.\n"
        } else {
            text += differences.markdown + ReportMarkdown.files(differences)
        }
        text += "\n## Time and nodes\n\n" + time.markdown + ReportMarkdown.files(time) + "\n"
        text += ReportMarkdown.laws(self)
        return text + ReportMarkdown.provenance(provenance, runs) + ReportMarkdown.origin(model)
    }

    /// What a reader must see first.
    private var alarms: String {
        var text = ""
        if !contest.contradictions.isEmpty {
            text +=
                "> 🔴 **Contradictions: \(contest.contradictions.count).** \(ContestModel.own) says the opposite of another "
                + "tool. See [Contradictions](#contradictions).\n\n"
        }
        if laws.violations > 0 {
            text += "> 🔴 **Broken laws: \(laws.violations).** See [Laws checked](#laws-checked).\n\n"
        }
        if model.outcomesUnanswered > 0 {
            text +=
                "> **Not finished: \(model.outcomesUnanswered) of \(model.outcomesExpected) questions are unanswered.**\n\n"
        }
        return text
    }
}

extension ContestModel {
    /// The other tools that solve most of the instances, in the order of their table, and how many; `nil` where there is none.
    fileprivate var bestOthers: (tools: [String], solved: Int)? {
        let counts = tools.dropFirst().map { tool in
            (tool: tool, solved: benchmarks.reduce(0) { $0 + (tally(tool, $1)?.solved ?? 0) })
        }
        guard let most = counts.map(\.solved).max() else { return nil }
        return (counts.filter { $0.solved == most }.map(\.tool), most)
    }
}
