import Bisection
import Foundation
import Questions
import ResultStore
import SuiteFiles

/// Runs the good commit's programs and another's in alternation until it is clear whether the other is slower.
struct TimeJudge: CommitJudge {
    /// Rounds, and seconds after `enoughRounds` of them, after which it cannot be told.
    private static let mostRounds = 64
    private static let enoughRounds = 16
    private static let mostSeconds = 300.0

    let asker: CommitAsker
    let suites: [(name: String, path: String)]
    let data: String?
    /// The good commit's programs.
    let good: String
    let say: @Sendable (String) -> Void
    /// What the bad end takes more, as a logarithm; `nil` as long as it was not asked.
    var slowdown: Double?

    func known(_ programs: String) async throws -> (judge: any CommitJudge, findings: [String])? {
        let trial = try await trial(programs) { $0.isSlower }
        guard let ratio = trial.ratio, trial.isSlower == true else { return nil }
        var judge = self
        judge.slowdown = ratio.logarithm
        return (judge, ["CPU time × \(Self.factor(ratio.logarithm))"])
    }

    func answer(_ programs: String) async throws -> BisectionSearch.Answer {
        func isBad(_ trial: TimeTrial<Query>) -> Bool? { slowdown.map { trial.hasHalf(of: $0) } ?? trial.isSlower }
        let trial = try await trial(programs, isBad)
        guard let isBad = isBad(trial) else {
            throw CommitAsker.Silent(
                reason:
                    "the machine is too restless: CPU time × \(Self.factor(trial.ratio?.logarithm ?? 0)), but runs of one "
                    + "build differ by × \(Self.factor(trial.ratio?.spread ?? 0))")
        }
        return isBad ? .bad : .good
    }

    private static func factor(_ logarithm: Double) -> String {
        TextFormat.number((1000 * exp(logarithm)).rounded() / 1000)
    }

    private func trial(_ programs: String, _ tells: (TimeTrial<Query>) -> Bool?) async throws -> TimeTrial<Query> {
        var trial = TimeTrial<Query>()
        let start = ContinuousClock.now
        while trial.count < Self.mostRounds {
            let spent = (.now - start) / .seconds(1)
            if trial.count >= Self.enoughRounds, spent > Self.mostSeconds { break }
            trial.add(first: try await seconds(good), second: try await seconds(programs))
            if trial.count % 2 == 0, tells(trial) != nil { break }
        }
        if let ratio = trial.ratio {
            say("  CPU time × \(Self.factor(ratio.logarithm)) in \(trial.count) rounds")
        }
        return trial
    }

    private struct Query: Hashable {
        var cell: Int
        var sample: SampleID
    }

    /// CPU seconds of every query that came to its end.
    private func seconds(_ programs: String) async throws -> [Query: Double] {
        let run = try await asker.answers(programs, to: suites, data: data, options: ["--workers", "1"])
        var seconds = [Query: Double]()
        for (number, outcomes) in run.outcomes.enumerated() {
            for stored in outcomes where stored.outcome.ending == .finished && stored.outcome.impliedBy == nil {
                seconds[Query(cell: number, sample: stored.sample)] = stored.outcome.measurements.cpuSeconds
            }
        }
        return seconds
    }
}
