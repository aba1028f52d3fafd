import Bisection
import Comparison
import DataFormats
import Foundation
import Questions
import ResultStore
import SuiteFiles
import Verifiers

/// One bisection: asks both ends, then the commits that the search names.
struct BisectSession {
    private let line: CommitLine
    private let flagged: FlaggedQueries
    private let asker: CommitAsker
    private let data: String?
    private let say: @Sendable (String) -> Void
    private let suites: [(name: String, path: String)]

    /// Writes the excerpts of the suite.
    init(
        line: CommitLine, flagged: FlaggedQueries, asker: CommitAsker, data: DataOptions,
        say: @escaping @Sendable (String) -> Void
    ) throws {
        (self.line, self.flagged, self.asker, self.say) = (line, flagged, asker, say)
        let place = asker.bench.folder + "/suites"
        try OutputFolder.make(place)
        // What an excerpt names by a relative path lies beside the whole suite.
        let folder = data.dataDirectory ?? flagged.suite.path.pathFolder
        self.data = URL(fileURLWithPath: folder.isEmpty ? "." : folder).path
        suites = try flagged.excerpts.map { excerpt in
            let path = "\(place)/\(excerpt.name).yaml"
            try AtomicFile.write(Array(try excerpt.text(of: flagged.text, flagged.suite).utf8), to: path)
            return (excerpt.name, path)
        }
    }

    func result() async throws -> BisectResult {
        var result = BisectResult(line)
        var search = BisectionSearch(count: line.commits.count)
        say("asking both ends; \(line.commits.count) commits, about \(search.stepsLeft) steps")
        let goodPrograms = try await asker.endPrograms(of: line.good)
        let last = line.commits[line.commits.count - 1]
        let badPrograms = try await asker.endPrograms(of: last)
        let judge: any CommitJudge
        do {
            if flagged.isTimed {
                judge = TimeJudge(asker: asker, suites: suites, data: data, good: goodPrograms, say: say)
            } else {
                let base = try await asker.answers(goodPrograms, to: suites, data: data)
                judge = AnswerJudge(asker: asker, suites: suites, data: data, base: base, flagged: flagged)
            }
            guard let known = try await judge.known(badPrograms) else { return result }
            result.findings = known.findings
            try await advance(&search, &result, known.judge)
        } catch let silent as CommitAsker.Silent {
            throw BisectionFault.endFails(commit: "\(line.good.short) or \(last.short)", reason: silent.reason)
        }
        result.culprits = Array(line.commits[search.culprits])
        return result
    }

    private func advance(
        _ search: inout BisectionSearch, _ result: inout BisectResult, _ judge: any CommitJudge
    ) async throws {
        while let number = search.next {
            let commit = line.commits[number]
            let start = ContinuousClock.now
            var step = BisectResult.Step(commit: commit, answer: .skip)
            do {
                step.answer = try await judge.answer(try await asker.programs(of: commit))
            } catch let silent as CommitAsker.Silent { step.reason = silent.reason }
            step.seconds = (.now - start) / .seconds(1)
            search.take(step.answer, at: number)
            result.steps.append(step)
            let left = search.next == nil ? "" : "; about \(search.stepsLeft) steps left"
            say("  \(step.answer.rawValue)\(step.reason.map { ": \($0)" } ?? "")\(left)")
        }
    }
}

/// Tells good commits from bad ones.
protocol CommitJudge {
    /// What the bad end shows, and a judge that looks for just that; `nil` where it shows nothing of what is flagged.
    func known(_ programs: String) async throws -> (judge: any CommitJudge, findings: [String])?

    /// - Throws: `CommitAsker.Silent` where the programs do not answer or their answers do not tell.
    func answer(_ programs: String) async throws -> BisectionSearch.Answer
}
