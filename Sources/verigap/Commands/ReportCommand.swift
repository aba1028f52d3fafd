import ArgumentParser
import Foundation
import Questions
import Reporter
import ResultStore
import Runner
import SuiteFiles
import Verifiers

/// `verigap report`: tables and figures from what is recorded.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes the report of a suite's newest run: Markdown, HTML, LaTeX, CSV, figures.",
        discussion: """
            Reads the result store, or a file of outcomes, and computes nothing that needs a network, but for the class scores that \
            \(Reporter.pageName) shows of a few images. The outcomes themselves are written beside the report (\(OutcomeFile.name)), so that it can be rendered again, byte for \
            byte, without the store. Checks the laws between methods; where one is broken, or a method \
            contradicts its own proof, the report says so and the exit code is \(ExitStatus.lawBroken.rawValue); so it is where \
            another tool says of an instance that is proved here that it is violated. A counterexample of ours that another \
            tool's answer denies was checked, and is reported without an exit code of its own. Of a run \
            that did not finish the report is written all the same, with bounds that hold, and the exit code is \
            \(ExitStatus.incomplete.rawValue).

            With --check nothing is written: the report that stands in the folder is held against the one that its \
            own outcomes give, and against the suite, networks, images and methods of now. Where anything differs it \
            is named and the exit code is \(ExitStatus.staleReport.rawValue). Where nothing differs but a network \
            or the images are not here to be compared, the exit code is \(ExitStatus.inputNotFound.rawValue).

            Examples:
              verigap report smoke
              verigap report smoke --from Reports/smoke/\(OutcomeFile.name) --output elsewhere
              verigap report smoke --check
            """)

    @OptionGroup var suite: SuiteArgument

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The report goes to a sub-folder of it.", valueName: "folder"),
        completion: .directory)
    var output = "Reports"

    @Option(
        help: ArgumentHelp("Read this file of outcomes instead of the store.", valueName: "file"),
        completion: .file(extensions: ["gz", "jsonl"]))
    var from: String?

    @Flag(help: "Write nothing; fail if the report in the folder is stale.")
    var check = false

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Write \(Reporter.pageName), the report as one page for a browser.",
            discussion: "With --check, --no-html does not look at it."))
    var html = true

    @Option(
        help: ArgumentHelp(
            "Outcomes as CSV: whole (results.csv), split (results/NETWORK.csv) or none.",
            discussion:
                "Default: whole, of more than 100,000 outcomes split. With --check, files that are not there are none that differ.",
            valueName: "layout"))
    var results: ResultsLayout?

    @OptionGroup var store: StoreOptions
    @OptionGroup var data: DataOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func validate() throws {
        if store.store != nil, from != nil || check {
            throw ValidationError("--store does not go together with \(from != nil ? "--from" : "--check").")
        }
    }

    func run() throws {
        let suite = try suite.readText(data).suite
        let folder = "\(output)/\(suite.name)"
        let snapshot = try snapshot(of: suite, folder)
        if check {
            try self.check(folder, against: snapshot, of: suite)
            return
        }
        let pictures = ReportPictures(
            suite: suite, snapshot: snapshot, locator: try data.locator(suite: suite.path),
            places: [folder, (from ?? folder)], store: from == nil ? store.path : nil)
        let summary = try Reporter.write(
            snapshot: snapshot, suite: suite, catalog: MethodRegistry.catalog, to: folder, hasPage: html,
            results: results,
            pictures: pictures.found)
        let result = ReportResult(suite: suite.name, folder: folder, summary)
        if json { Console.print(try JSONText.text(result)) } else if !quiet { Console.print(result.text) }
        try complain(of: summary, folder)
    }

    private func snapshot(of suite: Suite, _ folder: String) throws -> RunSnapshot {
        let own = "\(folder)/\(OutcomeFile.name)"
        if check, from == nil, !FileManager.default.fileExists(atPath: own) {
            throw CommandFault(
                "there is no \(own) to check the report against; verigap report \(self.suite.suite) writes it",
                status: .inputNotFound)
        }
        if let file = from ?? (check ? own : nil) {
            let snapshot = try OutcomeFile.read(OutcomeFile.path(at: file))
            guard snapshot.run.suite == suite.name else {
                throw CommandFault(
                    "\(file) holds outcomes of the suite \(snapshot.run.suite), not of \(suite.name)",
                    status: .dataFault)
            }
            return snapshot
        }
        do throws(CommandFault) { return try recorded(suite.name) } catch {
            guard error.status == .inputNotFound, FileManager.default.fileExists(atPath: own) else { throw error }
            let hint = "verigap report \(self.suite.suite) --from \(own) renders the outcomes that lie there"
            throw CommandFault("\(error)\n  hint: \(hint)", status: error.status)
        }
    }

    /// The newest run of a suite.
    private func recorded(_ suite: String) throws(CommandFault) -> RunSnapshot {
        do throws(StoreFault) {
            let results = try ResultStore(store.path, mode: .read)
            if let snapshot = try results.snapshot(suite: suite, witnesses: false) { return snapshot }
        } catch { throw CommandFault(error.description, status: error.exitStatus) }
        throw .noRun(of: suite, self.suite.suite, in: store.path)
    }

    private func check(_ folder: String, against snapshot: RunSnapshot, of suite: Suite) throws {
        let (result, summary) = try ReportCheck(
            suite: suite, snapshot: snapshot, locator: try data.locator(suite: suite.path), hasPage: html,
            command: self.suite.suite + (output == "Reports" ? "" : " --output \(output)")
        )
        .result(folder)
        if json {
            Console.print(try JSONText.text(result))
        } else if result.state == .fresh, !quiet {
            Console.print(result.text)
        }
        if let failure = result.state.failure {
            if !json { Console.note(result.text) }
            throw failure
        }
        try complain(of: summary, folder)
    }

    private func complain(of summary: ReportSummary, _ folder: String) throws {
        let laws = summary.brokenLaws - summary.contradictions
        if laws > 0 { Console.note("verigap: \(Wording.counted(laws, "law")) broken; see \(folder)/report.md") }
        if summary.contradictions > 0 {
            let answers = Wording.counted(summary.contradictions, "internal contradiction")
            Console.note("verigap: \(answers): a proof of a method's own was refused; see \(folder)/report.md")
        }
        if summary.unanswered > 0 {
            Console.note(
                "verigap: \(summary.unanswered) of \(summary.outcomesExpected) questions are unanswered; "
                    + "verigap run \(suite.suite) goes on with them")
        }
        if summary.disputes > 0 {
            let instances = Wording.counted(summary.disputes, "instance")
            Console.note(
                "verigap: \(instances) proved here and violated according to another tool; see \(folder)/report.md")
        }
        guard summary.brokenLaws == 0, summary.disputes == 0 else { throw ExitStatus.lawBroken }
        guard summary.unanswered == 0 else { throw ExitStatus.incomplete }
    }
}

/// What `verigap report` prints.
private struct ReportResult: Encodable {
    var suite: String
    var folder: String
    var headline: String
    var outcomesExpected: Int
    var outcomesPresent: Int
    var openQueries: Int
    var unanswered: Int
    var lawComparisons: Int
    var brokenLaws: Int
    var contradictions: Int
    var disputes: Int
    var files: [String]

    init(suite: String, folder: String, _ summary: ReportSummary) {
        self.suite = suite
        self.folder = folder
        headline = summary.headline
        outcomesExpected = summary.outcomesExpected
        outcomesPresent = summary.outcomesPresent
        openQueries = summary.openQueries
        unanswered = summary.unanswered
        lawComparisons = summary.lawComparisons
        brokenLaws = summary.brokenLaws
        contradictions = summary.contradictions
        disputes = summary.disputes
        files = summary.files
    }

    var text: String {
        "\(headline)\n\(folder)/report.md and \(Wording.counted(files.count - 1, "more file")) written"
    }
}

extension ResultsLayout: ExpressibleByArgument {}
