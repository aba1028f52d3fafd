import ArgumentParser
import Cluster
import Runner

/// `verigap cluster status`: where tasks stand.
struct ClusterStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows per task what is done, runs, failed, with last words and the time to go.",
        discussion: """
            Whether a task is done is told by its journals alone; Slurm is asked about the others. Tasks that ended with \
            queries unanswered are listed. The exit code is \(ExitStatus.incomplete.rawValue) where the newest wave has such \
            queries and no task of it waits or runs: `verigap cluster resubmit` asks them.
            """)

    @OptionGroup var cluster: ClusterOptions

    @Flag(help: "Every wave, not the newest alone.")
    var all = false

    @Flag(name: .shortAndLong, help: "List every task.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Print nothing: the exit code tells.")
    var quiet = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let (suite, folders) = try cluster.waves()
        let waves = try await WaveStandings.all(all ? folders : folders.suffix(1))
        let report = try ClusterStatusReport(suite: suite, waves)
        if !quiet {
            for fault in waves.flatMap(\.standing.unreadable) {
                Console.note("verigap: \(fault); what it held counts as unanswered")
            }
        }
        if json {
            Console.print(try JSONText.text(report))
        } else if !quiet {
            Console.print(report.text(verbose: verbose))
        }
        if let newest = waves.last?.standing, !newest.isDone, !newest.isLive { throw ExitStatus.incomplete }
    }
}
