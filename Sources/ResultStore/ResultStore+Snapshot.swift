import Foundation
import GRDB
import Questions

extension ResultStore {
    /// The run of a suite that started last, with the latest attempt at each of its run keys, or `nil` if there is no such
    /// run. Of runs that started in the same second it is the one entered last.
    ///
    /// Without `witnesses`, a witness keeps its class, margins and fingerprint but has no pixels: reports need no more.
    public func snapshot(suite: String, witnesses: Bool = true) throws(StoreFault) -> RunSnapshot? {
        try read { database in
            guard
                let newest = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT id, json FROM runs WHERE suite = ?
                        AND EXISTS (SELECT 1 FROM run_cells WHERE run = runs.id)
                        ORDER BY json_extract(json, '$.startedAt') DESC, id DESC LIMIT 1
                        """,
                    arguments: [suite])
            else { return nil }
            let run: Int64 = try newest.value(0)
            let record = try Self.record(try newest.value(1))
            var runs = RunList(of: database)
            var snapshot = RunSnapshot(run: record, samples: [], cells: [], outcomes: [])
            var lists = [Int64: [Entry]]()
            let cells = try Row.fetchAll(
                database,
                sql: """
                    SELECT r.network, r.method, r.list, c.id, c.json
                    FROM run_cells r JOIN configurations c ON c.id = r.configuration
                    WHERE r.run = ? ORDER BY r.position
                    """, arguments: [run])
            for cell in cells {
                let list: Int64 = try cell.value(2)
                let entries = try lists[list] ?? Self.entries(of: list, in: database)
                lists[list] = entries
                let latest = try Self.latest(cell.value(3), columns, witnesses: witnesses, in: database)
                snapshot.cells.append(
                    try RunCell(
                        network: cell.value(0), method: cell.value(1), configuration: Self.configuration(cell.value(4)),
                        samples: entries.map(\.sample.id)))
                snapshot.outcomes.append(
                    try entries.compactMap { entry in
                        try latest[entry.row].map { attempt in
                            try StoredOutcome(
                                sample: entry.sample.id, label: entry.sample.label, outcome: attempt.outcome,
                                attempt: attempt.number, recordedAt: attempt.recordedAt,
                                fingerprint: attempt.fingerprint, run: runs.position(of: attempt))
                        }
                    })
            }
            runs.complete(&snapshot)
            snapshot.samples = Set(lists.values.flatMap { $0.map(\.sample) }).sorted { $0.id < $1.id }
            return snapshot
        }
    }

    /// The suites that were ever run, by name.
    public func suites() throws(StoreFault) -> [String] {
        try read { try String.fetchAll($0, sql: "SELECT DISTINCT suite FROM runs ORDER BY suite") }
    }

    static func record(_ json: String) throws -> RunRecord {
        guard let record = try? JSONDecoder().decode(RunRecord.self, from: Data(json.utf8)) else {
            throw StoreFault.corrupt("run \(json)")
        }
        return record
    }

    private struct Entry {
        var sample: StoredSample
        /// Row id of the sample's content.
        var row: Int64
    }

    /// The newest attempt at a run key.
    struct LatestAttempt {
        var outcome: Outcome
        var number: Int
        var recordedAt: String
        /// Row id.
        var run: Int64
        var fingerprint: PixelFingerprint?
    }

    private static func entries(of list: Int64, in database: Database) throws -> [Entry] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT n.dataset, n.split, n.position, s.label, s.id, s.digest
                FROM sample_list_entries e JOIN sample_names n ON n.id = e.name JOIN samples s ON s.id = n.sample
                WHERE e.list = ? ORDER BY e.position
                """, arguments: [list]
        ).map { row in
            let bytes: Data = try row.value(5)
            guard let digest = Digest(bytes: Array(bytes)) else {
                throw StoreFault.corrupt("a sample's digest of \(bytes.count) bytes")
            }
            let id = try SampleID(dataset: row.value(0), split: row.value(1), index: row.value(2))
            return try Entry(sample: StoredSample(id: id, label: row.value(3), digest: digest), row: row.value(4))
        }
    }

    /// The newest attempt under a configuration by row id of the sample.
    static func latest(
        _ configuration: Int64, _ columns: OutcomeColumns, witnesses: Bool, in database: Database
    ) throws -> [Int64: LatestAttempt] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sample, attempt, recorded_at, run, \(columns.selection(witnesses: witnesses))
                FROM attempts AS a
                WHERE configuration = ? AND attempt = (
                    SELECT MAX(attempt) FROM attempts WHERE configuration = a.configuration AND sample = a.sample)
                """, arguments: [configuration])
        var latest = [Int64: LatestAttempt]()
        while let row = try rows.next() {
            var (outcome, fingerprint) = try columns.outcome(in: row, from: 4)
            if !witnesses { outcome.witness?.pixels = [] }
            try latest[row.value(0)] = LatestAttempt(
                outcome: outcome, number: row.value(1), recordedAt: row.value(2), run: row.value(3),
                fingerprint: fingerprint)
        }
        return latest
    }
}

extension SampleID {
    /// By dataset, split and index.
    static func < (first: SampleID, second: SampleID) -> Bool {
        (first.dataset, first.split, first.index) < (second.dataset, second.split, second.index)
    }
}
