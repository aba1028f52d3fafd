import Questions
import Tables

/// A report's parts, all computed: tables, figures, laws.
struct Report: ReportContent {
    let model: ReportModel
    let laws: [LawResult]
    let robustError: Table
    let intervals: Table?
    let exact: Table?
    let published: Table?
    let verifiedShare: Table?
    let ablation: Table?
    let gap: Table
    let margins: Table
    let differences: Table
    let time: Table
    let timeByNetwork: Table
    let provenance: Table
    let runs: Table?
    let lawTable: Table
    /// Each figure in as many parts as it needs.
    let gapFigures: [ReportFigure]
    let curves: [ReportFigure]
    let marginFigures: [ReportFigure]
    let cactus: [ReportFigure]

    init(_ model: ReportModel, catalog: MethodCatalog) {
        self.model = model
        laws = LawChecker(model: model, catalog: catalog).check()
        robustError = Self.bounds(model.robustErrorTable, model)
        intervals = model.intervalTable.map { Self.bounds($0, model) }
        exact = model.exactTable.map { Self.bounds($0, model) }
        published = model.publishedTable.map { Self.bounds($0, model) }
        verifiedShare = model.verifiedShareTable.map { Self.bounds($0, model) }
        let tolerances = model.toleranceCaveat
        let unfinished = model.unmeasuredCaveat
        ablation = model.ablationTable?.marked(tolerances).with(caveat: unfinished)
        gap = Self.bounds(model.gapTable, model)
        let pairs = model.marginPairs(catalog)
        margins = model.marginTable.marked(tolerances).with(caveat: unfinished)
        differences = model.differenceTable(pairs).marked(tolerances).with(caveat: unfinished)
        let times = MethodTimes(model)
        time = model.timeTable(times).marked(tolerances).with(caveat: unfinished)
        timeByNetwork = model.timeByNetworkTable(times).marked(tolerances).with(caveat: unfinished)
        lawTable = laws.table.marked(tolerances)
        provenance = model.provenanceTable
        runs = model.runTable
        let form = model.figureForm
        gapFigures = model.gapFigure.parts(form)
        curves = model.curvesFigure?.parts(form) ?? []
        marginFigures = model.marginFigure(pairs)?.parts(form) ?? []
        cactus = model.cactusFigure(times)?.parts(form) ?? []
    }

    /// A table of bounds with all that must be known to read it.
    private static func bounds(_ table: Table, _ model: ReportModel) -> Table {
        var table = table
        table.caveats = model.caveats + table.caveats
        return table.arranged(model.suite.tables)
    }

    var tables: [Table] {
        [robustError] + [intervals, exact, verifiedShare, published, ablation].compactMap(\.self)
            + [gap, margins, differences, time, timeByNetwork, lawTable]
            + [laws.violationTable, runs].compactMap(\.self) + [provenance]
    }

    var figures: [ReportFigure] { gapFigures + curves + marginFigures + cactus }

    /// Queries that no method has decided.
    var openQueries: Int {
        model.rows.reduce(0) { total, row in
            total + row.samples.indices.count { !row.isError($0) && !row.isProved($0) }
        }
    }

    var states: [[QueryState]] {
        model.rows.map { row in
            row.samples.indices.map { sample in
                let (isError, isProved) = (row.isError(sample), row.isProved(sample))
                if isError, isProved { return .contradicted }
                if row.isWrong(sample) { return .misclassified }
                return isError ? .falsified : isProved ? .proved : .open
            }
        }
    }
}
