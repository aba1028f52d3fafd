import Foundation
import GRDB
import Robustness

extension ResultStore {
    /// The newest run of a suite with the latest attempt at each of its run keys, or `nil` if there is no such run.
    ///
    /// Without `witnesses`, a witness keeps its class and margins but has no pixels: most reports need no more.
    public func snapshot(suite: String, witnesses: Bool = true) throws(StoreFault) -> RunSnapshot? {
        try read { database in
            guard
                let newest = try Row.fetchOne(
                    database, sql: "SELECT id, json FROM runs WHERE suite = ? ORDER BY id DESC LIMIT 1",
                    arguments: [suite])
            else { return nil }
            let run: Int64 = newest[0]
            let json: String = newest[1]
            guard let record = try? JSONDecoder().decode(RunRecord.self, from: Data(json.utf8)) else {
                throw StoreFault.corrupt("run \(json)")
            }
            var snapshot = RunSnapshot(run: record, cells: [], outcomes: [])
            var lists = [Int64: [Entry]]()
            let cells = try Row.fetchAll(
                database,
                sql: """
                    SELECT r.network, r.method, r.list, c.id, c.json
                    FROM run_cells r JOIN configurations c ON c.id = r.configuration
                    WHERE r.run = ? ORDER BY r.position
                    """, arguments: [run])
            for cell in cells {
                let list: Int64 = cell[2]
                let entries = try lists[list] ?? Self.entries(of: list, in: database)
                lists[list] = entries
                let latest = try Self.latest(cell[3], witnesses: witnesses, in: database)
                snapshot.cells.append(
                    RunCell(
                        network: cell[0], method: cell[1], configuration: try Self.configuration(cell[4]),
                        samples: entries.map(\.id)))
                snapshot.outcomes.append(
                    entries.compactMap { entry in
                        latest[entry.sample].map { attempt in
                            StoredOutcome(
                                sample: entry.id, label: entry.label, outcome: attempt.outcome,
                                attempt: attempt.number, recordedAt: attempt.recordedAt)
                        }
                    })
            }
            return snapshot
        }
    }

    /// The suites that were ever run, by name.
    public func suites() throws(StoreFault) -> [String] {
        try read { try String.fetchAll($0, sql: "SELECT DISTINCT suite FROM runs ORDER BY suite") }
    }

    private struct Entry {
        var id: SampleID
        var label: Int
        var sample: Int64
    }

    private struct LatestAttempt {
        var outcome: Outcome
        var number: Int
        var recordedAt: String
    }

    private static func entries(of list: Int64, in database: Database) throws -> [Entry] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT n.dataset, n.split, n.position, s.label, s.id
                FROM sample_list_entries e JOIN sample_names n ON n.id = e.name JOIN samples s ON s.id = n.sample
                WHERE e.list = ? ORDER BY e.position
                """, arguments: [list]
        ).map { row in
            Entry(id: SampleID(dataset: row[0], split: row[1], index: row[2]), label: row[3], sample: row[4])
        }
    }

    /// The newest attempt under a configuration by row id of the sample.
    private static func latest(
        _ configuration: Int64, witnesses: Bool, in database: Database
    ) throws -> [Int64: LatestAttempt] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sample, attempt, recorded_at, \(witnesses ? "witness" : "NULL"),
                    \(OutcomeColumns.names.joined(separator: ", "))
                FROM attempts AS a
                WHERE configuration = ? AND attempt = (
                    SELECT MAX(attempt) FROM attempts WHERE configuration = a.configuration AND sample = a.sample)
                """, arguments: [configuration])
        var latest = [Int64: LatestAttempt]()
        while let row = try rows.next() {
            latest[row[0]] = LatestAttempt(
                outcome: try OutcomeColumns.outcome(in: row, from: 4, witness: row[3]), number: row[1],
                recordedAt: row[2])
        }
        return latest
    }
}
