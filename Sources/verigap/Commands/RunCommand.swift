import ArgumentParser
import DataFormats
import Foundation
import ResultStore
import Runner

/// `verigap run`: asks what is missing and records the outcomes.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a suite: asks every method what is not in the store yet.",
        discussion: """
            Every outcome is on disk as soon as it is known; run again to go on where a run ended. Ctrl-C lets the \
            jobs in flight finish, a second one leaves at once, and so does SIGTERM; nothing recorded is lost.
            """)

    @OptionGroup var suite: SuiteArgument
    @OptionGroup var running: RunningOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var data: DataOptions

    @Option(
        help: ArgumentHelp(
            "Keep a page of the run fresh: open it in a browser.",
            discussion: "Progress, what every worker does, bounds and verdicts so far, the slowest queries, faults.",
            valueName: "file"), completion: .file(extensions: ["html"]))
    var page: String?

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Name every stale cell, not only the reasons.")
    var verbose = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func run() async throws {
        let start = ContinuousClock.now
        var options = running.options
        if let folder = options.proofFolder { try OutputFolder.make(folder) }
        // Before anything starts another program.
        try OpenFileLimit.provide(workers: options.workers)
        // The store comes second: a faulty suite leaves none behind.
        var plan = try suite.plan(data, store: nil)
        if options.proofFolder != nil, !plan.suite.form.isPlain, plan.suite.form != .given {
            throw CommandFault(
                "--proof: proofs are of robust errors on balls, against all classes, and of given properties; `verigap verify --question "
                    + "minimum-distortion --proof` seals both ends of one image's bracket")
        }
        let results = try store.openForWriting(quiet: quiet)
        try plan.consult(results)
        if !quiet {
            for warning in plan.warnings { Console.note("warning: \(warning)") }
            sayStale(plan)
            if plan.adoptedCount > 0, !options.fresh { Console.note(SmallerLimits.text(plan.adoptedCount)) }
            if !plan.changedSamples.isEmpty {
                Console.note(ChangedImages.text(plan.changedSamples.map(\.description)))
            }
        }
        options.secondsSpent = (.now - start) / .seconds(1)
        let runner = Runner(plan: plan, store: results, launcher: ProcessLauncher.beside(), options: options)
        let folder = FileManager.default.currentDirectoryPath
        let record = RunRecord(
            plan: plan, command: Provenance.command(CommandLine.arguments, from: folder),
            commit: await Provenance.commit(), versions: Version.all(), workers: options.workers)
        let keeper = try page.map { try PageKeeper($0, store: results, suite: plan.suite) }
        let summary = try await runner.follow(record, quiet: quiet, page: keeper)
        if options.proofFolder != nil, summary.asked == 0, !quiet {
            Console.note("no proof was written: nothing was asked that the store does not hold; --fresh asks all again")
        }
        let report = RunReport(plan, store: store.path, summary)
        Console.print(json ? try JSONText.text(report) : report.text)
        if summary.exitStatus != .success { throw summary.exitStatus }
    }

    private func sayStale(_ plan: Plan) {
        let lines = verbose ? plan.stale.map(\.description) : StaleSummary.summaries(of: plan.stale).map(\.description)
        for line in lines { Console.note("stale: \(line)") }
    }
}
