import Cluster
import Foundation
import Questions
import ResultStore
import Runner

/// Submits what is missing of a suite.
struct Submitter {
    var cluster: ClusterOptions
    var options: SubmitOptions
    var store: StoreOptions
    var quiet: Bool
    var json: Bool

    func submit() async throws {
        guard let (folder, wave) = try await handOut() else { return }
        try await run(folder, wave)
    }

    /// Shares out what is missing, as the only process that does so for the suite.
    ///
    /// - Returns: the wave, if its tasks are to be run here.
    private func handOut() async throws -> (folder: WaveFolder, wave: WaveV1)? {
        let site = try options.settings()
        var wave = try WavePlan(cluster.suite, cluster.data)
        if !quiet { for warning in wave.plan.warnings { Console.note("warning: \(warning)") } }
        let lock = options.dryRun ? nil : try SubmissionLock(suite: wave.plan.suite.name, in: cluster.root)
        defer { withExtendedLifetime(lock) {} }
        if FileManager.default.fileExists(atPath: store.path) {
            try wave.plan.consult(try ResultStore(store.path, mode: .read))
        }
        let earlier = try await WaveStandings.all(WaveFolder.all(of: wave.plan.suite.name, in: cluster.root))
        let limits = try await limits()
        let submission = try Submission(
            wave, options, site: site, root: cluster.root, mostTasks: limits?.maxJobCount ?? 1_000_000,
            earlier: earlier)
        let arrays = limits?.arrays(of: submission.tasks.count) ?? [(1, submission.tasks.count)]
        guard !submission.tasks.isEmpty else {
            say(SubmissionReport(submission))
            return nil
        }
        if options.dryRun {
            show(submission, first: arrays[0])
            return nil
        }
        let record = RunRecord(
            plan: submission.wave.plan,
            command: Provenance.command(CommandLine.arguments, from: FileManager.default.currentDirectoryPath),
            commit: await Provenance.commit(), versions: Version.all(), workers: options.workers)
        let written = try submission.write(record, arrays: arrays)
        if !quiet { for remark in written.remarks { Console.note("note: \(remark)") } }
        switch options.executor {
        case .slurm:
            let jobs = try await hand(written.jobs, of: written.folder)
            say(SubmissionReport(submission, folder: written.folder, jobs: jobs.map(\.id)))
            return nil
        case .localArray:
            try LocalDriver.begin(written.folder)
            if !json { say(SubmissionReport(submission, folder: written.folder)) }
            return (written.folder, written.wave)
        }
    }

    /// What Slurm allows; `nil` on this machine, and for a script that is only shown where there is no Slurm.
    private func limits() async throws -> SlurmConfiguration? {
        guard options.executor == .slurm else { return nil }
        do { return try await SlurmPrograms().configuration() } catch is ClusterFault where options.dryRun {
            return SlurmConfiguration("")
        }
    }

    private func say(_ report: SubmissionReport) {
        if json {
            if let text = try? JSONText.text(report) { Console.print(text) }
        } else if !quiet {
            Console.print(report.text)
        }
    }

    private func show(_ submission: Submission, first: (first: Int, count: Int)) {
        let folder = WaveFolder("\(cluster.root)/\(submission.wave.plan.suite.name)/N", number: 0)
        let job = SubmittedJob(id: "", firstTask: first.first, count: first.count)
        Console.print(
            bytes: Array(submission.script(job, in: folder, programs: "\(cluster.root)/programs/SHA-256").text.utf8))
        if !quiet { Console.note(SubmissionReport(submission).text) }
    }

    /// Hands the scripts to Slurm. Each job is noted before the next is submitted.
    private func hand(_ jobs: [SubmittedJob], of folder: WaveFolder) async throws -> [SubmittedJob] {
        var submitted = [SubmittedJob]()
        for (index, job) in jobs.enumerated() {
            var job = job
            do { job.id = try await SlurmPrograms().submit(folder.scriptFile(index + 1)) } catch {
                // Nothing of it will ever begin.
                if submitted.isEmpty { try? FileManager.default.removeItem(atPath: folder.path) }
                throw error
            }
            submitted.append(job)
            try folder.write(submitted, to: folder.jobsFile)
        }
        return submitted
    }

    /// Runs all tasks here.
    private func run(_ folder: WaveFolder, _ wave: WaveV1) async throws {
        let control = RunControl()
        let interrupts = Interrupts(control)
        defer { interrupts.end() }
        let array = LocalArray(
            script: folder.scriptFile(1), log: { folder.logFile($0, arraySize: wave.arraySize) },
            count: wave.tasks.count,
            width: options.jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount / options.workers))
        control.onChange { _ in array.stop() }
        defer { LocalDriver.end(folder) }
        let isSilent = quiet || json
        await array.run { number in
            guard !isSilent else { return }
            let end = TaskEnd(path: folder.endFile(number))
            Console.note("task \(number): \(end.map { "exit code \($0.code)" } ?? "no note of its end")")
        }
        control.onChange(nil)
        LocalDriver.end(folder)
        let standing = try await WaveStandings.standing(of: folder, wave)
        let report = try ClusterStatusReport(suite: wave.record.suite, [(folder, wave, standing)])
        if json {
            Console.print(try JSONText.text(report))
        } else if !quiet {
            Console.print(report.text(verbose: false))
        }
        guard !standing.isDone else { return }
        throw control.level > .running ? ExitStatus.interrupted : ExitStatus.incomplete
    }
}
