import ArgumentParser
import Cluster
import Foundation
import Questions
import Runner

extension Executor: ExpressibleByArgument {}

/// Which suite, and where its waves lie.
package struct ClusterOptions: ParsableArguments {
    static let defaultFolder = ".verigap/cluster"

    @OptionGroup var suite: SuiteArgument

    @Option(
        help: ArgumentHelp(
            "Folder that all machines share. (default: $VERIGAP_CLUSTER, else \(ClusterOptions.defaultFolder))",
            valueName: "folder"), completion: .directory)
    var folder: String?

    @OptionGroup var data: DataOptions

    package init() {}

    /// Absolute.
    var root: String {
        let named = folder ?? ProcessInfo.processInfo.environment["VERIGAP_CLUSTER"] ?? ""
        return URL(fileURLWithPath: named.isEmpty ? Self.defaultFolder : named).standardizedFileURL.path
    }

    /// The suite's waves, oldest first. A suite whose file is gone is known by its name.
    ///
    /// - Throws: `CommandFault` where there are none.
    func waves() throws -> (suite: String, waves: [WaveFolder]) {
        var name = suite.suite
        var waves = name.contains("/") ? [] : WaveFolder.all(of: name, in: root)
        if waves.isEmpty {
            name = try suite.readText(data).suite.name
            waves = WaveFolder.all(of: name, in: root)
        }
        guard !waves.isEmpty else {
            throw CommandFault(
                "nothing of \(name) was submitted from \(root); verigap cluster submit \(suite.suite) does",
                status: .inputNotFound)
        }
        return (name, waves)
    }
}

/// How work is handed out.
package struct SubmitOptions: ParsableArguments {
    static let defaultSite = ".verigap/site.yaml"

    @Option(
        name: .customLong("executor"),
        help:
            "Who runs the tasks: \(Executor.allCases.map(\.rawValue).joined(separator: " or ")). (default: slurm; of resubmit, who ran the last)"
    )
    var chosenExecutor: Executor?

    var executor: Executor { chosenExecutor ?? .slurm }

    @Option(help: ArgumentHelp("Partition of Slurm.", valueName: "name"))
    var partition: String?

    @Option(help: ArgumentHelp("Account of Slurm.", valueName: "name"))
    var account: String?

    @Option(help: ArgumentHelp("Quality of service of Slurm.", valueName: "name"))
    var qos: String?

    @Option(
        help: ArgumentHelp(
            "Time that a task may take, in min or h: 2 h. (default: twice what the longest is expected to take, at least 30 min)",
            valueName: "duration"))
    var time: DurationOption?

    @Option(help: ArgumentHelp("Number of tasks. (default: by time, half an hour each)", valueName: "count"))
    var tasks: Int?

    @Option(help: ArgumentHelp("Tasks of Slurm at a time.", valueName: "count"))
    var throttle: Int?

    @Option(help: ArgumentHelp("Worker processes, and cores, of a task.", valueName: "count"))
    var workers = 1

    @Option(help: ArgumentHelp("Tasks of local-array at a time. (default: one per core)", valueName: "count"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Settings of the site: account, qos, modules, …, as YAML. (default: \(SubmitOptions.defaultSite), if it is there)",
            valueName: "file"), completion: .file(extensions: ["yaml"]))
    var site: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Ask a stronger method only what cheaper ones left open, whatever the suite says.")
    var cascade: Bool?

    @Flag(help: "Print the batch script and submit nothing.")
    var dryRun = false

    package init() {}

    package func validate() throws {
        for (name, value) in [("--tasks", tasks), ("--throttle", throttle), ("--workers", workers), ("--jobs", jobs)] {
            if let value, !(1...1_000_000).contains(value) { throw ValidationError("\(name) must be at least 1") }
        }
        if let time, time.seconds < 60 * Double(BatchScript.leastMinutes) {
            throw ValidationError(
                "--time must be at least \(BatchScript.leastMinutes) min: a task is warned "
                    + "\(BatchScript.warningSeconds / 60) min before its end, to finish the query in flight or give it back"
            )
        }
        if executor == .localArray {
            let others = [
                ("--partition", partition != nil), ("--account", account != nil), ("--qos", qos != nil),
                ("--throttle", throttle != nil), ("--time", time != nil),
            ]
            if let other = others.first(where: \.1) {
                throw ValidationError("\(other.0) goes with --executor slurm; local-array has --jobs")
            }
        } else if jobs != nil {
            throw ValidationError("--jobs goes with --executor local-array; Slurm has --throttle")
        }
    }

    /// The settings of the site, with what the command line says instead.
    func settings() throws -> SiteSettings {
        let file = site ?? (FileManager.default.fileExists(atPath: Self.defaultSite) ? Self.defaultSite : nil)
        var settings = try file.map { try SiteSettingsReader.read(path: $0) } ?? SiteSettings()
        settings.partition = partition ?? settings.partition
        settings.account = account ?? settings.account
        settings.qos = qos ?? settings.qos
        settings.seconds = time?.seconds ?? settings.seconds
        return settings
    }
}
