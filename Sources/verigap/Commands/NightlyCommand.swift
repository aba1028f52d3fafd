import ArgumentParser
import Comparison
import DataFormats
import Foundation
import Nightly
import ResultStore
import Runner
import SuiteFiles

/// `verigap nightly`: a run held against a baseline, and entered into a ledger.
struct NightlyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nightly", abstract: "Runs a suite, holds it against its baseline and enters it into the ledger.",
        discussion: """
            Asks the whole suite from nothing, compares the outcomes with the baseline query by query (see verigap compare; \
            the suite's gates count, and known changes in acknowledged/<suite>.yaml), adds a row per series to ledger.csv, whatever \
            came of it, and writes the page README.md with its figures anew. A night that was killed is entered as interrupted \
            by the next one.

            The baseline moves only by --accept, which makes the last whole night the baseline unless it was red. Without \
            one, accept the first night. CPU time is followed in the ledger, where a shift shows after some nights. With \
            --timed it is judged at once: the commit of the baseline is built, and both builds run twice, in alternation.

            Exit codes: 0 same or improved, \(ExitStatus.lawBroken.rawValue) contradiction, \
            \(ExitStatus.regressed.rawValue) regressed, \(ExitStatus.notComparable.rawValue) not comparable or no baseline, \
            \(ExitStatus.incomplete.rawValue) or \(ExitStatus.interrupted.rawValue) where queries are unanswered.

            Examples:
              verigap nightly nightly
              verigap nightly mnist-lpd --output /srv/verigap --workers 1
              verigap nightly nightly --accept
            """)

    @OptionGroup var suite: SuiteArgument

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Where ledger, page and baselines lie.", valueName: "folder"),
        completion: .directory)
    var output = "Reports/nightly"

    @Flag(help: "Make the last whole night the baseline; nothing is run. Refused if it was red.")
    var accept = false

    @Flag(help: "Write the page anew; nothing is run.")
    var render = false

    @Flag(
        help: "Judge CPU time: run the build of the baseline's commit before and after the night, and this one twice.")
    var timed = false

    @Option(
        help: ArgumentHelp(
            "Programs of the accepted build, instead of building its commit (with --timed).", valueName: "folder"),
        completion: .directory)
    var accepted: String?

    @Option(help: ArgumentHelp("Worker processes. (default: one per core)", valueName: "count"))
    var workers: Int?

    @Flag(name: .shortAndLong, help: "Show no progress, and say nothing if nothing is worse.")
    var quiet = false

    @Flag(help: "List everything that was found, not the first 20 of a kind.")
    var verbose = false

    @Flag(help: "Print the comparison as JSON.")
    var json = false

    @OptionGroup var data: DataOptions

    func validate() throws {
        if accepted != nil, !timed { throw ValidationError("--accepted needs --timed") }
        if accept, render { throw ValidationError("--accept and --render are two things") }
        if let workers, !(1...1024).contains(workers) { throw ValidationError("--workers must be at least 1") }
    }

    func run() async throws {
        let known = try suite.readText(data).suite
        let folder = try NightFolder(output, suite: known.name)
        if render { return try folder.render(try folder.readLedger()) }
        if accept { return try acceptLatest(folder, known) }
        let options = RunOptions(
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount, fresh: true)
        try OpenFileLimit.provide(workers: options.workers)
        let night = NightRun(
            suite: suite, data: data, folder: folder, gates: known.gates, options: options,
            timing: try await timing(folder, known, options.workers), quiet: quiet || json)
        try finish(try await night.perform(), folder)
    }

    private func timing(_ folder: NightFolder, _ suite: Suite, _ workers: Int) async throws -> NightTiming? {
        guard timed else { return nil }
        guard folder.hasBaseline else {
            Console.note("--timed: there is no baseline to hold CPU time against")
            return nil
        }
        let isQuiet = quiet || json
        let programs =
            if let accepted { accepted } else {
                try await NightTiming.programs(of: try OutcomeFile.read(folder.baseline)) { line in
                    if !isQuiet { Console.note(line) }
                }
            }
        return NightTiming(
            suite: (suite.name, suite.path), accepted: programs, data: data.dataDirectory, workers: workers,
            place: folder.timingPlace)
    }

    private func finish(_ result: NightRun.Result, _ folder: NightFolder) throws {
        if let comparison = result.comparison, let judgement = result.judgement {
            if json {
                Console.print(try JSONText.text(ComparisonAnswer(comparison, judgement)))
            } else if !quiet || result.status.isRed || result.status == .notComparable {
                Console.print(
                    ComparisonText.text(
                        comparison, judgement, limit: verbose ? nil : 20,
                        without: timed ? [] : ["time", "brackets"]))
            }
        } else if !quiet || result.status == .noBaseline {
            Console.note(
                "there is no \(folder.baseline): if the night is as it should be, --accept makes it the baseline")
        }
        if !quiet, !json { Console.print("\(result.status.rawValue): \(folder.path)/\(NightlyPage.name)") }
        if result.status.isRed, let failure = result.judgement?.verdict.failure { throw failure }
        if result.ending != .success { throw result.ending }
        if result.status == .noBaseline || result.status == .notComparable { throw ExitStatus.notComparable }
    }

    private func acceptLatest(_ folder: NightFolder, _ suite: Suite) throws {
        guard FileManager.default.fileExists(atPath: folder.latest) else {
            throw CommandFault(
                "no whole night of \(suite.name) has been run here; verigap nightly \(self.suite.suite) runs one",
                status: .inputNotFound)
        }
        let snapshot = try OutcomeFile.read(folder.latest)
        let night = snapshot.run.startedAt
        let status = try folder.readLedger().status(ofNight: night, suite: suite.name)
        if status?.isRed == true {
            Console.note(
                "the baseline stays: the night of \(night) was red; acknowledge what is known in "
                    + "\(folder.acknowledgements), and run again")
            throw status == .contradiction ? ExitStatus.lawBroken : .regressed
        }
        if folder.hasBaseline {
            let comparison = try NightRun.comparison(folder, snapshot, .unknown)
            let judgement = Judgement(
                comparison, gates: suite.gates, acknowledgements: try folder.known(), today: .today())
            if let failure = judgement.verdict.failure, failure != .notComparable {
                Console.print(ComparisonText.text(comparison, judgement, limit: verbose ? nil : 20))
                Console.note(
                    "the baseline stays: the night of \(snapshot.run.startedAt) is worse; acknowledge what is known in "
                        + "\(folder.acknowledgements), or mend it")
                throw failure
            }
            if comparison.lost > 0 {
                Console.note("\(comparison.lost) queries of the baseline before are not in this one")
            }
        }
        try OutputFolder.make("\(folder.path)/baselines")
        try AtomicFile.write(try OutcomeFile.bytes(of: snapshot), to: folder.baseline)
        try folder.render(try folder.readLedger())
        if !quiet { Console.print("\(folder.baseline): the night of \(snapshot.run.startedAt)") }
    }
}
