import ArgumentParser
import DataFormats
import Foundation
import ResultStore
import Runner

/// `verigap export`: a run as a file.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the outcomes of a suite's newest run to one file.",
        discussion: """
            JSON lines, packed with gzip: a header with the run and its configurations, a line per image, a line per \
            outcome. The same outcomes give the same bytes. Of witnesses the pixels stay behind unless asked for. \
            `verigap report` writes the same file into the report's folder.

            Examples:
              verigap export smoke
              verigap export smoke --output - | zcat | head -n 1
              verigap export smoke --witnesses --output backup.jsonl.gz
            """)

    @OptionGroup var suite: SuiteArgument

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Where to write; - is standard output. (default: <suite>.\(OutcomeFile.name))", valueName: "file"),
        completion: .file(extensions: ["gz"]))
    var output: String?

    @Flag(help: "With the pixels of every witness.")
    var witnesses = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var data: DataOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    func run() throws {
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
            Console.print("\(path): \(TextFormat.count(count, "outcome")) of \(name), \(TextFormat.bytes(bytes.count))")
        }
    }
}
