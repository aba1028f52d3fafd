import Cluster
import DataFormats
import Foundation
import Questions
import ResultStore
import Runner

/// What a submission asks, cut into tasks, before anything is written.
struct Submission {
    let wave: WavePlan
    let options: SubmitOptions
    let site: SiteSettings
    let root: String
    /// Groups of each task.
    let tasks: [[OpenGroup]]
    /// Queries that wait for others, or for which the cluster has no room now.
    let postponed: Int
    let left: Int
    /// Queries that live tasks of earlier waves hold.
    let underway: Int

    /// - Parameters:
    ///   - wave: the plan, with what the store answers.
    ///   - earlier: waves of the suite, with where their tasks stand.
    init(
        _ wave: WavePlan, _ options: SubmitOptions, site: SiteSettings, root: String, mostTasks: Int,
        earlier: [(folder: WaveFolder, wave: WaveV1, standing: WaveStanding)]
    ) throws {
        var wave = wave
        var held = Set<RunKey>()
        for (folder, record, standing) in earlier {
            let identity = try folder.identity()
            for number in record.tasks.indices.map({ $0 + 1 }) {
                for (_, journal) in try folder.readJournals(number).journals where journal.header.wave == identity {
                    wave.plan.take(journal.entries)
                }
            }
            let live = standing.tasks.filter(\.standing.isLive)
            guard !live.isEmpty else { continue }
            let plan = try WavePlan.plan(record, in: folder)
            for task in live {
                let file = folder.taskFile(task.number)
                for slice in try record.slices(of: try folder.readTask(task.number), plan, file: file) {
                    held.formUnion(slice.positions.map { plan.runKey(cell: slice.cell, position: $0) })
                }
            }
        }
        wave.plan.leaveOut(held)
        underway = held.count
        let work = OpenWork(
            wave.plan, options: RunOptions(workers: 1, cascade: options.cascade), longest: TaskCutting.longestSeconds)
        let cutting = TaskCutting(count: options.tasks, mostTasks: min(mostTasks, site.mostTasks ?? .max))
        let cut = cutting.cut(work.groups.map { $0.seconds / Double(options.workers) })
        tasks = cut.tasks.map { Array(work.groups[$0]) }
        left = work.groups.suffix(cut.left).reduce(0) { $0 + $1.queries }
        postponed = work.postponed
        self.wave = wave
        self.options = options
        self.site = site
        self.root = root
    }

    var queries: Int { tasks.joined().reduce(0) { $0 + $1.queries } }
    /// Seconds of one core.
    var seconds: Double { tasks.joined().reduce(0) { $0 + $1.seconds } }
    /// Seconds of the clock that the longest task is expected to take.
    var longest: Double {
        (tasks.map { $0.reduce(0) { $0 + $1.seconds } }.max() ?? 0) / Double(options.workers)
    }

    /// The script of a part of the tasks.
    func script(_ job: SubmittedJob, in folder: WaveFolder, programs: String) -> BatchScript {
        let suite = wave.plan.suite
        let budget = suite.methods.map(\.budget.memoryBytes).max() ?? suite.budget.memoryBytes
        // Beside its workers a task holds the plan.
        let mebibytes = options.workers * ((budget + (1 << 20) - 1) >> 20) + 1024
        let seconds = site.seconds ?? max(1800, 2 * longest)
        return BatchScript(
            suite: suite.name, wave: folder, job: job, programs: programs,
            workingDirectory: FileManager.default.currentDirectoryPath, site: site, throttle: options.throttle,
            minutes: Int((seconds / 60).rounded(.up)), cores: options.workers, mebibytes: mebibytes)
    }

    /// Copies what the tasks need and writes all files of the wave.
    ///
    /// - Returns: the wave with its scripts, in the order of their tasks, and what is to be said of the copying.
    func write(
        _ record: RunRecord, arrays: [(first: Int, count: Int)]
    ) throws -> (folder: WaveFolder, wave: WaveV1, jobs: [SubmittedJob], remarks: [String]) {
        var staging = WaveStaging(root: root)
        let inputs = try staging.stage(wave)
        let folder = try WaveFolder.next(of: wave.plan.suite.name, in: root)
        do {
            try AtomicFile.write(wave.text, to: folder.suiteFile)
            var written = [WaveV1.Task]()
            for (index, groups) in tasks.enumerated() {
                let task = task(groups)
                try folder.write(task, to: folder.taskFile(index + 1))
                written.append(WaveV1.Task(queries: task.queries, seconds: task.seconds))
            }
            let value = WaveV1(
                executor: options.executor, record: record, inputs: inputs, cascade: options.cascade,
                workers: options.workers, dataDirectory: wave.plan.datasetReference.dataDirectory,
                suiteDirectory: wave.plan.datasetReference.suiteDirectory,
                workingDirectory: wave.plan.datasetReference.workingDirectory,
                arraySize: arrays.map(\.count).max() ?? 1, tasks: written)
            let jobs = arrays.map { SubmittedJob(id: "", firstTask: $0.first, count: $0.count) }
            for (index, job) in jobs.enumerated() {
                let text = script(job, in: folder, programs: "\(root)/\(inputs.programs)").text
                try AtomicFile.write(text, to: folder.scriptFile(index + 1))
            }
            // Last: a folder without it is no wave.
            try folder.write(value, to: folder.waveFile)
            return (folder, value, jobs, staging.remarks)
        } catch {
            try? FileManager.default.removeItem(atPath: folder.path)
            throw error
        }
    }

    private func task(_ groups: [OpenGroup]) -> TaskV1 {
        var positions = [Int: [Int]]()
        for batch in groups.flatMap(\.batches) { positions[batch.cell, default: []] += batch.positions }
        let slices = positions.sorted { $0.key < $1.key }.map { (cell: $0.key, positions: $0.value.sorted()) }
        return TaskV1(
            slices: slices.map { TaskV1.Slice(cell: $0.cell, positions: $0.positions) },
            queries: groups.reduce(0) { $0 + $1.queries }, seconds: groups.reduce(0) { $0 + $1.seconds },
            digest: wave.plan.digest(of: slices))
    }
}
