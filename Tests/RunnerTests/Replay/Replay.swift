import Foundation
import Questions
import ResultStore
import Runner
import SuiteFiles
import Verifiers
import WorkerProtocol

/// A recorded run done again by a simulated clock from an empty store: the scheduler hands its jobs to workers, each takes
/// the seconds that its outcomes took, and the estimate is asked on the way. Needs the suite and the committed outcomes,
/// no networks and no images.
struct Replay {
    /// What the estimate said at a moment.
    struct Moment {
        var elapsed: Double
        var remaining: Double?
        var fraction: Double
        var isSurveying: Bool
    }

    let plan: Plan
    /// By cell and position.
    private let outcomes: [OutcomeList]
    /// Seconds that a job takes beyond its queries.
    var overhead = 0.0
    var workers = 2

    /// `nil` where the repository holds no outcomes of the suite.
    init?(_ suite: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let file = "\(root)/Reports/\(suite)/\(OutcomeFile.name)"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        let snapshot = try OutcomeFile.read(file)
        let catalog = MethodRegistry.catalog
        let document = try SuiteReader.document(
            path: "\(root)/Suites/\(suite).yaml", catalog: catalog, search: FileSearch { $0 })
        plan = try Planner(catalog: catalog, loader: ReplayInputs(snapshot: snapshot)).plan(
            document, images: DatasetReferenceV1(dataset: document.suite.dataset, workingDirectory: root), store: nil)
        let recorded = plan.cells.map { cell in
            snapshot.cells.firstIndex {
                $0.network == cell.cell.network && $0.method == cell.cell.method
                    && (cell.descriptor.claim == .classification
                        || $0.configuration.perturbation.epsilon == cell.epsilon)
            }.map { snapshot.outcomes[$0] }
        }
        guard zip(plan.cells, recorded).allSatisfy({ $0.samples.count == $1?.count }) else { return nil }
        outcomes = recorded.compactMap(\.self)
    }

    /// Core seconds of everything that was asked.
    var work: Double {
        outcomes.joined().reduce(0) { $0 + ($1.outcome.impliedBy == nil ? $1.outcome.measurements.wallSeconds : 0) }
    }

    private struct Flight {
        var job: Job
        var worker: Int
        var end: Double
    }

    /// Moments about 250 times on the way, in order; the last is the end of the run. `unexpected` counts queries that the
    /// recorded run had not asked.
    func run() -> (moments: [Moment], unexpected: Int) {
        let options = RunOptions(workers: workers)
        let interval = max(0.25, work / Double(workers) / 250)
        var schedule = Schedule(plan, options: options)
        var estimate = RemainingTime(plan, workers: workers)
        var flights = [Flight]()
        var (now, tick, unexpected) = (0.0, interval, 0)
        var moments = [Moment]()
        var nextOrder = 0.0
        _ = schedule.start()
        while true {
            for worker in 0..<workers where !flights.contains(where: { $0.worker == worker }) {
                estimate.rest(worker)
                if now >= nextOrder {
                    nextOrder = now + 1
                    estimate.order(&schedule, now: now, budget: schedule.budget - now)
                }
                guard let job = schedule.next() else { continue }
                let answers = job.positions.map { outcomes[job.cell][$0].outcome }
                unexpected += answers.count { $0.impliedBy != nil }
                let seconds = answers.reduce(0) { $0 + $1.measurements.wallSeconds }
                flights.append(Flight(job: job, worker: worker, end: now + seconds + overhead))
                estimate.begin(job, worker: worker, at: now)
            }
            guard let first = flights.indices.min(by: { flights[$0].end < flights[$1].end }) else { break }
            while tick < flights[first].end {
                moments.append(moment(tick, &estimate, schedule))
                tick += interval
            }
            let flight = flights.remove(at: first)
            now = flight.end
            var answers = flight.job.positions.map { outcomes[flight.job.cell][$0].outcome }
            for index in answers.indices { answers[index].impliedBy = nil }
            estimate.finish(flight.job, answers, worker: flight.worker, at: now)
            _ = schedule.complete(flight.job, answers)
        }
        moments.append(moment(now, &estimate, schedule))
        return (moments, unexpected)
    }

    private func moment(_ now: Double, _ estimate: inout RemainingTime, _ schedule: Schedule) -> Moment {
        let progress = estimate.look(at: schedule, now: now)
        return Moment(
            elapsed: now, remaining: progress.remaining, fraction: progress.fraction,
            isSurveying: schedule.isSurveying)
    }
}
