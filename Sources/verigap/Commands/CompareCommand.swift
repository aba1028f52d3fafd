import ArgumentParser
import Comparison
import DataFormats
import Foundation
import ResultStore
import Runner
import SuiteFiles
import Verifiers

/// `verigap compare`: what differs between two runs of a suite.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compares two runs of a suite, query by query.",
        discussion: """
            Finds, in this order: contradictions (robust in one run, falsified in the other, or a bound certified beyond a \
            point that the other found), queries that are no longer decided, looser certified bounds, attacks that find \
            less, more work (nodes, linear programs, simplex iterations, unstable neurons), more CPU time; and what became \
            better. Only answers to the same question are compared: network bytes, image bytes, \
            set, property and options must agree, limits and revisions of methods may differ. CPU time is judged only \
            between runs of one machine, and only with --control: a second run of the base's build, taken in the same \
            sitting, says how noisy the machine is. Methods are held against each other, so that a machine that was busier \
            in one run makes none of them slower; a factor that all share counts beyond 1.35 only. Run base, new and control \
            in alternation, and on a restless machine a second time, with --again.

            BASE and NEW are result stores (.sqlite), files of outcomes, or folders of reports. What may be worse say the \
            suite's gates, --gates instead, and --acknowledge for single changes that are known; nothing lets a contradiction \
            pass.

            Exit codes: 0 same or improved (the first word says which), \(ExitStatus.lawBroken.rawValue) contradiction, \
            \(ExitStatus.regressed.rawValue) regressed, \(ExitStatus.notComparable.rawValue) not comparable.

            Examples:
              verigap compare Reports/mnist-lpd tonight.sqlite
              verigap compare before.jsonl.gz after.jsonl.gz --control again.jsonl.gz --markdown comment.md
              verigap compare before.sqlite after.sqlite --suite smoke --gates '{ looser-bound: 3 }'
            """)

    @Argument(help: "The earlier run: a result store, a file of outcomes, or a folder that holds one.")
    var base: String

    @Argument(help: "The later run, likewise.")
    var new: String

    @Option(help: ArgumentHelp("The suite whose newest runs in the stores are meant.", valueName: "name"))
    var suite: String?

    @Option(
        name: .customLong("control"),
        help: ArgumentHelp(
            "Another run of the base's build, in the same sitting; several: more is told of time.", valueName: "place"))
    var controls: [String] = []

    @Option(
        help: ArgumentHelp(
            "Another run of the new build, in the same sitting; slower is then what is slower in each.",
            valueName: "place"))
    var again: [String] = []

    @Option(
        help: ArgumentHelp(
            "What may be worse, instead of what the suite says: '{ newly-open: 0, time: 1.2 }'.", valueName: "yaml"))
    var gates: String?

    @Option(
        help: ArgumentHelp("Changes for the worse that are known (YAML).", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var acknowledge: String?

    @Option(
        help: ArgumentHelp("Write the comparison as Markdown, fit for a pull request.", valueName: "file"),
        completion: .file(extensions: ["md"]))
    var markdown: String?

    @Option(
        help: ArgumentHelp("Write it as one page with figures.", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var html: String?

    @OptionGroup var data: DataOptions

    @Flag(help: "List everything that was found, not the first 20 of a kind.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing if nothing is worse.")
    var quiet = false

    @Flag(help: "Print everything as JSON.")
    var json = false

    func run() throws {
        let runs = try ComparedRuns(base: base, new: new, controls: controls, again: again, suite: suite)
        let known = try KnownSuite(runs.suite, data)
        let gates = try gates.map { try SuiteReader.gates($0, from: "--gates", defaults: known.gates) } ?? known.gates
        let acknowledgements = try acknowledge.map { path in
            try SuiteReader.acknowledgements(try SuiteReader.text(path: path), path: path)
        }
        let comparison = RunComparison(
            base: runs.base, new: runs.new, controls: runs.controls, again: runs.again,
            catalog: MethodRegistry.catalog.withoutLibraries, whereabouts: known.whereabouts)
        let judgement = Judgement(
            comparison, gates: gates, acknowledgements: acknowledgements ?? [], today: .today())
        if let markdown { try AtomicFile.write(ComparisonMarkdown.text(comparison, judgement), to: markdown) }
        if let html { try AtomicFile.write(ComparisonHTML.page(comparison, judgement), to: html) }
        if json {
            Console.print(try JSONText.text(ComparisonAnswer(comparison, judgement)))
        } else if !quiet || judgement.verdict.failure != nil {
            Console.print(ComparisonText.text(comparison, judgement, limit: verbose ? nil : 20))
        }
        if let failure = judgement.verdict.failure { throw failure }
    }

}

extension Judgement.Verdict {
    /// The exit code, where it is not 0.
    var failure: ExitStatus? {
        switch self {
        case .same, .improved: nil
        case .contradiction: .lawBroken
        case .regressed: .regressed
        case .notComparable: .notComparable
        }
    }
}
