import ResultStore
import Tables

/// A run whose outcomes a report shows.
struct ContributingRun: Hashable {
    var run: RunRecord
    var outcomes: Int
}

extension ReportModel {
    /// Runs that asked the outcomes, oldest first.
    static func contributors(_ snapshot: RunSnapshot) -> (runs: [ContributingRun], unknown: Int) {
        let counts = snapshot.outcomesByRun
        let runs = snapshot.runs.enumerated().compactMap { index, run in
            counts[index].map { ContributingRun(run: run, outcomes: $0) }
        }
        return (runs, counts[nil] ?? 0)
    }

    /// Whether command, commit, machine and versions of one run are those of every outcome.
    var isOfOneRun: Bool { contributors.count <= 1 && unknownOutcomes == 0 }

    /// The runs that asked the outcomes, where one has not asked them all.
    var runTable: Table? {
        guard !isOfOneRun else { return nil }
        var rows = contributors.map { contributor in
            let run = contributor.run
            return Table.Row([
                .text(run.startedAt), .number(contributor.outcomes), .text(run.suite),
                .text(run.commit ?? Self.noCommit), .text(run.machine), .number(run.workers),
                .text(Self.versions(of: run)), .text(run.command),
            ])
        }
        if unknownOutcomes > 0 {
            rows.append(
                .init(
                    [.text("not recorded (runs before this was kept)"), .number(unknownOutcomes)]
                        + Array(repeating: .missing, count: 6)))
        }
        return Table(
            name: "runs",
            caption: "Runs that asked the outcomes of this report, and how many each.",
            columns: [
                .init("started", title: "started", alignment: .left), .init("outcomes", title: "outcomes"),
                .init("suite", title: "suite", alignment: .left), .init("commit", title: "commit", alignment: .left),
                .init("machine", title: "machine", alignment: .left), .init("workers", title: "workers"),
                .init("versions", title: "versions", alignment: .left),
                .init("command", title: "command", alignment: .left),
            ], rows: rows)
    }

    /// What the one run was; of several there is a table.
    var runEntries: [(String, String)] {
        guard isOfOneRun else { return [("runs", "several: see the table of runs")] }
        let run = contributors.first?.run ?? run
        let entries = [
            ("command", run.command), ("started", run.startedAt), ("commit", run.commit ?? Self.noCommit),
            ("machine", run.machine), ("workers", "\(run.workers)"),
        ]
        return entries + run.versions.sorted { $0.key < $1.key }.map { ("version of \($0.key)", $0.value) }
    }

    private static let noCommit = "not known"

    private static func versions(of run: RunRecord) -> String {
        run.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}
