import Foundation
import GRDB
import Questions

extension ResultStore {
    /// The run of a suite that started last, with the latest attempt at each of its run keys, or `nil` if there is no such
    /// run. Of runs that started in the same second it is the one entered last.
    ///
    /// Without `witnesses`, a witness keeps its class, margins and fingerprint but has no pixels: reports need no more.
    public func snapshot(suite: String, witnesses: Bool = true) throws(StoreFault) -> RunSnapshot? {
        try read { (database) -> RunSnapshot? in
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
            var lists = [Int64: SampleList]()
            let cells = try Row.fetchAll(
                database,
                sql: """
                    SELECT r.network, r.method, r.list, c.id, c.json
                    FROM run_cells r JOIN configurations c ON c.id = r.configuration
                    WHERE r.run = ? ORDER BY r.position
                    """, arguments: [run])
            for cell in cells {
                let number: Int64 = try cell.value(2)
                let list = try lists[number] ?? SampleList(number, in: database)
                lists[number] = list
                let latest = try Self.latest(cell.value(3), columns, witnesses: witnesses, in: database)
                snapshot.cells.append(
                    try RunCell(
                        network: cell.value(0), method: cell.value(1), configuration: Self.configuration(cell.value(4)),
                        samples: list.ids))
                var outcomes = list.noOutcomes
                for (place, (sample, row)) in zip(list.samples, list.rows).enumerated() {
                    guard let attempt = latest[row] else { continue }
                    outcomes.append(
                        StoredOutcome(
                            sample: sample.id, label: sample.label, outcome: attempt.outcome,
                            attempt: attempt.number, recordedAt: attempt.recordedAt,
                            fingerprint: attempt.fingerprint, run: try runs.position(of: attempt)), at: UInt32(place))
                }
                snapshot.outcomes.append(outcomes)
            }
            runs.complete(&snapshot)
            snapshot.samples = Set(lists.values.flatMap(\.samples)).sorted { $0.id < $1.id }
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

    /// The newest attempt at a run key.
    struct LatestAttempt {
        var outcome: Outcome
        var number: Int
        var recordedAt: String
        /// Row id.
        var run: Int64
        var fingerprint: PixelFingerprint?
    }

    /// The newest attempt under a configuration by row id of the sample.
    static func latest(
        _ configuration: Int64, _ columns: OutcomeColumns, witnesses: Bool, in database: Database
    ) throws -> [Int64: LatestAttempt] {
        // The order of the index: of a sample the newest attempt comes last.
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sample, attempt, recorded_at, run, \(columns.selection(witnesses: witnesses))
                FROM attempts WHERE configuration = ? ORDER BY sample, attempt
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
