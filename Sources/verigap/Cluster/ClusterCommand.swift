import ArgumentParser
import Runner

/// `verigap cluster`: a suite on many machines.
struct ClusterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster", abstract: "Runs a suite as job arrays of Slurm, or as the same tasks on this machine.",
        discussion: """
            What the store does not answer yet is cut into tasks of ten minutes to an hour by what queries are expected to take. \
            Networks, images and programs are copied once, by content, into a folder that all machines share; each task asks \
            its own queries and writes them into a journal there. The store is touched by `harvest` alone, at any time.

            Examples:
              verigap cluster submit mnist-lpd --partition cpu --time "2 h" --throttle 200
              verigap cluster status mnist-lpd
              verigap cluster harvest mnist-lpd && verigap report mnist-lpd
              verigap cluster resubmit mnist-lpd
              verigap cluster submit smoke --executor local-array --jobs 4
            """,
        subcommands: [
            ClusterSubmitCommand.self, ClusterStatusCommand.self, ClusterHarvestCommand.self,
            ClusterResubmitCommand.self, ClusterCancelCommand.self, ClusterTaskCommand.self,
        ])
}
