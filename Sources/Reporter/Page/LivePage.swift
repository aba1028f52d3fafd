import Figures
import Pages
import Questions
import ResultStore
import SuiteFiles
import Tables

/// Where a run stands, in words.
public struct LiveStatus: Sendable {
    /// Of all work that is done, in [0, 1].
    public var fraction: Double
    public var sentences: [String]
    /// What every worker does.
    public var workers: [String]
    /// Seconds after which the page looks again; `nil` where the run is over.
    public var refreshSeconds: Int?
    /// When that was, seconds since 1970.
    public var written: Int

    public init(fraction: Double, sentences: [String], workers: [String], refreshSeconds: Int?, written: Int) {
        (self.fraction, self.sentences, self.workers) = (fraction, sentences, workers)
        (self.refreshSeconds, self.written) = (refreshSeconds, written)
    }
}

extension Reporter {
    /// Queries that the page of a run names as its slowest, and faults that it lists.
    private static let (slowestCount, faultCount) = (12, 20)

    /// The page of a run that may still go on: the report of what is recorded, below where the run stands. One file that links to
    /// none: of its figures the first, and no pictures.
    ///
    /// - Throws: When the snapshot names a method that the catalogue lacks, or a figure cannot be drawn.
    /// - Complexity: that of a report without its files; rows stand in the page however many they are.
    public static func livePage(
        snapshot: RunSnapshot, suite: Suite, catalog: MethodCatalog, status: LiveStatus
    ) throws(ReportFault) -> String {
        let report = content(
            try ReportModel(snapshot: snapshot, suite: suite, catalog: catalog, splitSize: nil), catalog)
        let builder = PageBuilder(report: report, snapshot: snapshot, catalog: catalog)
        var figures = [(figure: ReportFigure, png: [UInt8])]()
        if let figure = report.figures.first {
            do throws(FigureFault) {
                figures = [(figure, try CairoRenderer.png(figure.plot.scene(report.model.figureForm, footer: nil)))]
            } catch {
                throw .figure(name: figure.name, error)
            }
        }
        var page = builder.page(figures: figures, report.states)
        page.status = RunStatus(
            fraction: status.fraction, sentences: status.sentences, workers: status.workers,
            slowest: slowest(snapshot, report.model), faults: faults(snapshot), refreshSeconds: status.refreshSeconds,
            written: status.written)
        return page.lone
    }

    private static func slowest(_ snapshot: RunSnapshot, _ model: ReportModel) -> Table {
        typealias Entry = (cell: Int, stored: StoredOutcome)
        let entries = snapshot.outcomes.enumerated().flatMap { cell, outcomes in
            outcomes.lazy.filter { $0.outcome.impliedBy == nil }.map { Entry(cell, $0) }
        }
        let most = entries.sorted {
            $0.stored.outcome.measurements.wallSeconds > $1.stored.outcome.measurements.wallSeconds
        }.prefix(slowestCount)
        return Table(
            name: "slowest", caption: "",
            columns: [
                .init("method", title: "method", alignment: .left),
                .init("network", title: "network", alignment: .left), .init("epsilon", title: "ε"),
                .init("sample", title: "image", alignment: .left),
                .init("verdict", title: "verdict", alignment: .left),
                .init("seconds", title: "time", unit: "s", format: .significant(3)),
            ],
            rows: most.map { entry in
                let cell = snapshot.cells[entry.cell]
                let row = model.rows.first {
                    $0.network == cell.network && $0.epsilon == cell.configuration.perturbation.epsilon
                }
                return .init([
                    .init(.text(model.methods.first { $0.id == cell.method }?.title ?? cell.method)),
                    .init(.text(row?.title ?? cell.network)), .init(.text(row?.epsilonText ?? "")),
                    .init(.text("\(entry.stored.sample)")), .init(.text(entry.stored.outcome.verdict.words)),
                    .init(.number(entry.stored.outcome.measurements.wallSeconds)),
                ])
            })
    }

    private static func faults(_ snapshot: RunSnapshot) -> [String] {
        let failed = zip(snapshot.cells, snapshot.outcomes).flatMap { cell, outcomes in
            outcomes.filter { [.crashed, .outOfMemory, .witnessRejected].contains($0.outcome.verdict) }.map {
                (cell, $0)
            }
        }
        let newest = failed.sorted { $0.1.recordedAt > $1.1.recordedAt }
        let lines = newest.prefix(faultCount).map { cell, stored in
            "\(cell.method) · \(cell.network) · \(stored.sample): \(stored.outcome.verdict.words)"
                + (stored.outcome.note.map { ": " + PlainText.line($0) } ?? "")
        }
        return lines + (newest.count > faultCount ? ["and \(newest.count - faultCount) more"] : [])
    }
}
