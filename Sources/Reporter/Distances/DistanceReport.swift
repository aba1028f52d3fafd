import Questions
import Statistics
import Tables

/// A report on minimum distortions: brackets instead of shares of errors.
struct DistanceReport: ReportContent {
    let model: ReportModel
    private let distances: DistanceModel
    let laws: [LawResult]
    private let main: Table
    private let images: Table
    private let published: Table?
    private let time: Table
    let lawTable: Table
    private let provenance: Table
    private let runs: Table?
    let figures: [ReportFigure]

    init(_ model: ReportModel, catalog: MethodCatalog) {
        self.model = model
        distances = DistanceModel(model: model)
        laws = DistanceLaws(distances: distances, catalog: catalog).check()
        var main = distances.table
        main.caveats = model.caveats + main.caveats
        self.main = main
        images = distances.imageTable.arranged(model.suite.tables).marked(model.toleranceCaveat).with(
            caveat: model.unmeasuredCaveat)
        published = distances.publishedTable?.marked(model.toleranceCaveat).with(caveat: model.unmeasuredCaveat)
        time = model.timeTable(MethodTimes(model)).marked(model.toleranceCaveat).with(caveat: model.unmeasuredCaveat)
        lawTable = laws.table.marked(model.toleranceCaveat)
        provenance = model.provenanceTable
        runs = model.runTable
        figures = [
            distances.gapFigure, distances.medianFigure, distances.shareFigure, distances.scatterFigure,
        ].compactMap(\.self)
            .flatMap { $0.parts(model.figureForm) }
    }

    var tables: [Table] {
        [main, images] + [published].compactMap(\.self) + [time, lawTable]
            + [laws.violationTable, runs].compactMap(\.self) + [provenance]
    }

    /// Images whose bracket is wider than the tolerance asked for, with all methods together.
    var openQueries: Int { states.reduce(0) { $0 + $1.count { $0 == .open } } }

    var states: [[QueryState]] {
        let tolerance = model.goal.tolerance ?? Goal.defaultTolerance
        return model.rows.map { row in
            row.samples.indices.map { sample in
                let best = distances.best(sample, in: row)
                guard let upper = best.upper else { return best.lower < row.epsilon ? .open : .proved }
                return upper - best.lower > tolerance * upper ? .open : upper == 0 ? .misclassified : .proved
            }
        }
    }

    /// Images that are adversarial themselves: their distance is 0, without any search.
    private var nearestOfAll: Int {
        model.rows.reduce(0) { total, row in
            total + row.samples.indices.count { distances.best($0, in: row).upper == 0 }
        }
    }

    var headline: String { PlainText.line(sentences.joined(separator: " ")) }

    private var sentences: [String] {
        let queries = model.rows.reduce(0) { $0 + $1.samples.count }
        var sentences = [
            "\(Wording.counted(model.rows.count, "network")), \(Wording.counted(queries, "question")) how far the set can grow "
                + "(\(model.dataPhrase), \(distances.sizeText))."
        ]
        let gaps = model.rows.compactMap { row -> (String, Double)? in
            let values = Distribution(
                row.samples.indices.compactMap { sample in
                    let best = distances.best(sample, in: row)
                    guard let upper = best.upper, upper > 0 else { return nil }
                    return 100 * (upper - best.lower) / upper
                })
            // The images without any witness are the most open ones.
            guard 2 * values.count >= row.samples.count else { return nil }
            return values.median.map { (row.title, $0) }
        }
        if let widest = gaps.max(by: { $0.1 < $1.1 }) {
            sentences.append(
                gaps.count == 1
                    ? "All methods together leave a median gap of \(NumberFormat.fixed(1).text(widest.1)) %."
                    : "The widest median gap that all methods together leave is \(NumberFormat.fixed(1).text(widest.1)) %, on "
                        + "\(widest.0).")
        }
        sentences.append(
            "\(queries - openQueries - nearestOfAll) of \(queries) minimum distortions are known within the tolerance, or lie "
                + "beyond the largest size asked"
                + (nearestOfAll > 0 ? "; of \(Wording.counted(nearestOfAll, "image")) more it is 0." : "."))
        if model.outcomesUnanswered > 0 {
            sentences.append(
                "The run is not finished: \(model.outcomesUnanswered) of \(model.outcomesExpected) questions are unanswered "
                    + "and missing here.")
        }
        sentences.append(laws.sentence)
        return sentences
    }

    var markdown: String {
        var text = "# \(PlainText.escapedMarkdown(model.run.title))\n\n\(PlainText.escapedMarkdown(headline))\n\n"
        if laws.violations > 0 {
            text += "> 🔴 **Broken laws: \(laws.violations).** See [Laws checked](#laws-checked).\n\n"
        }
        if model.outcomesUnanswered > 0 {
            text +=
                "> **Not finished: \(model.outcomesUnanswered) of \(model.outcomesExpected) questions are unanswered.**\n\n"
        }
        text += ReportMarkdown.images(figures)
        text += "## Minimum distortion\n\n" + main.markdown + ReportMarkdown.files(main)
        text += "\n" + ReportMarkdown.folded("Every image", images)
        if let published { text += "\n### Beside the paper\n\n" + published.markdown + ReportMarkdown.files(published) }
        text += "\n## Time and nodes\n\n" + time.markdown + ReportMarkdown.files(time) + "\n"
        text += ReportMarkdown.laws(self)
        return text + ReportMarkdown.provenance(provenance, runs) + ReportMarkdown.origin(model)
    }
}
