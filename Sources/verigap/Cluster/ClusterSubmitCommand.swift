import ArgumentParser
import Cluster
import Foundation
import ResultStore
import Runner

/// `verigap cluster submit`: what is missing, as job arrays.
struct ClusterSubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Cuts what the store does not answer into tasks and submits them.",
        discussion: """
            Answers in the store, in journals of earlier waves, and what their tasks are at is not asked again. Where the \
            queries of cheap and of expensive methods together would be too long a task, the expensive ones wait: \
            `verigap cluster resubmit` asks them once it is known which of them are left open. The suite's total budget does not \
            count here.

            With --executor local-array the command runs the tasks itself and ends with them. Scripts lie in the wave's \
            folder and may be edited and submitted again by hand.
            """)

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var submission: SubmitOptions
    @OptionGroup var store: StoreOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func run() async throws {
        try await Submitter(cluster: cluster, options: submission, store: store, quiet: quiet, json: json).submit()
    }
}

/// `verigap cluster resubmit`: harvest, then submit.
struct ClusterResubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resubmit", abstract: "Harvests, then submits only what is missing.",
        discussion: "Tasks that wait or run are left alone, and what they hold is not submitted twice.")

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var submission: SubmitOptions
    @OptionGroup var store: StoreOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func run() async throws {
        let (suite, folders) = try cluster.waves()
        if !submission.dryRun {
            var harvesting = Harvesting(suite, into: try store.openForWriting(quiet: quiet))
            try harvesting.add(folders)
            if !quiet { Console.note(harvesting.report.text) }
            try harvesting.report.sayFaults()
        }
        var submission = submission
        submission.chosenExecutor = try submission.chosenExecutor ?? folders.last?.readWave().executor
        try await Submitter(cluster: cluster, options: submission, store: store, quiet: quiet, json: json).submit()
    }
}
