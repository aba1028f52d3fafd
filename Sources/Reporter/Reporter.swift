import Figures
import Pages
import Questions
import ResultStore
import SuiteFiles
import Tables

/// Writes reports.
public enum Reporter {
    /// The report as one page.
    public static let pageName = PageFiles.index
    /// It, and what stands beside it for its sake.
    public static let pageFiles = [PageFiles.index, PageFiles.rowsName, PictureFile.name]

    /// All tables and figures as one document of LaTeX.
    static let documentName = "report.tex"

    /// Writes `report.md`, `report.tex`, `tables/*.{tex,csv}`, `results.csv` with its schema, `figures/*.{png,pdf,svg}` and the outcomes from which all
    /// of that can be written again (`OutcomeFile`) into `folder`, which is made if need be. Every file is written beside
    /// its place and renamed, `report.md` last. Files of these kinds in `tables` and `figures` that the report no longer has
    /// are removed.
    ///
    /// With a page, `index.html` too, and beside it `rows.js` where its rows are many and `pictures.jsonl.gz` where it has pictures
    /// (`PictureFile`), from which it follows byte for byte as the rest does from the outcomes.
    ///
    /// - Parameters:
    ///   - splitSize: Images in the dataset's split. Without it the sizes of the well-known data sets count;
    ///     for others a selection of `all` counts as the whole split.
    ///   - hasPage: Whether `index.html` is written.
    ///   - results: In how many files the outcomes stand as CSV; `nil`: in one, or of many outcomes in one per network.
    ///   - pictures: Looks up what the page shows of its chosen samples.
    /// - Throws: When the snapshot names a method that the catalogue lacks, or a file cannot be written.
    public static func write(
        snapshot: RunSnapshot, suite: Suite, catalog: MethodCatalog, to folder: String, splitSize: Int? = nil,
        hasPage: Bool = true, results: ResultsLayout? = nil,
        pictures: (PictureRequest) throws(ReportFault) -> Pictures = { _ in .none }
    ) throws(ReportFault) -> ReportSummary {
        let model = try ReportModel(snapshot: snapshot, suite: suite, catalog: catalog, splitSize: splitSize)
        if let font = suite.figures.font, !InstalledFonts.has(font) { throw .missingFont(font, suite: suite.path) }
        let layout = results ?? .standard(outcomes: model.outcomesPresent)
        // Millions of outcomes take as long to write down as to look at.
        let data = [
            BackgroundWork { () throws(ReportFault) in try writeOutcomes(of: snapshot, to: folder) },
            BackgroundWork { () throws(ReportFault) in try writeResults(of: snapshot, catalog, layout, to: folder) },
        ]
        defer { for work in data { work.wait() } }
        let report = content(model, catalog)
        let output = try ReportFolder(folder)
        for table in report.tables {
            try output.write("tables/\(table.name).tex", table.latex(prefix: suite.name, names: model.texNames))
            try output.write("tables/\(table.name).csv", table.csv)
        }
        let form = model.figureForm
        var drawn = [(figure: ReportFigure, png: [UInt8])]()
        for figure in report.figures {
            for (ending, bytes) in try render(figure, form, footer: model.unfinishedFooter) {
                try output.write("figures/\(figure.name).\(ending)", chunks: [bytes])
                if ending == "png" { drawn.append((figure, bytes)) }
            }
        }
        try output.write(documentName, LaTeXDocument(report, suite: suite.name).text)
        if hasPage {
            let builder = PageBuilder(report: report, snapshot: snapshot, catalog: catalog)
            try builder.write(to: output, figures: drawn, pictures: pictures)
        }
        for work in data.reversed() { output.adopt(try work.value()) }
        try output.write("report.md", report.markdown)
        try output.removeStale()
        return report.summary(files: output.written)
    }

    /// - Returns: the files written.
    private static func writeOutcomes(
        of snapshot: RunSnapshot, to folder: String
    ) throws(ReportFault) -> [String] {
        let output = try ReportFolder(folder)
        try output.write(OutcomeFile.name) { write in try OutcomeFile.write(snapshot, to: write) }
        return output.written
    }

    private static func writeResults(
        of snapshot: RunSnapshot, _ catalog: MethodCatalog, _ layout: ResultsLayout, to folder: String
    ) throws(ReportFault) -> [String] {
        let output = try ReportFolder(folder)
        for (name, cells) in layout.files(of: snapshot.cells) {
            try output.write(name, chunks: ResultsFile.chunks(of: snapshot, catalog, cells: cells))
        }
        if layout != .none { try output.write(ResultsSchema.name, ResultsSchema.text()) }
        return output.written
    }

    static func content(_ model: ReportModel, _ catalog: MethodCatalog) -> any ReportContent {
        if model.isContest { return ContestReport(model, catalog: catalog) }
        return model.goal.isRadius ? DistanceReport(model, catalog: catalog) : Report(model, catalog: catalog)
    }

    private static func render(
        _ figure: ReportFigure, _ form: FigureForm, footer: String?
    ) throws(ReportFault) -> [(ending: String, bytes: [UInt8])] {
        let scene = figure.plot.scene(form, footer: footer)
        do throws(FigureFault) {
            return [
                ("png", try CairoRenderer.png(scene)), ("pdf", try CairoRenderer.pdf(scene)),
                ("svg", SVGRenderer.svg(scene)),
            ]
        } catch {
            throw .figure(name: figure.name, error)
        }
    }
}

/// A report's parts, all computed.
protocol ReportContent {
    var tables: [Table] { get }
    var figures: [ReportFigure] { get }
    /// `report.md`. Text that may come from strangers passes `PlainText` on its way.
    var markdown: String { get }

    var model: ReportModel { get }
    var laws: [LawResult] { get }
    var lawTable: Table { get }
    /// Questions that nobody has settled.
    var openQueries: Int { get }
    /// The first paragraph, one line.
    var headline: String { get }
    /// Instances of which another tool says the opposite, and nobody can tell who is wrong.
    var disputes: Int { get }
    /// What is known of every query, row by row in the order of their samples.
    var states: [[QueryState]] { get }
}

extension ReportContent {
    var disputes: Int { 0 }

    /// - Parameter files: what was written.
    func summary(files: [String]) -> ReportSummary {
        ReportSummary(
            outcomesExpected: model.outcomesExpected, outcomesPresent: model.outcomesPresent, openQueries: openQueries,
            lawComparisons: laws.comparisons, brokenLaws: laws.violations, contradictions: laws.contradictions,
            disputes: disputes,
            headline: headline, files: files)
    }
}

/// What a report says in short.
public struct ReportSummary: Sendable, Hashable {
    /// Outcomes that the run asks for, and those the snapshot has.
    public var outcomesExpected: Int
    public var outcomesPresent: Int
    /// Queries (network, ε, image) that no method has decided.
    public var openQueries: Int
    /// Outcomes that the run asks for and does not have.
    public var unanswered: Int { outcomesExpected - outcomesPresent }
    /// Comparisons made by the law checker, and how many of them failed; a broken law must fail the program.
    public var lawComparisons: Int
    public var brokenLaws: Int
    /// Of the failed comparisons, answers that contradict their own proofs.
    public var contradictions: Int
    /// Instances that a method of ours proved and of which another tool has a counterexample, or so it says: one of the two is
    /// wrong, and nobody can tell which. Where ours is the counterexample it was checked, and the other is wrong.
    public var disputes: Int
    /// The report's first paragraph, one line without mark-up.
    public var headline: String
    /// Paths relative to the report's folder, in the order written.
    public var files: [String]
}

/// Why there is no report.
public enum ReportFault: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownMethod(String)
    case cannotWrite(path: String, reason: String)
    case figure(name: String, FigureFault)
    /// The suite wants letters that this machine does not have.
    case missingFont(String, suite: String)
    /// The snapshot does not list what its cells name.
    case outcomes(StoreFault)
    /// The file of pictures cannot be read.
    case pictures(String)

    public var description: String {
        switch self {
        case .unknownMethod(let name):
            "the run used a method that this version does not know: \(name) (run the suite again, or use the version "
                + "that recorded it)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        case .missingFont(let name, let suite):
            "\(suite): figures are to be drawn in \"\(name)\", and no font of that name is installed (fc-list : family lists "
                + "those that are; without font: figures are drawn in \(FigureStyle.font), of fonts-dejavu-core)"
        case .figure(let name, let fault): "figures/\(name): \(fault)"
        case .outcomes(let fault): "\(OutcomeFile.name): \(fault)"
        case .pictures(let reason):
            "\(PictureFile.name): \(reason) (remove it, and the report looks the pictures up again)"
        }
    }
}
