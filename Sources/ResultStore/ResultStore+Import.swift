import Foundation
import GRDB
import Questions

extension ResultStore {
    /// Adds the runs and outcomes of snapshots in one transaction: all of them, or nothing where anything fails.
    ///
    /// What the store has answered already stays as it is, whatever a snapshot says of it; nothing is ever overwritten. A
    /// run that the store has is not entered again. Added outcomes keep their attempt's number and time.
    ///
    /// - Parameter replacingDerived: whether a query of which the store only has what another method's answer implied gets the answer
    ///   of a method that ran itself as its next attempt, as a run would record it.
    public func add(
        _ snapshots: [RunSnapshot], replacingDerived: Bool = false
    ) throws(StoreFault) -> ImportSummary {
        try write { database in
            var addition = Addition(database: database, columns: columns, replacingDerived: replacingDerived)
            for snapshot in snapshots { try addition.add(snapshot) }
            return addition.summary
        }
    }

    /// The newest run that was entered with just this record and these cells.
    private static func run(
        _ record: RunRecord, _ cells: [CellRow], in database: Database
    ) throws -> Int64? {
        let runs = try Int64.fetchAll(
            database, sql: "SELECT id FROM runs WHERE suite = ? AND json = ? ORDER BY id DESC",
            arguments: [record.suite, try json(of: record)])
        return try runs.first { run in
            let known = try Row.fetchAll(
                database,
                sql: """
                    SELECT network, method, epsilon, configuration, list FROM run_cells WHERE run = ?
                    ORDER BY position
                    """, arguments: [run]
            ).map { row in
                try CellRow(
                    network: row.value(0), method: row.value(1), epsilon: row.value(2), configuration: row.value(3),
                    list: row.value(4))
            }
            return known == cells
        }
    }

    /// The state of one transaction.
    private struct Addition {
        let database: Database
        let columns: OutcomeColumns
        var summary = ImportSummary()
        /// Outcomes by row ids of configuration and sample content, as they stand now.
        private var held = [Int64: [Int64: Outcome]]()

        private let replacingDerived: Bool

        init(database: Database, columns: OutcomeColumns, replacingDerived: Bool) {
            self.replacingDerived = replacingDerived
            self.database = database
            self.columns = columns
        }

        mutating func add(_ snapshot: RunSnapshot) throws {
            let names = try ResultStore.announce(snapshot.samples, in: database)
            let cells = try ResultStore.rows(of: snapshot.cells, names: names, in: database)
            let known = try ResultStore.run(snapshot.run, cells, in: database)
            let own = try known ?? ResultStore.enter(snapshot.run, cells, in: database)
            let runs = try snapshot.runs.map { record in
                record == snapshot.run ? own : try ResultStore.entered(record, in: database)
            }
            var contents = [SampleID: Int64]()
            for sample in snapshot.samples {
                contents[sample.id] = try Int64.fetchOne(
                    database, sql: "SELECT id FROM samples WHERE digest = ?", arguments: [Data(sample.digest.bytes)])
            }
            let statement = try database.makeStatement(
                sql: "INSERT INTO attempts (\(columns.ofAttempt)) VALUES (\(columns.places), ?, ?, ?)")
            for (index, cell) in cells.enumerated() where !snapshot.outcomes[index].isEmpty {
                if held[cell.configuration] == nil {
                    held[cell.configuration] = try ResultStore.latest(
                        cell.configuration, columns, witnesses: false, in: database
                    ).mapValues(\.outcome)
                }
                for stored in snapshot.outcomes[index] {
                    guard let sample = contents[stored.sample] else {
                        throw StoreFault.unknownSample("\(stored.sample)")
                    }
                    var number = stored.attempt
                    if let kept = held[cell.configuration]?[sample] {
                        guard isSuperseded(kept, by: stored.outcome) else {
                            note(stored, beside: kept, in: snapshot.cells[index])
                            continue
                        }
                        number = try next(cell.configuration, sample)
                    }
                    let key: [(any DatabaseValueConvertible)?] = [cell.configuration, sample, number]
                    let values = try columns.values(
                        of: stored.outcome, run: try stored.run.map { runs[$0] } ?? stranger(stored, snapshot.run, own),
                        recordedAt: stored.recordedAt,
                        fingerprint: stored.fingerprint)
                    try statement.execute(arguments: StatementArguments(values + key))
                    held[cell.configuration]?[sample] = stored.outcome
                    summary.added += 1
                }
            }
        }

        /// Whether what a method said itself takes the place of what was implied; a contradiction is for a reader to judge.
        private func isSuperseded(_ kept: Outcome, by outcome: Outcome) -> Bool {
            replacingDerived && kept.impliedBy != nil && outcome.impliedBy == nil && !kept.contradicts(outcome)
        }

        /// The number of the next attempt at a run key.
        private func next(_ configuration: Int64, _ sample: Int64) throws -> Int {
            let last = try Int.fetchOne(
                database, sql: "SELECT MAX(attempt) FROM attempts WHERE configuration = ? AND sample = ?",
                arguments: [configuration, sample])
            return (last ?? 0) + 1
        }

        /// A run that an outcome of no known run is not taken for one of: the file's own where it began later.
        private func stranger(_ stored: StoredOutcome, _ run: RunRecord, _ row: Int64) throws -> Int64 {
            guard run.canHaveRecorded(at: stored.recordedAt) else { return row }
            return try ResultStore.entered(.unknown(suite: run.suite), in: database)
        }

        private mutating func note(_ stored: StoredOutcome, beside kept: Outcome, in cell: RunCell) {
            if kept.agrees(with: stored.outcome, on: columns.fields) {
                summary.known += 1
            } else if kept.contradicts(stored.outcome) {
                summary.conflicts.append(
                    ImportConflict(
                        network: cell.network, method: cell.method,
                        epsilon: cell.configuration.perturbation.epsilon, sample: stored.sample, kept: kept,
                        refused: stored.outcome))
            } else {
                summary.differing += 1
            }
        }
    }
}
