import ArgumentParser
import DataFormats
import Foundation
import Questions
import ResultStore
import Runner
import VNNLIB

extension VNNLIBVersion: ExpressibleByArgument {}

/// What `verigap export` writes.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    /// A run as one file.
    case outcomes
    /// The questions of a suite as other tools read them.
    case vnnlib
}

/// `verigap export`: a run, or the questions of a suite, as files.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the outcomes of a suite's newest run to one file, or its questions as ONNX and VNN-LIB.",
        discussion: """
            Outcomes are JSON lines, packed with gzip: a header with the run and its configurations, a line per image, a \
            line per outcome. The same outcomes give the same bytes. Of witnesses the pixels stay behind unless asked for. \
            `verigap report` writes the same file into the report's folder.

            With --format vnnlib a folder is filled: onnx/ with the networks, vnnlib/ with a property in VNN-LIB per \
            question (1.0, or 2.0 with --version 2.0, which declares the tensors of the ONNX model), and instances.csv with all of them and the time that the suite gives to a question. Boxes are exact, in \
            decimals. What VNN-LIB cannot state (balls in l1 and l2, blur, minimum distortions) is skipped and named, and the \
            exit code is \(ExitStatus.dataFault.rawValue).

            Examples:
              verigap export smoke
              verigap export smoke --output - | zcat | head -n 1
              verigap export smoke --witnesses --output backup.jsonl.gz
              verigap export smoke --format vnnlib --output smoke-questions --limit 10
              verigap export smoke --format vnnlib --version 2.0
            """)

    @OptionGroup var suite: SuiteArgument

    @Option(help: "What is written.")
    var format = ExportFormat.outcomes

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "File to write, - is standard output; of questions the folder. (default: <suite>.\(OutcomeFile.name), or "
                + "<suite>-vnnlib)", valueName: "file"),
        completion: .file(extensions: ["gz"]))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Of questions: the version of VNN-LIB: \(VNNLIBVersion.allCases.map(\.rawValue).joined(separator: ", ")). (default: 1.0)",
            valueName: "version"),
        completion: .list(VNNLIBVersion.allCases.map(\.rawValue)))
    var version: VNNLIBVersion?

    @Flag(help: "With the pixels of every witness.")
    var witnesses = false

    @Option(
        help: ArgumentHelp(
            "Of questions: only so many of each network and size, the first ones of the suite.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Of questions: replace files that are there.")
    var force = false

    @Flag(help: "Of questions: print the summary as JSON.")
    var json = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var data: DataOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    func validate() throws {
        switch format {
        case .outcomes:
            let others = [
                ("--limit", limit != nil), ("--force", force), ("--json", json), ("--version", version != nil),
            ]
            if let other = others.first(where: \.1) {
                throw ValidationError("\(other.0) has no meaning for outcomes; it goes with --format vnnlib")
            }
        case .vnnlib:
            if witnesses { throw ValidationError("--witnesses has no meaning for questions") }
            if output == "-" { throw ValidationError("--output must name a folder: questions are many files") }
            if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
        }
    }

    func run() throws {
        switch format {
        case .outcomes: try exportOutcomes()
        case .vnnlib: try exportQuestions()
        }
    }

    private func exportOutcomes() throws {
        let results = try ResultStore(store.path, mode: .read)
        // The store knows runs of suites whose file is gone.
        let name = try results.suites().contains(suite.suite) ? suite.suite : try suite.readText(data).suite.name
        guard let snapshot = try results.snapshot(suite: name, witnesses: witnesses) else {
            throw CommandFault.noRun(of: name, suite.suite, in: store.path)
        }
        let bytes = try OutcomeFile.bytes(of: snapshot, witnesses: witnesses)
        // The second is how programs without a word for it are made to write there.
        if output == "-" || output == "/dev/stdout" {
            Console.print(bytes: bytes)
            return
        }
        let path = output ?? "\(name).\(OutcomeFile.name)"
        try AtomicFile.write(bytes, to: path)
        if !quiet {
            let count = snapshot.outcomes.reduce(0) { $0 + $1.count }
            Console.print("\(path): \(Wording.counted(count, "outcome")) of \(name), \(TextFormat.bytes(bytes.count))")
        }
    }

    private func exportQuestions() throws {
        let plan = try suite.planWithoutLibraries(data)
        let folder = output ?? "\(plan.suite.name)-vnnlib"
        let export = QuestionExport(plan, to: folder, limit: limit, version: version ?? .one)
        if !force { try export.requireFree() }
        let summary = try export.write { done, total in
            if !quiet, Console.isTerminal { Console.raw("\r\(done) of \(total) questions\(done == total ? "\n" : "")") }
        }
        if json {
            Console.print(try JSONText.text(summary))
        } else if !quiet {
            Console.print(summary.text)
        }
        for line in summary.remarks { Console.note("verigap: \(line)") }
        if !summary.skipped.isEmpty { throw ExitStatus.dataFault }
    }
}
