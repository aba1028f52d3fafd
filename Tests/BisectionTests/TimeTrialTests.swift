import Bisection
import Foundation
import LinearAlgebra
import Testing

@Suite("Times in alternation")
struct TimeTrialTests {
    /// A machine that only ever makes queries slower: each run by up to 30 %, each query by an exponential share of 5 %.
    private struct Machine {
        var generator: SeededGenerator

        init(_ seed: UInt64) { generator = SeededGenerator(seed: seed) }

        mutating func run(_ factor: Double) -> [Int: Double] {
            let load = 1 + 0.3 * generator.unitDouble()
            var seconds = [Int: Double]()
            for query in 0..<100 {
                let noise = 1 - 0.05 * log(1 - generator.unitDouble())
                seconds[query] = 1e-3 * Double(1 + query % 7) * factor * load * noise
            }
            return seconds
        }

        mutating func trial(_ slowdown: Double, rounds: Int) -> TimeTrial<Int> {
            var trial = TimeTrial<Int>()
            for _ in 0..<rounds { trial.add(first: run(1), second: run(slowdown)) }
            return trial
        }
    }

    /// As a bisection uses it: more rounds until it is clear. Hardly ever a wrong answer, seldom none.
    @Test func fifteenPercent() {
        var (untold, wrong) = (0, 0)
        for seed in UInt64(0)..<60 {
            for slowdown in [1, 1.15] {
                var machine = Machine(2 * seed + (slowdown > 1 ? 1 : 0))
                var trial = TimeTrial<Int>()
                var answer: Bool?
                while answer == nil, trial.count < 64 {
                    for _ in 0..<2 { trial.add(first: machine.run(1), second: machine.run(slowdown)) }
                    answer = trial.hasHalf(of: log(1.15))
                }
                if answer == nil { untold += 1 } else if answer != (slowdown > 1) { wrong += 1 }
            }
        }
        #expect(wrong <= 1 && untold <= 12, "of 120, \(wrong) wrong, \(untold) untold")
    }

    @Test func fewRoundsTellNothing() {
        var machine = Machine(1)
        let few = machine.trial(2, rounds: 5)
        #expect(few.ratio == nil && few.isSlower == nil)
        let enough = machine.trial(2, rounds: 8)
        #expect(enough.isSlower == true)
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
        for round in 0..<6 { trial.add(first: [0: 1, round + 1: 5], second: [0: 1, round + 1: 50]) }
        #expect(trial.ratio?.logarithm == 0)
    }
}
