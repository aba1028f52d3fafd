import Bisection
import Comparison
import Questions
import ResultStore
import SuiteFiles
import Verifiers

/// Holds a commit's answers against those of the good one: verdicts, bounds, work, attacks. Needs no clock.
struct AnswerJudge: CommitJudge {
    let asker: CommitAsker
    let suites: [(name: String, path: String)]
    let data: String?
    /// The good commit's answers.
    let base: RunSnapshot
    let flagged: FlaggedQueries
    /// What makes a commit bad; `nil` as long as the bad end was not asked.
    var wanted: Set<RecordedFindings.Place>?

    func known(_ programs: String) async throws -> (judge: any CommitJudge, findings: [String])? {
        let found = try await findings(programs)
        let wanted = flagged.places.isEmpty ? found : found.intersection(flagged.places)
        guard !wanted.isEmpty else { return nil }
        var judge = self
        judge.wanted = wanted
        return (judge, Self.words(wanted))
    }

    func answer(_ programs: String) async throws -> BisectionSearch.Answer {
        let found = try await findings(programs)
        return wanted.map { !found.isDisjoint(with: $0) } ?? !found.isEmpty ? .bad : .good
    }

    private func findings(_ programs: String) async throws -> Set<RecordedFindings.Place> {
        var new = try await asker.answers(programs, to: suites, data: data)
        new.run.suite = base.run.suite
        let comparison = RunComparison(base: base, new: new, catalog: MethodRegistry.catalog.withoutLibraries)
        guard comparison.queries > 0 else {
            throw CommitAsker.Silent(reason: "asks something else: nothing can be compared")
        }
        return comparison.places.filter { flagged.kinds.contains($0.kind) }
    }

    /// `3 looser-bound of crown`.
    private static func words(_ places: Set<RecordedFindings.Place>) -> [String] {
        Dictionary(grouping: places) { "\($0.kind.rawValue) of \($0.cell.method)" }
            .map { "\($1.count) \($0)" }.sorted()
    }
}

extension RunComparison {
    /// What became worse, place by place. Of a contradiction every answer is one.
    var places: Set<RecordedFindings.Place> {
        var places = Set<RecordedFindings.Place>()
        for contradiction in contradictions {
            for answer in contradiction.proved + contradiction.found {
                places.insert(.init(kind: .contradiction, cell: answer.cell, sample: contradiction.sample))
            }
        }
        for change in newlyOpen { places.insert(.init(kind: .newlyOpen, cell: change.cell, sample: change.sample)) }
        for change in looser { places.insert(.init(kind: .looserBound, cell: change.cell, sample: change.sample)) }
        for change in weaker { places.insert(.init(kind: .weakerAttack, cell: change.cell, sample: change.sample)) }
        for change in work where change.after > change.before {
            places.insert(.init(kind: .nodes, cell: change.cell))
        }
        return places
    }
}
