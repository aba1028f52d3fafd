import ArgumentParser
import Cluster
import Questions
import Runner

/// `verigap cluster cancel`: ends what runs and waits.
struct ClusterCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Ends the tasks of a suite that wait or run; their journals stay.",
        discussion: "What is answered can be harvested, and `verigap cluster resubmit` asks the rest.")

    @OptionGroup var cluster: ClusterOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    func run() async throws {
        let (suite, folders) = try cluster.waves()
        var ended = 0
        for (folder, wave, standing) in try await WaveStandings.all(folders) where standing.isLive {
            switch wave.executor {
            case .slurm: try await SlurmPrograms().cancel(try folder.readJobs())
            case .localArray:
                guard LocalDriver.stop(folder, tasks: wave.tasks.count) else {
                    throw CommandFault(
                        "\(folder.path): its tasks run on another machine; cancel them there", status: .systemShort)
                }
            }
            ended += standing.tasks.count(where: \.standing.isLive)
        }
        if !quiet {
            Console.print(
                "\(suite): \(Wording.counted(ended, "task")) that waited or ran \(ended == 1 ? "was" : "were") cancelled"
            )
        }
    }
}
