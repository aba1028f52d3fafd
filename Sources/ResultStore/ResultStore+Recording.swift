import Foundation
import GRDB
import Questions

/// A sample as a run announces it.
public struct StoredSample: Sendable, Hashable {
    public var id: SampleID
    /// True label.
    public var label: Int
    /// `Sample.digest`.
    public var digest: Digest

    public init(id: SampleID, label: Int, digest: Digest) {
        self.id = id
        self.label = label
        self.digest = digest
    }
}

/// Names a run within one store.
public struct RunID: Sendable, Hashable {
    let row: Int64
}

/// An outcome to record, with its run key's two halves.
public struct Attempt: Sendable, Hashable {
    public var configuration: Digest
    public var sample: Digest
    public var outcome: Outcome

    public init(configuration: Digest, sample: Digest, outcome: Outcome) {
        self.configuration = configuration
        self.sample = sample
        self.outcome = outcome
    }
}

extension ResultStore {
    /// Enters a run with its cells and every sample that they name.
    public func beginRun(
        _ record: RunRecord, cells: [RunCell], samples: [StoredSample]
    ) throws(StoreFault) -> RunID {
        try write { database in
            let names = try Self.announce(samples, in: database)
            return RunID(
                row: try Self.enter(record, try Self.rows(of: cells, names: names, in: database), in: database))
        }
    }

    /// Adds outcomes in one transaction: all are on disk when this returns, or none is in the store. Times are kept to
    /// four significant digits.
    ///
    /// Each becomes the next attempt at its run key. Throws `unknownRunKey` for one that no run announced.
    public func record(_ batch: [Attempt], run: RunID) throws(StoreFault) {
        guard !batch.isEmpty else { return }
        try write { database in
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO attempts (\(columns.ofAttempt))
                    SELECT \(columns.places), c.id, s.id,
                        (SELECT COALESCE(MAX(attempt), 0) + 1 FROM attempts
                         WHERE configuration = c.id AND sample = s.id)
                    FROM configurations c, samples s WHERE c.digest = ? AND s.digest = ?
                    """)
            let now = Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true))
            for attempt in batch {
                let values = try columns.values(of: attempt.outcome, run: run.row, recordedAt: now)
                let key: [(any DatabaseValueConvertible)?] = [
                    Data(attempt.configuration.bytes), Data(attempt.sample.bytes),
                ]
                try statement.execute(arguments: StatementArguments(values + key))
                guard database.changesCount == 1 else {
                    throw StoreFault.unknownRunKey(
                        configuration: attempt.configuration.short, sample: attempt.sample.short)
                }
            }
        }
    }

    /// A cell as `run_cells` keeps it.
    struct CellRow: Hashable {
        var network: String
        var method: String
        var epsilon: Double
        var configuration: Int64
        var list: Int64
    }

    /// Enters the configurations and lists of cells.
    static func rows(of cells: [RunCell], names: [SampleID: Int64], in database: Database) throws -> [CellRow] {
        var lists = [[SampleID]: Int64]()
        return try cells.map { cell in
            let list = try lists[cell.samples] ?? Self.list(of: cell.samples, names: names, in: database)
            lists[cell.samples] = list
            return CellRow(
                network: cell.network, method: cell.method, epsilon: cell.configuration.perturbation.epsilon,
                configuration: try Self.row(of: cell.configuration, in: database), list: list)
        }
    }

    /// Enters a run and its cells; returns its row id.
    static func enter(_ record: RunRecord, _ cells: [CellRow], in database: Database) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO runs (suite, json) VALUES (?, ?)", arguments: [record.suite, try json(of: record)])
        let run = database.lastInsertedRowID
        for (position, cell) in cells.enumerated() {
            try database.execute(
                sql: """
                    INSERT INTO run_cells (run, position, network, method, epsilon, configuration, list)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [run, position, cell.network, cell.method, cell.epsilon, cell.configuration, cell.list])
        }
        return run
    }

    /// The row of a run that only outcomes name; it has no cells where the store has not asked it.
    static func entered(_ record: RunRecord, in database: Database) throws -> Int64 {
        let known = try Int64.fetchOne(
            database, sql: "SELECT id FROM runs WHERE suite = ? AND json = ? ORDER BY id DESC LIMIT 1",
            arguments: [record.suite, try json(of: record)])
        return try known ?? enter(record, [], in: database)
    }

    /// The text of a run record, the same for the same record.
    static func json(of record: RunRecord) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(record), as: UTF8.self)
    }

    /// Row ids of names.
    static func announce(_ samples: [StoredSample], in database: Database) throws -> [SampleID: Int64] {
        let addSample = try database.makeStatement(
            sql: "INSERT INTO samples (digest, label) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING")
        let addName = try database.makeStatement(
            sql: """
                INSERT INTO sample_names (dataset, split, position, sample)
                SELECT ?, ?, ?, id FROM samples WHERE digest = ? ON CONFLICT DO NOTHING
                """)
        let findName = try database.makeStatement(
            sql: """
                SELECT n.id FROM sample_names n JOIN samples s ON s.id = n.sample
                WHERE n.dataset = ? AND n.split = ? AND n.position = ? AND s.digest = ?
                """)
        var rows = [SampleID: Int64]()
        for sample in samples {
            let digest = Data(sample.digest.bytes)
            let name: StatementArguments = [sample.id.dataset, sample.id.split, sample.id.index, digest]
            try addSample.execute(arguments: [digest, sample.label])
            try addName.execute(arguments: name)
            rows[sample.id] = try Int64.fetchOne(findName, arguments: name)
        }
        return rows
    }

    private static func row(of configuration: Questions.Configuration, in database: Database) throws -> Int64 {
        let json = configuration.canonicalJSON
        let digest = Data(Digest(of: json).bytes)
        try database.execute(
            sql: "INSERT INTO configurations (digest, method, json) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [digest, configuration.method.name, json])
        return try Int64.fetchOne(
            database, sql: "SELECT id FROM configurations WHERE digest = ?", arguments: [digest]) ?? 0
    }

    private static func list(
        of samples: [SampleID], names: [SampleID: Int64], in database: Database
    ) throws -> Int64 {
        let rows = try samples.map { id in
            guard let row = names[id] else { throw StoreFault.unknownSample("\(id)") }
            return row
        }
        let digest = Data(Digest(of: rows.map(String.init).joined(separator: ",")).bytes)
        let known = "SELECT id FROM sample_lists WHERE digest = ?"
        if let list = try Int64.fetchOne(database, sql: known, arguments: [digest]) { return list }
        try database.execute(sql: "INSERT INTO sample_lists (digest) VALUES (?)", arguments: [digest])
        let list = database.lastInsertedRowID
        let add = try database.makeStatement(
            sql: "INSERT INTO sample_list_entries (list, position, name) VALUES (?, ?, ?)")
        for (position, row) in rows.enumerated() { try add.execute(arguments: [list, position, row]) }
        return list
    }
}
