import Nightly
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite struct LedgerTests {
    @Test func whatIsWrittenReadsBack() throws {
        var odd = Fixture.row(Fixture.night(3), network: "=a,\"b\"\n", epsilon: nil, lower: -1e-300, seconds: 0.1 + 0.2)
        odd.meanUpper = 1 / 3
        odd.meanDistanceLower = 1e-17
        odd.meanDistanceUpper = .leastNonzeroMagnitude
        (odd.own, odd.question, odd.why) = (4, "abc", "regressed: 3, \"so\"")
        (odd.lpSolves, odd.simplexIterations, odd.unstable, odd.falsified) = (1, 2, 3, 1)
        let rows = NightStatus.allCases.map { Fixture.row(Fixture.night(1), status: $0, commit: "") } + [odd]
        let ledger = Ledger(rows)
        #expect(try Ledger(csv: ledger.csv) == ledger)
        #expect(try Ledger(csv: "") == Ledger())
    }

    @Test(arguments: [
        "night,what\r\n", "night,status,suite\r\n2026,same\r\n", "night,status,nodes\r\n2026,same,-1\r\n",
        "night,status,nodes\r\n2026,fine,1\r\n", "night,night,status\r\n", "status\r\n",
        "night,status,cpu_seconds\r\n2026,same,nan\r\n",
    ])
    func whatVerigapDoesNotWriteIsAFault(_ text: String) {
        #expect(throws: LedgerFault.self) { try Ledger(csv: text) }
    }

    @Test func aTornLastLineIsAFault() throws {
        let text = Ledger([Fixture.row(Fixture.night(1)), Fixture.row(Fixture.night(2))]).csv
        let cut = String(text.dropLast(70))
        #expect(throws: LedgerFault.self) { try Ledger(csv: cut) }
    }

    @Test func columnsOfLaterAreEmptyInFilesOfBefore() throws {
        let ledger = try Ledger(csv: "night,suite,network,method,status\r\n2026-01-01T00:00:00Z,s,A,m,improved\r\n")
        #expect(ledger.rows.map(\.status) == [.improved])
        #expect(ledger.rows.map(\.nodes) == [0])
    }

    @Test func everyNightOnWhichABoundOrACounterDiffersIsAChange() {
        let lower = [1, 1, 1 - 1e-9, 1 - 1e-9, 2]
        let nodes = [5, 5, 5, 10, 10]
        let ledger = Ledger(
            lower.indices.map { Fixture.row(Fixture.night($0), lower: lower[$0], nodes: nodes[$0], commit: "c\($0)") })
        let changes = ledger.exactChanges(of: "s")
        #expect(changes.map(\.night) == [2, 3, 4].map(Fixture.night))
        #expect(changes.map(\.what) == ["mean certified margin", "nodes", "mean certified margin"])
        #expect(changes.map(\.isWorse) == [true, true, false])
        #expect(changes.map(\.commits.before) == ["c1", "c2", "c3"])
        #expect(changes.map(\.commits.after) == ["c2", "c3", "c4"])
        #expect(ledger.exactChanges(of: "another").isEmpty)
    }

    @Test func whatWasAskedOtherwiseIsNeitherBetterNorWorse() {
        var rows = (0..<4).map { Fixture.row(Fixture.night($0), nodes: $0) }
        (rows[1].question, rows[2].question, rows[3].question) = ("b", "b", "b")
        rows[3].own = 5
        let changes = Ledger(rows).exactChanges(of: "s")
        #expect(changes.map(\.isOtherQuestion) == [true, false, true])
    }

    @Test func whereThereWasNothingItIsBetterToHaveSomething() {
        let ledger = Ledger([
            Fixture.row(Fixture.night(0), lower: nil), Fixture.row(Fixture.night(1), lower: -5),
            Fixture.row(Fixture.night(2), lower: nil),
        ])
        #expect(ledger.exactChanges(of: "s").map(\.isWorse) == [false, true])
    }

    @Test func nightsThatDidNotEndAreNoChange() {
        let ledger = Ledger([
            Fixture.row(Fixture.night(0)), Fixture.row(Fixture.night(1), status: .interrupted, lower: 0.2, nodes: 99),
            Fixture.row(Fixture.night(2)),
        ])
        #expect(ledger.exactChanges(of: "s").isEmpty)
    }

    @Test func whatSomebodyKnowsOfIsMarked() throws {
        let day = try #require(Day("2026-01-31"))
        let known = Acknowledgement(
            what: .looserBound, network: "A", method: "lp-all", reason: "a safer error term", until: day)
        let ledger = Ledger([
            Fixture.row(Fixture.night(0), nodes: 1), Fixture.row(Fixture.night(1), lower: 0.5, nodes: 2),
        ])
        let changes = ledger.exactChanges(of: "s", known: [known])
        #expect(changes.map(\.what) == ["mean certified margin", "nodes"])
        #expect(changes.map(\.isAcknowledged) == [true, false])
    }
}
