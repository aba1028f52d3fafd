import Robustness

/// Estimates how long a run still takes, from what its queries took so far.
struct RemainingTime: Sendable {
    private struct Tally {
        var seconds = 0.0
        var count = 0
    }

    private let workers: Int
    /// By index of the suite's methods.
    private var tallies: [Tally]
    private let expected: [Double]
    private let methodOf: [Int]

    init(_ plan: Plan, workers: Int) {
        self.workers = max(1, workers)
        tallies = plan.suite.methods.map { _ in Tally() }
        expected = plan.cells.map { plan.expectedSeconds($0.descriptor) }
        methodOf = plan.cells.map(\.method)
    }

    mutating func note(_ outcomes: [Outcome], cell: Int) {
        tallies[methodOf[cell]].count += outcomes.count
        tallies[methodOf[cell]].seconds += outcomes.reduce(0) { $0 + $1.measurements.wallSeconds }
    }

    /// Whether a job takes longer than `seconds` by its method's mean time so far; `false` while too little is known.
    func exceeds(_ seconds: Double, _ job: Job) -> Bool {
        let tally = tallies[methodOf[job.cell]]
        guard tally.count >= 5 else { return false }
        return Double(job.positions.count) * tally.seconds / Double(tally.count) > seconds
    }

    /// Open queries by the share of each method's that had to be asked so far, by its mean time so far.
    func seconds(_ schedule: Schedule) -> Double {
        var progress = tallies.map { _ in CellProgress() }
        for (cell, method) in methodOf.enumerated() { progress[method].add(schedule.progress(of: cell)) }
        var total = 0.0
        for (cell, method) in methodOf.enumerated() {
            let settled = progress[method].asked + progress[method].derived
            let share = settled < 20 ? 1 : Double(progress[method].asked) / Double(settled)
            let tally = tallies[method]
            let each = tally.count < 5 ? expected[cell] : tally.seconds / Double(tally.count)
            total += Double(schedule.progress(of: cell).open) * share * each
        }
        return total / Double(workers)
    }
}
