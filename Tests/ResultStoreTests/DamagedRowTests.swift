import Questions
import ResultStore
import Testing

/// Rows that verigap never writes: a damaged or a stranger's store, whose tables are not strict.
@Suite struct DamagedRowTests {
    /// A table that holds anything, with the rows of `name`.
    private func loosen(_ name: String, at path: String) throws {
        try RawDatabase.execute(
            """
            CREATE TABLE loose AS SELECT * FROM \(name); DROP TABLE \(name); ALTER TABLE loose RENAME TO \(name);
            """, at: path)
    }

    @Test(arguments: [
        "verdict = NULL", "verdict = x'ff00'", "wall_seconds = NULL", "cpu_seconds = NULL", "nodes = NULL",
        "lp_solves = NULL", "recorded_at = NULL", "unstable_by_layer = 'none'", "phases = '{'",
        "witness_pixels = -1", "reason = 'tired'",
    ])
    func anAttemptIsAFault(_ change: String) throws {
        try Fixtures.withStorePath { path in
            _ = try OutcomeFixture.store(path)
            try loosen("attempts", at: path)
            try RawDatabase.execute("UPDATE attempts SET \(change)", at: path)
            let store = try ResultStore(path, mode: .read)
            let fault = #expect(throws: StoreFault.self) { try store.snapshot(suite: "suite") }
            #expect(fault?.description.contains("a row that makes no sense") == true)
        }
    }

    @Test(arguments: ["verdict = NULL", "verdict = 'perhaps'"])
    func anAnswerIsAFault(_ change: String) throws {
        try Fixtures.withStorePath { path in
            _ = try OutcomeFixture.store(path)
            try loosen("attempts", at: path)
            try RawDatabase.execute("UPDATE attempts SET \(change)", at: path)
            let store = try ResultStore(path, mode: .read)
            #expect(throws: StoreFault.self) { try store.answered(OutcomeFixture.configurations[0].digest) }
        }
    }

    @Test(arguments: ["network = NULL", "method = NULL"])
    func aCellIsAFault(_ change: String) throws {
        try Fixtures.withStorePath { path in
            _ = try OutcomeFixture.store(path)
            try loosen("run_cells", at: path)
            try RawDatabase.execute("UPDATE run_cells SET \(change)", at: path)
            let store = try ResultStore(path, mode: .read)
            let fault = #expect(throws: StoreFault.self) { try store.snapshot(suite: "suite") }
            #expect(fault?.description.contains("a row that makes no sense") == true)
        }
    }
}
