import Questions
import ResultStore
import Testing

@Suite("Columns of the store") struct ColumnTests {
    /// Name, type and whether NULL is refused, in the order of the table: stores of before have just these.
    private static let golden = [
        "id INTEGER 0", "configuration INTEGER 1", "sample INTEGER 1", "attempt INTEGER 1", "run INTEGER 1",
        "recorded_at TEXT 1", "verdict TEXT 1", "margin_lower REAL 0", "margin_upper REAL 0", "distance_lower REAL 0",
        "reason TEXT 0", "implied_by TEXT 0", "note TEXT 0", "witness BLOB 0", "witness_pixels INTEGER 0",
        "adversarial_class INTEGER 0", "margin_float REAL 0", "margin_double REAL 0", "wall_seconds REAL 1",
        "cpu_seconds REAL 1", "peak_memory_bytes INTEGER 0", "lp_solves INTEGER 1", "lp_fallbacks INTEGER 1",
        "simplex_iterations INTEGER 1", "nodes INTEGER 1", "unstable_by_layer TEXT 0", "phases TEXT 0",
        "witness_fingerprint INTEGER 0",
    ]
    private static let own: Set = [
        "id", "configuration", "sample", "attempt", "run", "recorded_at", PixelNames.countColumn,
        PixelNames.fingerprintColumn,
    ]

    private func columns(_ path: String) throws -> [String] {
        try RawDatabase.text(
            """
            SELECT group_concat(name || ' ' || type || ' ' || "notnull", ';')
            FROM (SELECT * FROM pragma_table_info('attempts') ORDER BY cid)
            """, at: path)?.split(separator: ";").map(String.init) ?? []
    }

    @Test func areThoseOfEveryStoreBefore() throws {
        try Fixtures.withStorePath { path in
            do { _ = try ResultStore(path, mode: .write, columns: OutcomeColumns(.current.known(in: 1))) }
            #expect(try columns(path) == Self.golden)
        }
    }

    /// A field without a column would fail at the first outcome; a column without a field would be lost.
    @Test func areThoseOfTheFields() throws {
        try Fixtures.withStorePath { path in
            do { _ = try ResultStore(path, mode: .write) }
            let found = try columns(path).filter { !Self.own.contains(String($0.prefix { $0 != " " })) }
            let declared = OutcomeField.all.map { "\($0.columnDeclaration)".replacing(" NOT NULL", with: "") }
            #expect(Set(found.map { String($0.dropLast(2)) }) == Set(declared))
            let refusing = OutcomeField.all.filter { $0.columnDeclaration.hasSuffix(" NOT NULL") }.map(\.column)
            #expect(
                Set(found.filter { $0.hasSuffix(" 1") }.map { String($0.prefix { $0 != " " }) }) == Set(refusing))
        }
    }
}
