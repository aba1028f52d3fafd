import ArgumentParser
import Foundation
import Runner

/// What may be decided about a run beyond the suite.
package struct RunningOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Worker processes. (default: one per core)", valueName: "count"))
    package var workers: Int?

    @Flag(help: "Ask everything again, whatever the store holds.")
    package var fresh = false

    @Option(
        help: ArgumentHelp(
            "Ask again what ended so; several, or joined by commas: timeout,crashed.", valueName: "verdict"),
        completion: .list(RetryOption.allValueStrings))
    package var retry: [RetryOption] = []

    @Flag(
        inversion: .prefixedNo,
        help: "Ask a stronger method only what cheaper ones left open, whatever the suite says.")
    package var cascade: Bool?

    @Option(help: ArgumentHelp("Total budget instead of the suite's: 20 min, 2 h.", valueName: "duration"))
    package var total: DurationOption?

    @Option(
        name: .customLong("proof"),
        help: ArgumentHelp(
            "Folder for the proofs of what is asked, one file per run key, for `verigap check`.",
            discussion: "What the store holds already is not asked again, unless --fresh says so.",
            valueName: "folder"), completion: .directory)
    package var proofFolder: String?

    package init() {}

    package func validate() throws {
        if let workers, !(1...1024).contains(workers) { throw ValidationError("--workers must be at least 1") }
    }

    package var options: RunOptions {
        RunOptions(
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount, fresh: fresh,
            retry: retry.reduce(into: []) { $0.formUnion($1.verdicts) }, cascade: cascade, totalSeconds: total?.seconds,
            proofFolder: proofFolder.map { URL(fileURLWithPath: $0).standardizedFileURL.path })
    }
}
