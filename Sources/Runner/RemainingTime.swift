import Questions

/// Estimates how long a run still takes, from what its queries took so far.
package struct RemainingTime: Sendable {
    private struct Tally {
        var seconds = 0.0
        var count = 0
    }

    private let workers: Int
    /// By index of the suite's methods.
    private var tallies: [Tally]
    private let expected: [Double]
    private let methodOf: [Int]

    package init(_ plan: Plan, workers: Int) {
        self.workers = max(1, workers)
        tallies = plan.suite.methods.map { _ in Tally() }
        expected = plan.cells.map(plan.expectedSeconds)
        methodOf = plan.cells.map(\.method)
    }

    package mutating func note(_ outcomes: [Outcome], cell: Int) {
        tallies[methodOf[cell]].count += outcomes.count
        tallies[methodOf[cell]].seconds += outcomes.reduce(0) { $0 + $1.measurements.wallSeconds }
    }

    /// Whether a job takes longer than `seconds` by its method's mean time so far. While too little is known, a single
    /// query never does, and a batch where that is likely or `seconds` are few: what is cut off would be lost as a whole.
    package func exceeds(_ seconds: Double, _ job: Job) -> Bool {
        guard seconds.isFinite else { return false }
        let tally = tallies[methodOf[job.cell]]
        let count = Double(job.positions.count)
        if tally.count >= 5 { return count * tally.seconds / Double(tally.count) > seconds }
        return count > 1 && (seconds < Self.fewSeconds || 2 * count * expected[job.cell] > seconds)
    }

    /// So little time is not risked on a batch of unknown length.
    private static let fewSeconds = 30.0

    /// Open queries by the share of each method's that had to be asked so far, by its mean time so far.
    package func seconds(_ schedule: Schedule) -> Double {
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
