import Foundation
import Questions
import ResultStore
import Runner
import Testing

/// What a plan expects queries to take, and what it says that rests on.
@Suite struct CostPriorTests {
    /// Records that every query of a plan took so many seconds.
    private func record(_ plan: Plan, seconds: Double, in store: ResultStore) throws {
        let run = try store.beginRun(ToyProblem.record(plan), cells: plan.runCells, samples: plan.samples)
        var outcome = Outcome(verdict: .unknown, reason: .boundTooLoose)
        outcome.measurements.wallSeconds = seconds
        for cell in plan.cells {
            try store.record(
                cell.samples.map {
                    Attempt(configuration: cell.digest, sample: plan.samples[$0].digest, outcome: outcome)
                },
                run: run)
        }
    }

    private func plan(_ epsilons: String, _ store: ResultStore?, scale: Float = 1) throws -> Plan {
        try ToyProblem.plan(
            try ToyProblem.document(methods: "[tight, exact]", epsilons: epsilons), store: store, scale: scale)
    }

    @Test func theNearestKnowledgeCounts() async throws {
        try await ToyProblem.withStore { path in
            let store = try ResultStore(path, mode: .write)
            let guesses = try plan("[0.1, 0.2]", store).costPriors
            #expect(guesses.allSatisfy { $0.basis == .guess && $0.seconds > 0 })
            try record(try plan("[0.1]", store), seconds: 0.5, in: store)
            let known = try plan("[0.1, 0.2]", store)
            for (cell, prior) in zip(known.cells, known.costPriors) {
                #expect(prior.basis == (cell.epsilon == 0.1 ? .recorded : .otherSize))
                #expect(abs(prior.seconds - 0.5) < 1e-12 && prior.count == (cell.epsilon == 0.1 ? 13 : 0))
            }
            // The nearest of two sizes.
            try record(try plan("[0.4]", store), seconds: 8, in: store)
            let between = try plan("[0.15, 0.3]", store)
            #expect(
                zip(between.cells, between.costPriors).allSatisfy {
                    abs($1.seconds - ($0.epsilon == 0.15 ? 0.5 : 8)) < 1e-9
                })
            // Another network is expected between what others took and a guess.
            let other = try plan("[0.1]", store, scale: 2)
            for (cell, prior) in zip(other.cells, other.costPriors) {
                let guess = try #require(zip(known.cells, guesses).first { $0.0.method == cell.method }?.1.seconds)
                #expect(
                    prior.basis == .otherNetworks && prior.seconds > min(guess, 0.5) && prior.seconds < max(guess, 8))
            }
        }
    }

    @Test func theWholeIsBetweenItsBounds() {
        func cell(_ expected: Double, _ seconds: Double, _ basis: CostBasis, limit: Double) -> CellPreview {
            CellPreview(
                network: "n", method: "m", size: nil, total: 9, answered: 0, derived: 0, open: 9, expected: expected,
                secondsEach: seconds, basis: basis, limitSeconds: limit)
        }
        let range = CostRange([
            cell(2, 3, .recorded, limit: 90), cell(4, 2, .recorded, limit: 90), cell(4, 1, .guess, limit: 90),
        ])
        // 6 s and 8 s, each ∕× 1.3 by itself, and 4 s ∕× 10 on top.
        #expect(range.expected == 18)
        #expect(abs(range.high - (18 + (1.8 * 1.8 + 2.4 * 2.4).squareRoot() + 36)) < 1e-9)
        let below = 1 - 1 / 1.3
        #expect(abs(range.low - (18 - 10 * below - 3.6)) < 1e-9)
        #expect(CostRange([cell(4, 1, .guess, limit: 5)]).high == 5)
        let shared = range.shared(by: 2, within: 12)
        #expect(shared.expected == 9 && shared.high == 12)
    }
}
