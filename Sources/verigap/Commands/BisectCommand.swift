import ArgumentParser
import Bisection
import Foundation
import Runner

/// `verigap bisect`: which commit changed an answer.
struct BisectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bisect", abstract: "Names the first commit at which flagged queries became worse.",
        discussion: """
            GOOD and BAD are commits of the repository in the working folder, GOOD on the line of first parents that leads to \
            BAD. Commits between are built in a worktree of their own below .verigap/bisect, each at most once for ever, and \
            asked the flagged queries; their answers are held against those of GOOD as `verigap compare` does it. Nothing is \
            timed, but where the CPU time of methods is flagged: then both programs run in alternation until the ratio is clear \
            of what each differs from itself. A commit that does not build or cannot read the suite is skipped. The working \
            folder stays as it is, also after Ctrl-C.

            Flagged is what --from found worse (a file that `verigap compare --json` wrote), what --query names of the suite, or \
            with both what --query covers of the findings. A query is written network=…, epsilon=…, method=…, sample=…; what \
            is left out may be anything. Contradictions need all methods that take part.

            Exit codes: 0 found, \(ExitStatus.notReproduced.rawValue) the ends do not differ in what is flagged, \
            \(ExitStatus.undecided.rawValue) the commit cannot be told from its neighbours (they are named).

            Examples:
              verigap bisect v1.2 main --from comparison.json
              verigap bisect 0123abcd HEAD --from comparison.json --kind looser-bound --query 'method=crown'
              verigap bisect HEAD~20 HEAD --suite smoke --query 'network=TINY, epsilon=0.1, method=lp-all, sample=3'
            """)

    @Argument(help: "A commit at which all was well.")
    var good: String

    @Argument(help: "A later commit at which it is not.")
    var bad: String

    @Option(
        name: .customLong("query"),
        help: ArgumentHelp("Flagged queries; several times: any of them.", valueName: "pattern"),
        transform: { text in
            do { return try QueryPattern(text) } catch { throw ValidationError("\(error)") }
        })
    var queries: [QueryPattern] = []

    @Option(
        help: ArgumentHelp("Flagged is what this comparison found worse.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var from: String?

    @Option(
        name: .customLong("kind"),
        help: ArgumentHelp(
            "Only findings of this kind; several times: any of them. (default: all, CPU time only where nothing else is)"
        ))
    var kinds: [FindingKind] = []

    @Option(
        help: ArgumentHelp("Suite file, or the name of one in Suites. (default: the comparison's)", valueName: "suite"))
    var suite: String?

    @Option(help: ArgumentHelp("A folder of the repository. (default: the working folder)", valueName: "folder"))
    var repository: String?

    @Option(
        help: ArgumentHelp(
            "A line of shell that builds a commit instead of swift build.",
            discussion: """
                It runs in the worktree and puts verigap, and what that needs beside it, into $VERIGAP_PROGRAMS; \
                $VERIGAP_SCRATCH is a folder that stays from commit to commit.
                """, valueName: "command"))
    var build: String?

    @Flag(name: .customLong("ends"), help: "Only build the two ends, and print the folders of their programs.")
    var onlyEnds = false

    @OptionGroup var data: DataOptions

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        if !onlyEnds, from == nil, queries.isEmpty {
            throw ValidationError("nothing is flagged: --from names a comparison, --query queries of a suite")
        }
        if from == nil, suite == nil, !onlyEnds {
            throw ValidationError("--suite must say which suite the queries are of")
        }
    }

    func run() async throws {
        let control = RunControl()
        let interrupts = Interrupts(control)
        defer { interrupts.end() }
        let work = Task { try await perform() }
        let watch = Task {
            while control.level == .running { try await Task.sleep(for: .milliseconds(50)) }
            work.cancel()
        }
        defer { watch.cancel() }
        let status = try await work.value
        if status != .success { throw status }
    }

    private func perform() async throws -> ExitStatus {
        let start = ContinuousClock.now
        let folder = repository ?? FileManager.default.currentDirectoryPath
        let line = try await CommitLine.between(good, bad, in: folder)
        let isQuiet = quiet
        let say: @Sendable (String) -> Void = { line in if !isQuiet { Console.note(line) } }
        let bench = try await Workbench(of: folder, build: build)
        let flagged = onlyEnds ? nil : try FlaggedQueries(from: from, queries, Set(kinds), suite: suite, data)
        try await bench.open(at: line.good)
        do {
            let prover = CommitAsker(bench: bench, say: say)
            if onlyEnds {
                for commit in [line.good, line.commits[line.commits.count - 1]] {
                    Console.print(try await prover.endPrograms(of: commit))
                }
                await bench.close()
                return .success
            }
            guard let flagged else { throw CommandFault("nothing is flagged") }
            let session = try BisectSession(line: line, flagged: flagged, asker: prover, data: data, say: say)
            var result = try await session.result()
            result.seconds = (.now - start) / .seconds(1)
            await bench.close()
            Console.print(json ? try JSONText.text(result) : result.text)
            return result.exitStatus
        } catch {
            await bench.close()
            throw error
        }
    }
}

extension FindingKind: ExpressibleByArgument {}
