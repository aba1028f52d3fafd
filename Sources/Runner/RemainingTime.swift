import Foundation
import Questions

/// How much of a run's work is done and how long the rest takes, from what its queries took so far.
///
/// Work is seconds of one core. What is left is estimated cell by cell: how many queries will have to be asked
/// (`Schedule.outlook`) times what one takes (`CostModel`), and what is in flight by how long it has been.
package struct RemainingTime: Sendable {
    private struct Flight {
        var job: Job
        var begun: Double
    }

    private struct Tally {
        var seconds = 0.0
        var count = 0
    }

    private let workers: Int
    private let methodOf: [Int]
    private let limits: [Double]
    private let isExact: [Bool]
    private var model: CostModel
    /// By index of the suite's methods.
    private var tallies: [Tally]
    /// By worker.
    private var flights: [Int: Flight] = [:]
    /// Seconds for which workers had jobs that are answered, and what the answers say that they took.
    private var busy = 0.0
    private var accounted = 0.0
    private var outlooks: [(changes: Int, outlook: CellOutlook)]
    /// The greatest fraction so far.
    private var shown = 0.0

    package init(_ plan: Plan, workers: Int) {
        self.workers = max(1, workers)
        methodOf = plan.cells.map(\.method)
        limits = plan.cells.map(\.configuration.limit.bindingSeconds)
        isExact = plan.cells.map { $0.descriptor.claim == .exact }
        model = CostModel(plan)
        tallies = plan.suite.methods.map { _ in Tally() }
        outlooks = plan.cells.map { _ in (-1, CellOutlook()) }
    }

    /// A worker got a job, `now` seconds after the run began; what it had before is over.
    package mutating func begin(_ job: Job, worker: Int, at now: Double) {
        flights[worker] = Flight(job: job, begun: now)
    }

    /// A worker has no job.
    package mutating func rest(_ worker: Int) { flights[worker] = nil }

    /// A worker's job is answered.
    package mutating func finish(_ job: Job, _ outcomes: [Outcome], worker: Int, at now: Double) {
        let begun = flights[worker]?.begun ?? now
        rest(worker)
        let seconds = note(outcomes, cell: job.cell)
        busy += max(seconds, now - begun)
        accounted += seconds
    }

    /// Takes note of answers; returns what they took together.
    @discardableResult
    package mutating func note(_ outcomes: [Outcome], cell: Int) -> Double {
        let seconds = outcomes.reduce(0) { $0 + $1.measurements.wallSeconds }
        tallies[methodOf[cell]].count += outcomes.count
        tallies[methodOf[cell]].seconds += seconds
        model.note(
            outcomes.count, seconds: seconds, computing: outcomes.reduce(0) { $0 + $1.measurements.cpuSeconds },
            cell: cell)
        return seconds
    }

    /// Whether a job takes longer than `seconds` by its method's mean time so far. While too little is known, a single
    /// query never does, and a batch where that is likely or `seconds` are few: what is cut off would be lost as a whole.
    package func exceeds(_ seconds: Double, _ job: Job) -> Bool {
        guard seconds.isFinite else { return false }
        let tally = tallies[methodOf[job.cell]]
        let count = Double(job.positions.count)
        if tally.count >= 5 { return count * tally.seconds / Double(tally.count) > seconds }
        let expected = model.priors[job.cell].seconds
        return count > 1 && (seconds < Self.fewSeconds || 2 * count * expected > seconds)
    }

    /// So little time is not risked on a batch of unknown length.
    private static let fewSeconds = 30.0

    /// How far `schedule` is, `now` seconds after the run began.
    package mutating func look(at schedule: Schedule, now: Double) -> WorkProgress {
        let forecast = forecast(schedule, now: now)
        var waiting = 0.0
        var reused = 0.0
        for (cell, forecast) in forecast.enumerated() {
            waiting += forecast.open * forecast.secondsEach
            reused += Double(schedule.progress(of: cell).reused) * forecast.secondsEach
        }
        // What messages, checks and the disk take beside the queries.
        let slack = accounted > 1 ? min(max(busy / accounted, 1), 3) : 1
        waiting *= slack
        var inFlight = 0.0
        var longest = 0.0
        var begun = 0.0
        for flight in flights.values {
            let left = secondsLeft(of: flight, each: forecast[flight.job.cell].secondsEach, now: now)
            inFlight += left
            longest = max(longest, left)
            begun += now - flight.begun
        }
        let done = reused + busy + begun
        let isOver = schedule.progress.open == 0
        let left = isOver ? 0 : waiting + inFlight
        shown = max(shown, isOver ? 1 : done + left > 0 ? min(done / (done + left), 0.9999) : 0)
        return WorkProgress(
            remaining: isOver ? 0 : max(left / Double(workers), longest), fraction: shown)
    }

    /// What every cell still has to ask, in flight or not, and what it takes.
    package mutating func forecast(_ schedule: Schedule, now: Double = 0) -> [CellForecast] {
        var underway = [Int: (count: Int, seconds: Double)]()
        let usual = model.means()
        var flying = [Int: Int]()
        for flight in flights.values {
            let (cell, count) = (flight.job.cell, flight.job.positions.count)
            flying[cell, default: 0] += count
            guard now - flight.begun > usual[cell] * Double(count) else { continue }
            underway[cell, default: (0, 0)].count += count
            underway[cell, default: (0, 0)].seconds += now - flight.begun
        }
        let means = underway.isEmpty ? usual : model.means(underway: underway)
        return means.indices.map { cell in
            let open = schedule.progress(of: cell).open
            guard open > 0 else {
                return CellForecast(open: 0, inFlight: 0, secondsEach: means[cell], basis: model.basis(cell))
            }
            let changes = schedule.changes(of: cell)
            if outlooks[cell].changes != changes {
                outlooks[cell] = (
                    changes, schedule.outlook(of: cell, recordedShare: model.priors[cell].askedShare)
                )
            }
            let outlook = outlooks[cell].outlook
            let certain = max(0, open - outlook.waiting - flying[cell, default: 0])
            return CellForecast(
                open: Double(certain) + outlook.expected, inFlight: flying[cell, default: 0], secondsEach: means[cell],
                basis: model.basis(cell))
        }
    }

    /// A cell with less of the work that is left than this is small.
    private static let smallShare = 0.02

    /// Has `schedule` hand out jobs by what is known now, where `budget` seconds are left.
    package mutating func order(_ schedule: inout Schedule, now: Double, budget: Double) {
        let left = look(at: schedule, now: now).remaining
        let forecast = forecast(schedule, now: now)
        let total = forecast.reduce(0) { $0 + $1.open * $1.secondsEach }
        let small = forecast.indices.filter { forecast[$0].open * forecast[$0].secondsEach < Self.smallShare * total }
        schedule.reorder(
            by: forecast.map(\.secondsEach), small: Set(small), isTight: schedule.isTight(left, within: budget))
    }

    /// A query that has taken longer than expected takes a while yet; an exact one that has used a quarter of its limit
    /// is likely to use all of it.
    private func secondsLeft(of flight: Flight, each: Double, now: Double) -> Double {
        let count = Double(flight.job.positions.count)
        let gone = now - flight.begun
        let soon = max(count * each - gone, gone / 4)
        guard isExact[flight.job.cell] else { return soon }
        let limit = max(limits[flight.job.cell] * count, 1.2 * count * each)
        guard gone < limit else { return gone / 4 }
        let chance = min(1, gone / (limit / 4))
        return chance * (limit - gone) + (1 - chance) * min(soon, limit - gone)
    }
}
