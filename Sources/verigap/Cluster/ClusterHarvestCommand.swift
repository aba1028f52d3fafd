import ArgumentParser
import Cluster
import Runner

/// `verigap cluster harvest`: journals into the store.
struct ClusterHarvestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "harvest", abstract: "Adds what tasks have answered so far to the result store.",
        discussion: """
            At any time, also while tasks run, and as often as one likes: what the store has stays as it is. Then what \
            follows from answers of different tasks is recorded, and `verigap report` shows the suite as if one machine had \
            run it. Contradictions between a journal and the store are listed, and the exit code is \
            \(ExitStatus.lawBroken.rawValue).
            """)

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var store: StoreOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func run() throws {
        let (suite, folders) = try cluster.waves()
        var harvesting = Harvesting(suite, into: try store.openForWriting(quiet: quiet))
        try harvesting.add(folders)
        let report = harvesting.report
        if json { Console.print(try JSONText.text(report)) } else if !quiet { Console.print(report.text) }
        try report.sayFaults()
    }
}

extension HarvestReport {
    /// Says what was left out and what contradicts the store.
    ///
    /// - Throws: `ExitStatus.lawBroken` for contradictions.
    func sayFaults() throws {
        for remark in remarks { Console.note("verigap: \(remark)") }
        for conflict in conflicts { Console.note("contradiction: \(conflict)") }
        if !conflicts.isEmpty { throw ExitStatus.lawBroken }
    }
}
