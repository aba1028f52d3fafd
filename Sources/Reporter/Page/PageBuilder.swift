import Figures
import Pages
import Questions
import ResultStore
import Tables

/// Makes the page of a report from the parts that its Markdown is made of.
struct PageBuilder {
    let report: any ReportContent
    let snapshot: RunSnapshot
    let catalog: MethodCatalog

    private var model: ReportModel { report.model }

    /// The most bytes of figures that a page holds itself; the others it shows from the files beside it.
    static let figureLimit = 1_000_000

    /// Writes the page, its rows where they are many, and its pictures where it has any.
    func write(
        to output: ReportFolder, figures: [(figure: ReportFigure, png: [UInt8])],
        pictures: (PictureRequest) throws(ReportFault) -> Pictures
    ) throws(ReportFault) {
        let states = report.states
        let request = model.pictureRequest(states, snapshot)
        let found = try pictures(request).restricted(to: request)
        var page = page(figures: figures, states)
        do throws(FigureFault) { page.shown = try shown(request, found) } catch {
            throw .figure(name: PageFiles.index, error)
        }
        page.pictureSentence = sentence(on: page.shown, request)
        if !found.isEmpty {
            let labels = Dictionary(snapshot.samples.map { ($0.digest, $0.label) }) { first, _ in first }
            try output.write(PictureFile.name, chunks: [try PictureFile.bytes(of: found, labels: labels)])
        }
        let files = page.files
        if let rows = files.rows { try output.write(PageFiles.rowsName, rows) }
        try output.write(PageFiles.index, files.html)
    }

    func page(figures: [(figure: ReportFigure, png: [UInt8])], _ states: [[QueryState]]) -> Page {
        let commands = QueryCommands(model: model, catalog: catalog)
        var page = Page(
            title: PlainText.line(model.run.title), headline: report.headline,
            queries: QueryRows(model: model, states: states, commands: commands).table(), date: model.run.startedAt,
            suite: QueryCommands.quoted(model.run.suite), outcomes: OutcomeFile.name)
        page.alarms = alarms
        var room = Self.figureLimit
        page.figures = figures.map { figure, png in
            let fits = png.count <= room
            if fits { room -= png.count }
            return Page.Figure(
                name: figure.name, title: figure.plot.title, caption: figure.caption, png: fits ? png : nil)
        }
        let laws = ["laws", "law-violations"]
        let origins = ["runs", "provenance"]
        page.tables = report.tables.filter { !(laws + origins).contains($0.name) && !$0.rows.isEmpty }
        page.laws = report.tables.filter { laws.contains($0.name) }.reversed()
        page.lawSentences = [report.laws.sentence, model.auditSentence, model.arithmeticSentence].filter { !$0.isEmpty }
        page.provenance = report.tables.filter { origins.contains($0.name) }
        page.caveats = model.caveats
        return page
    }

    private var alarms: [String] {
        let summary = report.summary(files: [])
        let broken = summary.brokenLaws - summary.contradictions
        return [
            broken > 0 ? "Broken laws: \(broken). See Laws checked." : nil,
            summary.contradictions > 0
                ? "Internal contradictions: \(summary.contradictions). A method said robust and the check of its own proof "
                    + "refused it. See Laws checked." : nil,
            summary.disputes > 0
                ? "\(Wording.counted(summary.disputes, "instance")) proved here and violated according to another tool."
                : nil,
            summary.unanswered > 0
                ? "Not finished: \(summary.unanswered) of \(summary.outcomesExpected) questions are unanswered." : nil,
        ].compactMap(\.self)
    }

    private func shown(_ request: PictureRequest, _ pictures: Pictures) throws(FigureFault) -> [ShownQuery] {
        var starts = [0]
        for row in model.rows { starts.append(starts[starts.count - 1] + row.samples.count) }
        var shown = [ShownQuery]()
        for query in request.queries {
            guard let image = pictures.images[query.sample.digest],
                let picture = PixelPicture(image, shape: pictures.shape)
            else { continue }
            let network = query.networkDigest
            let point = network.map { Pictures.Point(network: $0, sample: query.sample.digest) }
            shown.append(
                ShownQuery(
                    row: starts[query.row] + query.place, image: try picture.png(),
                    witness: try witness(of: query, beside: image, pictures),
                    scores: point.flatMap { pictures.scores[$0] } ?? [], proofs: proofs(of: query)))
        }
        return shown
    }

    /// Names that `run --proof` gives to the proofs of a query, by the position of the method.
    private func proofs(of query: PictureRequest.Query) -> [(method: Int, name: String)] {
        let row = model.rows[query.row]
        return model.methods.enumerated().compactMap { number, method in
            let place = snapshot.cells.firstIndex { cell in
                cell.method == method.id && cell.network == row.network
                    && cell.configuration.perturbation.epsilon == row.epsilon
            }
            guard let place, let stored = snapshot.outcomes[place].first(of: query.sample.id),
                let name = ResultsFile.proof(
                    of: stored, snapshot.cells[place].configuration, sample: query.sample.digest, catalog)
            else { return nil }
            return (number, name)
        }
    }

    private func witness(
        of query: PictureRequest.Query, beside image: [Float], _ pictures: Pictures
    ) throws(FigureFault) -> ShownQuery.Witness? {
        guard let name = query.witness, let method = query.method, let pixels = pictures.witnesses[name],
            let picture = PixelPicture(pixels, shape: pictures.shape),
            let difference = PixelPicture.difference(pixels, from: image, shape: pictures.shape),
            let outcome = model.rows[query.row].outcomes[model.methods[method].id]?[query.place]
        else { return nil }
        let network = query.networkDigest
        let point = network.map { Pictures.Point(network: $0, witness: name) }
        return ShownQuery.Witness(
            method: method, fingerprint: name.description, image: try picture.png(),
            difference: try difference.picture.png(),
            magnification: difference.magnification, adversarialClass: outcome.witness?.adversarialClass ?? 0,
            scores: point.flatMap { pictures.scores[$0] } ?? [])
    }

    private func sentence(on shown: [ShownQuery], _ request: PictureRequest) -> String {
        if model.isContest { return "Instances are no images: there are no pictures." }
        if request.candidates == 0 { return "No query is falsified or open: there are no pictures." }
        let witnesses = shown.count { $0.witness != nil }
        if shown.isEmpty { return "This report was written without pictures: no images were at hand." }
        return
            "Pictures: \(Wording.counted(shown.count, "query", "queries")) of \(request.candidates) that are falsified or open, "
            + "in turn of every network and size (at most \(PictureRequest.limit)); "
            + (witnesses == 0
                ? "no witness's pixels were at hand: outcomes keep their fingerprints alone."
                : "\(witnesses) with a witness's pixels.")
    }
}
