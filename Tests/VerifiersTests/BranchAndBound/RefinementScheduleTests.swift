import Foundation
import Testing
import Verifiers

/// When a search is given up for a tighter relaxation.
@Suite struct RefinementScheduleTests {
    @Test func `every refinement takes five times the nodes of the one before, five times over`() {
        var schedule = RefinementSchedule(first: 10)
        #expect((0..<7).map { _ in schedule.next() } == [20, 100, 500, 2500, 12500, 0, 0])
    }

    @Test func `without a first one there is none`() {
        var schedule = RefinementSchedule(first: 0)
        #expect(!schedule.restart.isDue(.max - 1, root: 0, bound: -1, threshold: 0))
        #expect(schedule.next() == 0)
    }

    @Test func `after the last one searches go on`() {
        var schedule = RefinementSchedule(first: 3)
        while schedule.next() > 0 {}
        #expect(!schedule.restart.isDue(1_000_000_000, root: -1, bound: -1, threshold: 0))
    }

    @Test func `a limit is a limit`() {
        let restart = RestartRule(limit: 7)
        #expect(!restart.isDue(7, root: -1, bound: -1, threshold: 0))
        #expect(restart.isDue(8, root: -1, bound: -0.001, threshold: 0))
    }

    /// Bounds that rise linearly over the logarithm of the nodes reach 0 after a known number of nodes.
    @Test(arguments: [0.5, 0.3, 0.1]) func `a search goes on that looks like ending soon`(_ left: Double) {
        let (nodes, trial) = (1000, 500)
        let total = pow(Double(nodes), 1 / (1 - left))
        let rest = total - Double(nodes)
        func isDue(cost: Double) -> Bool {
            RestartRule(trial: trial, cost: Int(min(cost, 1e15)))
                .isDue(nodes, root: -1, bound: Float(-left), threshold: 0)
        }
        #expect(!isDue(cost: max(rest * 1.01, Double(nodes))))
        if rest * 0.99 > Double(nodes) { #expect(isDue(cost: rest * 0.99)) }
        // Whatever it looks like, the trial is its own.
        #expect(!RestartRule(trial: nodes, cost: 1).isDue(nodes, root: -1, bound: -1, threshold: 0))
        // And it takes no more than twice the cost in all.
        #expect(RestartRule(trial: 1, cost: 400).isDue(1000, root: -1, bound: -1e-6, threshold: 0))
    }

    @Test func `a search that stands still is over`() {
        #expect(RestartRule(trial: 5, cost: 100).isDue(6, root: -1, bound: -1, threshold: 0))
    }
}
