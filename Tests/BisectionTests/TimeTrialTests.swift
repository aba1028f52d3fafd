import Bisection
import Foundation
import LinearAlgebra
import Testing

@Suite("Times in alternation")
struct TimeTrialTests {
    /// Rounds of 100 queries on a machine that only ever makes them slower: each run by up to 30 %, each query by an
    /// exponential share of 5 %.
    private func trial(_ seed: UInt64, slowdown: Double, rounds: Int) -> TimeTrial<Int> {
        var generator = SeededGenerator(seed: seed)
        func run(_ factor: Double) -> [Int: Double] {
            let load = 1 + 0.3 * generator.unitDouble()
            return Dictionary(
                uniqueKeysWithValues: (0..<100).map { query in
                    let noise = 1 - 0.05 * log(1 - generator.unitDouble())
                    return (query, 1e-3 * Double(1 + query % 7) * factor * load * noise)
                })
        }
        var trial = TimeTrial<Int>()
        for _ in 0..<rounds { trial.add(first: run(1), second: run(slowdown)) }
        return trial
    }

    /// As a bisection uses it: more rounds until it is clear. Never a wrong answer, hardly ever none.
    @Test func fifteenPercent() {
        var untold = 0
        for seed in UInt64(0)..<100 {
            func answer(_ slowdown: Double, _ seed: UInt64) -> Bool? {
                for rounds in stride(from: 4, through: 16, by: 2) {
                    let trial = trial(seed, slowdown: slowdown, rounds: rounds)
                    if let answer = trial.hasHalf(of: log(1.15)) { return answer }
                }
                return nil
            }
            let (slow, twin) = (answer(1.15, 2 * seed), answer(1, 2 * seed + 1))
            #expect(slow != false && twin != true, "\(seed)")
            untold += [slow, twin].count { $0 == nil }
        }
        #expect(untold <= 20)
    }

    @Test func fewRoundsTellNothing() {
        #expect(trial(1, slowdown: 2, rounds: 3).ratio == nil && trial(1, slowdown: 2, rounds: 3).isSlower == nil)
        #expect(trial(1, slowdown: 2, rounds: 8).isSlower == true)
    }

    @Test func whatHalvesDifferIsNoSlowdown() {
        // Rounds of one build that alternate between two speeds: nothing within that can be told.
        var trial = TimeTrial<Int>()
        for round in 0..<8 {
            let speed = round % 2 == 0 ? 1 : 1.2
            trial.add(first: [0: speed, 1: speed], second: [0: 1.1 * speed, 1: 1.1 * speed])
        }
        #expect(trial.isSlower == nil && abs((trial.ratio?.spread ?? 0) - log(1.2)) < 1e-12)
    }

    @Test func queriesOfEveryRound() {
        var trial = TimeTrial<Int>()
        for round in 0..<4 { trial.add(first: [0: 1, round + 1: 5], second: [0: 1, round + 1: 50]) }
        #expect(trial.ratio?.logarithm == 0)
    }
}
