import ArgumentParser
import ResultStore
import Runner

/// `verigap import`: files of outcomes back into a store.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Adds the outcomes of files to the result store.",
        discussion: """
            For files that `verigap export` or `verigap report` wrote. What the store has answered already stays as it \
            is; nothing is overwritten. All files are read before anything is added, and all is added or nothing. \
            Outcomes are taken as they are: only import what you trust. `verigap run` then asks only what is missing \
            or has changed since. Where a file contradicts the store (one says robust, the other falsified, or their \
            bounds exclude each other) the contradictions are listed and the exit code is \
            \(ExitStatus.lawBroken.rawValue).

            Examples:
              verigap import Reports/mnist-lpd
              verigap run mnist-lpd
            """)

    @Argument(
        help: ArgumentHelp("Files of outcomes, or folders of reports.", valueName: "file"),
        completion: .file(extensions: ["gz", "jsonl"]))
    var files: [String]

    @OptionGroup var store: StoreOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func run() throws {
        // The store comes second: a damaged file leaves none behind.
        let snapshots = try files.map { try OutcomeFile.read(OutcomeFile.path(at: $0)) }
        let summary = try store.openForWriting().add(snapshots)
        let result = ImportResult(
            suites: snapshots.map(\.run.suite), store: store.path, added: summary.added, known: summary.known,
            differing: summary.differing, conflicts: summary.conflicts.map(\.description))
        if json { Console.print(try JSONText.text(result)) } else if !quiet { Console.print(result.text) }
        guard summary.conflicts.isEmpty else {
            for conflict in result.conflicts { Console.note("contradiction: \(conflict)") }
            throw ExitStatus.lawBroken
        }
    }
}

/// What `verigap import` prints.
private struct ImportResult: Encodable {
    /// Of every file.
    var suites: [String]
    var store: String
    var added: Int
    var known: Int
    var differing: Int
    var conflicts: [String]

    var text: String {
        var parts = ["\(added) new", "\(known) known"]
        if differing > 0 { parts.append("\(differing) answered otherwise in the store, which stays") }
        parts.append("\(conflicts.count) in conflict")
        return "\(store): \(parts.joined(separator: ", "))"
    }
}
