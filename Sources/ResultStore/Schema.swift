import GRDB
import Questions

/// The tables. Attempts are only ever added: triggers refuse to change or remove them.
enum Schema {
    /// Marks a database as a result store: "VGap".
    static let applicationID = 0x5647_6170

    /// Makes and extends the tables. The two steps of the beginning hold the fields of edition 1; every later edition is a
    /// step of its own, which a program that does not know it takes for the mark of a newer one.
    static func migrator(_ fields: OutcomeFields) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { try $0.execute(sql: version1) }
        // PixelFingerprint; NULL where there is no witness, and in rows of before, which have the pixels.
        migrator.registerMigration("v2") {
            try $0.execute(sql: "ALTER TABLE attempts ADD COLUMN witness_fingerprint INTEGER")
        }
        for edition in laterEditions(fields) {
            let added = fields.all.filter { $0.edition == edition }
            migrator.registerMigration(step(edition)) { database in
                for field in added {
                    // Rows of before say nothing of it.
                    let zero = field.isNeverNull ? " DEFAULT 0" : ""
                    try database.execute(
                        sql: "ALTER TABLE attempts ADD COLUMN \(field.columnDeclaration)\(zero)")
                }
            }
        }
        return migrator
    }

    /// The newest edition of `fields` whose columns the tables have; `nil` where a step of the beginning is missing.
    static func edition(of fields: OutcomeFields, in database: Database) throws -> Int? {
        let done = try migrator(fields).completedMigrations(database)
        guard done.contains("v2") else { return nil }
        return laterEditions(fields).last { done.contains(step($0)) } ?? 1
    }

    private static func step(_ edition: Int) -> String { "fields of edition \(edition)" }

    private static func laterEditions(_ fields: OutcomeFields) -> [Int] {
        Set(fields.all.map(\.edition)).subtracting([1]).sorted()
    }

    private static let version1 = """
        CREATE TABLE configurations (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,      -- SHA-256 of json
            method TEXT NOT NULL,             -- the method's name, for statistics
            json TEXT NOT NULL                -- Configuration.canonicalJSON
        ) STRICT;

        CREATE TABLE samples (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,      -- SHA-256 of label and pixels
            label INTEGER NOT NULL            -- true label
        ) STRICT;

        -- Names of samples; if a dataset's bytes change, a name gets a second row.
        CREATE TABLE sample_names (
            id INTEGER PRIMARY KEY,
            dataset TEXT NOT NULL,
            split TEXT NOT NULL,
            position INTEGER NOT NULL,        -- in the split, from 0
            sample INTEGER NOT NULL REFERENCES samples,
            UNIQUE (dataset, split, position, sample)
        ) STRICT;

        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            suite TEXT NOT NULL,
            json TEXT NOT NULL                -- RunRecord
        ) STRICT;
        CREATE INDEX runs_by_suite ON runs (suite, id);

        -- Lists of samples that cells share.
        CREATE TABLE sample_lists (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE       -- SHA-256 of the ids of its names
        ) STRICT;
        CREATE TABLE sample_list_entries (
            list INTEGER NOT NULL REFERENCES sample_lists,
            position INTEGER NOT NULL,
            name INTEGER NOT NULL REFERENCES sample_names,
            PRIMARY KEY (list, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE run_cells (
            run INTEGER NOT NULL REFERENCES runs,
            position INTEGER NOT NULL,
            network TEXT NOT NULL,            -- the suite's id
            method TEXT NOT NULL,             -- the suite's id
            epsilon REAL NOT NULL,
            configuration INTEGER NOT NULL REFERENCES configurations,
            list INTEGER NOT NULL REFERENCES sample_lists,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,
            configuration INTEGER NOT NULL REFERENCES configurations,
            sample INTEGER NOT NULL REFERENCES samples,
            attempt INTEGER NOT NULL,         -- 1, 2, … per (configuration, sample)
            run INTEGER NOT NULL REFERENCES runs,
            recorded_at TEXT NOT NULL,        -- UTC, ISO 8601
            verdict TEXT NOT NULL,
            margin_lower REAL,
            margin_upper REAL,
            distance_lower REAL,
            reason TEXT,
            implied_by TEXT,                  -- NULL: the method ran itself
            note TEXT,
            witness BLOB,                     -- deflated little-endian floats; NULL where only the fingerprint is known
            witness_pixels INTEGER,           -- how many in the blob; NULL: no witness
            adversarial_class INTEGER,
            margin_float REAL,
            margin_double REAL,
            wall_seconds REAL NOT NULL,
            cpu_seconds REAL NOT NULL,
            peak_memory_bytes INTEGER,
            lp_solves INTEGER NOT NULL,
            lp_fallbacks INTEGER NOT NULL,
            simplex_iterations INTEGER NOT NULL,
            nodes INTEGER NOT NULL,
            unstable_by_layer TEXT,           -- JSON array; NULL: none
            phases TEXT,                      -- JSON object of seconds; NULL: none
            UNIQUE (configuration, sample, attempt)
        ) STRICT;
        CREATE TRIGGER attempts_stay BEFORE UPDATE ON attempts
            BEGIN SELECT RAISE(ABORT, 'attempts are never changed'); END;
        CREATE TRIGGER attempts_remain BEFORE DELETE ON attempts
            BEGIN SELECT RAISE(ABORT, 'attempts are never removed'); END;

        PRAGMA application_id = \(applicationID);
        """
}
