import DataFormats
import Foundation
import Questions
import ResultStore
import Testing

@Suite("Adding recorded runs") struct ImportTests {
    private func parsed(_ snapshot: RunSnapshot, witnesses: Bool = false) throws -> RunSnapshot {
        try OutcomeFile.parse(OutcomeFile.bytes(of: snapshot, witnesses: witnesses), path: "x")
    }

    private func added(_ count: Int, known: Int = 0, differing: Int = 0) -> ImportSummary {
        var summary = ImportSummary()
        summary.added = count
        summary.known = known
        summary.differing = differing
        return summary
    }

    @Test func anEmptyStoreGivesTheSameFileBack() throws {
        let snapshot = try OutcomeFixture.snapshot()
        let bytes = try OutcomeFile.bytes(of: snapshot)
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            #expect(try store.add([parsed(snapshot)]) == added(7))
            let back = try #require(try store.snapshot(suite: "suite"))
            #expect(try OutcomeFile.bytes(of: back) == bytes)
            #expect(back.outcomes == OutcomeFixture.withoutPixels(snapshot).outcomes)
            let digest = try store.contentDigest()
            // Once more: nothing is new, not even the run.
            #expect(try store.add([parsed(snapshot), parsed(snapshot)]) == added(0, known: 14))
            #expect(try store.contentDigest() == digest)
            #expect(try RawDatabase.text("SELECT COUNT(*) FROM runs", at: path) == "1")
        }
    }

    @Test func pixelsComeAlong() throws {
        let snapshot = try OutcomeFixture.snapshot()
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            _ = try store.add([parsed(snapshot, witnesses: true)])
            #expect(try store.snapshot(suite: "suite")?.outcomes == snapshot.outcomes)
            let own = try store.contentDigest()
            let original = try Fixtures.withStorePath { try OutcomeFixture.store($0).contentDigest() }
            // The first of two attempts stayed behind, nothing else.
            #expect(own != original)
            #expect(try RawDatabase.text("SELECT COUNT(*) FROM attempts", at: path) == "7")
        }
    }

    @Test func aRetryFollowsTheImportedAttempt() throws {
        let snapshot = try OutcomeFixture.snapshot()
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            _ = try store.add([parsed(snapshot)])
            let run = try store.beginRun(
                snapshot.run, cells: OutcomeFixture.cells, samples: OutcomeFixture.samples)
            try store.record(
                [
                    Attempt(
                        configuration: OutcomeFixture.configurations[1].digest,
                        sample: OutcomeFixture.samples[1].digest, outcome: Outcome(verdict: .robust))
                ], run: run)
            let stored = try #require(try store.snapshot(suite: "suite")).outcomes[1]
            #expect(stored.first { $0.sample == OutcomeFixture.samples[1].id }?.attempt == 3)
        }
    }

    @Test func whatTheStoreHasStays() throws {
        let snapshot = try OutcomeFixture.snapshot()
        var other = snapshot
        // Contradictions: a bound above a point's margin, and a proof of what was refuted.
        other.outcomes[0][2].outcome.marginLower = 0.4
        other.outcomes[0][3].outcome = Outcome(verdict: .robust)
        // Both may be true.
        other.outcomes[0][4].outcome = Outcome(verdict: .timeout)
        // The same answer at another price.
        other.outcomes[0][1].outcome.measurements.wallSeconds = 77
        try Fixtures.withStorePath { path in
            let store = try OutcomeFixture.store(path)
            let before = try store.snapshot(suite: "suite")
            let digest = try store.contentDigest()
            let summary = try store.add([parsed(other)])
            #expect(summary.added == 0 && summary.known == 4 && summary.differing == 1)
            #expect(summary.conflicts.map(\.sample) == [2, 3].map { OutcomeFixture.samples[$0].id })
            #expect(summary.conflicts.last?.description.contains("points:test:3") == true)
            #expect(summary.conflicts.last?.kept.verdict == .falsified)
            #expect(summary.total == 7)
            #expect(try store.snapshot(suite: "suite")?.outcomes == before?.outcomes)
            #expect(try store.contentDigest() == digest)
        }
    }

    @Test func allIsAddedOrNothing() throws {
        let snapshot = try OutcomeFixture.snapshot()
        var broken = snapshot
        broken.run.suite = "broken"
        broken.samples.removeLast()
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            #expect(throws: StoreFault.unknownSample("points:test:4")) { try store.add([snapshot, broken]) }
            #expect(try store.suites().isEmpty)
            #expect(try RawDatabase.text("SELECT COUNT(*) FROM attempts", at: path) == "0")
            #expect(try RawDatabase.text("SELECT COUNT(*) FROM samples", at: path) == "0")
        }
        #expect(throws: StoreFault.unknownSample("points:test:4")) { try OutcomeFile.bytes(of: broken) }
    }

    @Test func anOlderRunDoesNotHideANewerOne() throws {
        let snapshot = try OutcomeFixture.snapshot()
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            var later = snapshot.run
            later.startedAt = "2025-01-01T00:00:00Z"
            _ = try store.beginRun(later, cells: [OutcomeFixture.cells[0]], samples: OutcomeFixture.samples)
            _ = try store.add([parsed(snapshot)])
            let newest = try #require(try store.snapshot(suite: "suite"))
            #expect(newest.run == later && newest.cells.count == 1)
            #expect(newest.outcomes[0].count == 5)
        }
    }

    @Test func readersCannotAdd() throws {
        try Fixtures.withStorePath { path in
            _ = try OutcomeFixture.store(path)
            let reader = try ResultStore(path, mode: .read)
            #expect(throws: StoreFault.readOnly(path: path)) { try reader.add([]) }
        }
    }

    @Test func rowsOfTheFirstSchemaHaveFingerprints() throws {
        try Fixtures.withStorePath { path in
            let expected = try OutcomeFixture.store(path).snapshot(suite: "suite", witnesses: false)
            #expect(expected?.outcomes[0][0].fingerprint == PixelFingerprint(of: [0, 0.1, -0.0, 0]))
            try RawDatabase.execute("ALTER TABLE attempts DROP COLUMN witness_fingerprint", at: path)
            try RawDatabase.execute("DELETE FROM grdb_migrations WHERE identifier = 'v2'", at: path)
            #expect(throws: StoreFault.tooOld(path: path)) { try ResultStore(path, mode: .read) }
            let store = try ResultStore(path, mode: .write)
            #expect(try store.snapshot(suite: "suite", witnesses: false)?.outcomes == expected?.outcomes)
        }
    }

    @Test func contradictions() {
        let robust = Outcome(verdict: .robust, marginLower: 0.5)
        let falsified = Outcome(verdict: .falsified, marginUpper: -0.1)
        let open = Outcome(verdict: .unknown, marginLower: -1, marginUpper: 0.2)
        #expect(robust.contradicts(falsified) && falsified.contradicts(robust))
        #expect(robust.contradicts(open) && open.contradicts(robust))
        #expect(!open.contradicts(falsified) && !open.contradicts(open) && !robust.contradicts(robust))
        #expect(!Outcome(verdict: .robust, marginLower: 0.2 + 1e-7).contradicts(open))
        var reached = Outcome(verdict: .falsified)
        reached.distanceUpper = 0.3
        let certified = Outcome(verdict: .unknown, distanceLower: 0.3)
        #expect(certified.contradicts(reached) && reached.contradicts(certified))
        #expect(!Outcome(verdict: .unknown, distanceLower: 0.29).contradicts(reached))
        #expect(!Outcome(verdict: .unknown, distanceLower: 0).contradicts(reached) && !reached.contradicts(reached))
    }

    /// What a method said itself takes the place of what was implied, as the next attempt, where that is wanted; else all stays.
    @Test func ownAnswersAfterImpliedOnes() throws {
        func snapshot(_ outcome: Outcome) -> RunSnapshot {
            let samples = Fixtures.samples(1)
            let cell = RunCell(
                network: "N", method: "probe", configuration: Fixtures.configuration(), samples: samples.map(\.id))
            let stored = StoredOutcome(
                sample: samples[0].id, label: samples[0].label, outcome: outcome, attempt: 1,
                recordedAt: "2024-01-01T00:00:01Z", run: 0)
            return RunSnapshot(run: Fixtures.record(), samples: samples, cells: [cell], outcomes: [[stored]])
        }
        let implied = Outcome(verdict: .robust, impliedBy: "milp")
        let own = Outcome(verdict: .robust, marginLower: 0.5)
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            #expect(try store.add([snapshot(implied)]).added == 1)
            #expect(try store.add([snapshot(own)]).added == 0)
            #expect(try store.add([snapshot(own)], replacingDerived: true).added == 1)
            #expect(try store.add([snapshot(own), snapshot(implied)], replacingDerived: true).added == 0)
            let kept = try #require(try store.snapshot(suite: "suite")?.outcomes[0].first)
            #expect(kept.outcome == own && kept.attempt == 2)
            // Contradictions are listed, never resolved.
            let other = try ResultStore(path + "2", mode: .write)
            _ = try other.add([snapshot(implied)])
            let refused = try other.add(
                [snapshot(Outcome(verdict: .falsified, marginUpper: -1))], replacingDerived: true)
            #expect(refused.added == 0 && refused.conflicts.count == 1)
        }
    }
}
