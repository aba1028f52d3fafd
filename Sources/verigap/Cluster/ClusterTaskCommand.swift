import ArgumentParser
import Cluster
import Foundation
import Questions
import ResultStore
import Runner

/// `verigap cluster task`: what a batch script starts.
struct ClusterTaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: "Asks the queries of one task of a wave; batch scripts call it.",
        discussion: """
            Every outcome is in the task's journal as soon as it is known; a task that begins again asks only what its \
            journals lack. SIGINT finishes the query in flight, or gives it back after a while; SIGTERM gives it back at once.
            """, shouldDisplay: false)

    /// Seconds from SIGINT after which the query in flight is given back: Slurm ends the task half a minute later.
    static let grace = Double(BatchScript.warningSeconds) - 30

    @Argument(help: ArgumentHelp("The wave's folder.", valueName: "folder"), completion: .directory)
    var wave: String

    @Argument(help: ArgumentHelp("Number of the task, from 1.", valueName: "number"))
    var number: Int

    func run() async throws {
        let path = URL(fileURLWithPath: wave).standardizedFileURL.path
        let folder = WaveFolder(path, number: Int(URL(fileURLWithPath: path).lastPathComponent) ?? 0)
        let record = try folder.readWave()
        guard record.tasks.indices.contains(number - 1) else {
            throw CommandFault("\(path): the wave has \(record.tasks.count) tasks, none is \(number)")
        }
        let options = RunOptions(workers: record.workers, cascade: record.cascade, totalSeconds: .infinity)
        try OpenFileLimit.provide(workers: options.workers)
        var plan = try WavePlan.plan(record, in: folder)
        let file = folder.taskFile(number)
        let slices = try record.slices(of: try folder.readTask(number), plan, file: file)
        plan.restrict(to: Dictionary(uniqueKeysWithValues: slices.map { ($0.cell, $0.positions) }))
        let identity = try folder.identity()
        let (journals, unreadable) = try folder.readJournals(number)
        for fault in unreadable { Console.note("verigap: \(fault); what it held is asked again") }
        for (_, journal) in journals where journal.header.wave == identity { plan.take(journal.entries) }
        let journal = try folder.beginJournal(
            Journal.Header(
                wave: identity, task: number, machine: Provenance.machine(), startedAt: Date().ISO8601Format()))
        let summary = try await ask(plan, options, into: journal, record.record)
        Console.note(
            "task \(number): \(summary.asked) asked, \(summary.derived) derived, \(summary.reused) known, "
                + "\(summary.unanswered) unanswered")
        if summary.exitStatus != .success { throw summary.exitStatus }
    }

    private func ask(
        _ plan: Plan, _ options: RunOptions, into journal: JournalWriter, _ record: RunRecord
    ) async throws -> RunSummary {
        let control = RunControl()
        let interrupts = Interrupts(control)
        defer { interrupts.end() }
        let patience = Task {
            while control.level == .running { try await Task.sleep(for: .milliseconds(200)) }
            try await Task.sleep(for: .seconds(Self.grace))
            control.abort()
        }
        defer { patience.cancel() }
        let runner = Runner(
            plan: plan, recorder: JournalRecorder(journal), launcher: ProcessLauncher.beside(), options: options)
        return try await runner.run(record, control: control)
    }
}
