import ArgumentParser
import Reporter
import ResultStore
import Runner
import Verifiers

/// `verigap report`: tables and figures from what is recorded.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes the report of a suite's newest run: Markdown, LaTeX, CSV, figures.",
        discussion: """
            Reads the result store and computes nothing that needs a network. Checks the laws between methods; where \
            one is broken the report says so and the exit code is \(ExitStatus.lawBroken.rawValue).
            """)

    @OptionGroup var suite: SuiteArgument

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The report goes to a sub-folder of it.", valueName: "folder"),
        completion: .directory)
    var output = "Reports"

    @OptionGroup var store: StoreOptions
    @OptionGroup var data: DataOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func run() throws {
        let suite = try suite.readText(data).suite
        let results = try ResultStore(store.path, mode: .read)
        guard let snapshot = try results.snapshot(suite: suite.name, witnesses: false) else {
            throw CommandFault(
                "\(store.path) has no run of \(suite.name); verigap run \(self.suite.suite) makes one",
                status: .inputNotFound)
        }
        let folder = "\(output)/\(suite.name)"
        let summary = try Reporter.write(
            snapshot: snapshot, suite: suite, catalog: MethodRegistry.catalog, to: folder)
        let result = ReportResult(suite: suite.name, folder: folder, summary)
        if json { Console.print(try JSONText.text(result)) } else if !quiet { Console.print(result.text) }
        guard summary.brokenLaws == 0 else {
            Console.note("verigap: \(TextFormat.count(summary.brokenLaws, "law")) broken; see \(folder)/report.md")
            throw ExitStatus.lawBroken
        }
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
    var lawComparisons: Int
    var brokenLaws: Int
    var files: [String]

    init(suite: String, folder: String, _ summary: ReportSummary) {
        self.suite = suite
        self.folder = folder
        headline = summary.headline
        outcomesExpected = summary.outcomesExpected
        outcomesPresent = summary.outcomesPresent
        openQueries = summary.openQueries
        lawComparisons = summary.lawComparisons
        brokenLaws = summary.brokenLaws
        files = summary.files
    }

    var text: String {
        "\(headline)\n\(folder)/report.md and \(TextFormat.count(files.count - 1, "more file")) written"
    }
}
