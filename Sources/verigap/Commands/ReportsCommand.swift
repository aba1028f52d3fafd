import ArgumentParser
import Pages
import Questions
import Runner

/// `verigap reports`: the list of all reports of a folder.
struct ReportsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reports", abstract: "Lists all reports of a folder: README.md and index.html in it.",
        discussion: """
            Every report is held against its outcomes, suite, networks, images and methods of now, as `verigap report --check` \
            does; what is not here to be compared makes no report stale. With --check nothing is written: the list that \
            stands there is held against the one that would be, and the exit code is \(ExitStatus.staleReport.rawValue) where they \
            differ.
            """)

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The folder of the reports.", valueName: "folder"),
        completion: .directory)
    var output = "Reports"

    @Flag(help: "Write nothing; fail if the list in the folder is stale.")
    var check = false

    @OptionGroup var data: DataOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    func run() throws {
        let reader = ReportListReader(folder: output, data: data)
        let list = ReportList(entries: try reader.entries())
        let files = [(ReportList.names.markdown, list.markdown), (ReportList.names.page, list.html)]
        if check {
            let stale = files.filter { !reader.holds($0.1, in: $0.0) }.map(\.0)
            for name in stale { Console.note("verigap: \(output)/\(name) differs; verigap reports writes it anew") }
            guard stale.isEmpty else { throw ExitStatus.staleReport }
        } else {
            for (name, text) in files { try reader.write(text, to: name) }
        }
        if !quiet {
            let stale = list.entries.count(where: \.isStale)
            let rest = stale == 0 ? "all fresh" : "\(stale) stale"
            Console.print("\(output): \(Wording.counted(list.entries.count, "report")), \(rest)")
        }
    }
}
