import Robustness
import Tables

/// A report's parts, all computed: tables, figures, laws.
struct Report {
    let model: ReportModel
    let laws: [LawResult]
    let robustError: Table
    let intervals: Table?
    let exact: Table?
    let published: Table?
    let ablation: Table?
    let gap: Table
    let margins: Table
    let differences: Table
    let time: Table
    let timeByNetwork: Table
    let provenance: Table
    let gapFigure: ReportFigure
    let curves: ReportFigure?
    let marginFigure: ReportFigure?
    let cactus: ReportFigure?

    init(_ model: ReportModel, catalog: MethodCatalog) {
        self.model = model
        laws = LawChecker(model: model, catalog: catalog).check()
        robustError = model.robustErrorTable
        intervals = model.intervalTable
        exact = model.exactTable
        published = model.publishedTable
        ablation = model.ablationTable
        gap = model.gapTable
        let pairs = model.marginPairs(catalog)
        margins = model.marginTable
        differences = model.differenceTable(pairs)
        time = model.timeTable
        timeByNetwork = model.timeByNetworkTable
        provenance = model.provenanceTable
        gapFigure = model.gapFigure
        curves = model.curvesFigure
        marginFigure = model.marginFigure(pairs)
        cactus = model.cactusFigure
    }

    var tables: [Table] {
        [robustError] + [intervals, exact, published, ablation].compactMap(\.self)
            + [gap, margins, differences, time, timeByNetwork, laws.table]
            + [laws.violationTable].compactMap(\.self) + [provenance]
    }

    var figures: [ReportFigure] { [gapFigure] + [curves, marginFigure, cactus].compactMap(\.self) }

    /// Queries that no method has decided.
    var openQueries: Int {
        model.rows.reduce(0) { total, row in
            total + row.samples.indices.count { !row.isError($0) && !row.isProved($0) }
        }
    }

    func summary(files: [String]) -> ReportSummary {
        ReportSummary(
            outcomesExpected: model.outcomesExpected, outcomesPresent: model.outcomesPresent, openQueries: openQueries,
            lawComparisons: laws.comparisons, brokenLaws: laws.violations, headline: headline, files: files)
    }
}
