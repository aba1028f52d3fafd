import DataFormats
import Foundation
import Questions
import ResultStore
import Testing

@Suite("Which run asked an outcome") struct AttributionTests {
    /// The first run asks the first cell, the second one, of another build, the rest.
    private func twoRuns(_ path: String) throws -> ResultStore {
        let store = try ResultStore(path, mode: .write)
        for (number, commit) in ["aaaa", "bbbb"].enumerated() {
            var record = Fixtures.record()
            record.commit = commit
            record.startedAt = "2020-01-0\(number + 1)T00:00:00Z"
            let run = try store.beginRun(record, cells: OutcomeFixture.cells, samples: OutcomeFixture.samples)
            let numbers = number == 0 ? [0, 1, 2, 3, 4] : [1, 4]
            try store.record(
                numbers.map { position in
                    Attempt(
                        configuration: OutcomeFixture.configurations[number].digest,
                        sample: OutcomeFixture.samples[position].digest, outcome: OutcomeFixture.outcome(position))
                }, run: run)
        }
        return store
    }

    private func commits(_ snapshot: RunSnapshot) -> [[String?]] {
        snapshot.outcomes.map { $0.map { $0.run.map { snapshot.runs[$0].commit } ?? nil } }
    }

    private let expected: [[String?]] = [["aaaa", "aaaa", "aaaa", "aaaa", "aaaa"], ["bbbb", "bbbb"]]

    @Test func aStoreKnowsEachRun() throws {
        try Fixtures.withStorePath { path in
            let snapshot = try #require(try twoRuns(path).snapshot(suite: "suite"))
            #expect(snapshot.run.commit == "bbbb")
            #expect(snapshot.runs.map(\.commit) == ["aaaa", "bbbb"])
            #expect(commits(snapshot) == expected)
            #expect(snapshot.outcomesByRun == [0: 5, 1: 2])
        }
    }

    @Test func aFileKeepsThem() throws {
        try Fixtures.withStorePath { path in
            let snapshot = try #require(try twoRuns(path).snapshot(suite: "suite", witnesses: false))
            let bytes = try OutcomeFile.bytes(of: snapshot)
            let read = try OutcomeFile.parse(bytes, path: "x")
            #expect(read.runs == snapshot.runs)
            #expect(read.outcomes == snapshot.outcomes)
            let lines = try OutcomeFixture.lines(snapshot)
            #expect(lines[0].contains(#""version":3"#))
            // Named where it changes, and only there.
            #expect(lines.filter { $0.contains(#""run":0"#) && !$0.contains("format") }.count == 1)
            #expect(lines.filter { $0.contains(#""run":1"#) }.count == 1)
            try Fixtures.withStorePath { other in
                let store = try ResultStore(other, mode: .write)
                _ = try store.add([read])
                let back = try #require(try store.snapshot(suite: "suite", witnesses: false))
                #expect(commits(back) == expected)
                #expect(try OutcomeFile.bytes(of: back) == bytes)
                // Nothing is entered twice.
                _ = try store.add([read])
                #expect(try RawDatabase.text("SELECT COUNT(*) FROM runs", at: other) == "2")
            }
        }
    }

    /// A store gives runs once each, oldest first: a file that does not was edited.
    @Test(arguments: [("2020-01-01", "2020-01-03"), ("2020-01-01", "2020-01-02"), ("2020-01-02T", "yesterday T")])
    func runsOutOfOrderAreFaults(replaced: (String, String)) throws {
        try Fixtures.withStorePath { path in
            let snapshot = try #require(try twoRuns(path).snapshot(suite: "suite", witnesses: false))
            var lines = try OutcomeFixture.lines(snapshot)
            lines[0] = lines[0].replacing(replaced.0, with: replaced.1).replacing("aaaa", with: "bbbb")
            let bytes = Gzip.compress(Array((lines.joined(separator: "\n") + "\n").utf8))
            #expect(throws: OutcomeFileFault.self) { try OutcomeFile.parse(bytes, path: "x") }
        }
    }

    @Test func whatIsOlderThanTheRunIsOfNone() throws {
        var snapshot = try OutcomeFixture.snapshot(witnesses: false)
        snapshot.run.startedAt = "2024-01-01T00:00:02Z"
        snapshot.runs = [snapshot.run]
        for cell in snapshot.outcomes.indices {
            for position in snapshot.outcomes[cell].indices {
                snapshot.outcomes[cell][position].run = position < 4 ? nil : 0
            }
        }
        let bytes = try OutcomeFile.bytes(of: snapshot)
        #expect(try OutcomeFixture.lines(snapshot)[0].contains(#""version":1"#))
        let read = try OutcomeFile.parse(bytes, path: "x")
        #expect(read.outcomes == snapshot.outcomes)
        #expect(read.outcomesByRun == [nil: 6, 0: 1])
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            _ = try store.add([read])
            #expect(try store.snapshot(suite: "suite", witnesses: false)?.outcomes == snapshot.outcomes)
        }
    }

    @Test func ofARunThatNobodyKnows() throws {
        var snapshot = try OutcomeFixture.snapshot(witnesses: false)
        snapshot.outcomes[0][4].run = nil
        let read = try OutcomeFile.parse(OutcomeFile.bytes(of: snapshot), path: "x")
        #expect(read.outcomes == snapshot.outcomes)
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            _ = try store.add([read])
            let back = try #require(try store.snapshot(suite: "suite", witnesses: false))
            #expect(back.outcomes == snapshot.outcomes)
            #expect(back.run == snapshot.run)
        }
    }

    @Test func adoptedOutcomesStayThoseOfTheirRun() throws {
        try Fixtures.withStorePath { path in
            let store = try twoRuns(path)
            let configurations = OutcomeFixture.configurations.map(\.digest)
            try store.adopt([
                Adoption(from: configurations[0], to: configurations[1], samples: [OutcomeFixture.samples[0].digest])
            ])
            let snapshot = try #require(try store.snapshot(suite: "suite"))
            let adopted = try #require(
                snapshot.outcomes[1].first { $0.sample == OutcomeFixture.samples[0].id })
            #expect(adopted.run.map { snapshot.runs[$0].commit } == "aaaa")
        }
    }

    @Test(arguments: [
        (#""run":0"#, #""run":7"#), (#""run":0"#, #""run":-2"#), (#""run":0,"#, ""), (#""version":3"#, #""version":2"#),
    ])
    func damagedNamesAreFaults(_ old: String, _ new: String) throws {
        try Fixtures.withStorePath { path in
            let snapshot = try #require(try twoRuns(path).snapshot(suite: "suite", witnesses: false))
            let lines = try OutcomeFixture.lines(snapshot)
            let text = lines.map { $0.replacing(old, with: new) + "\n" }.joined()
            #expect(throws: OutcomeFileFault.self) { try OutcomeFile.parse(Array(text.utf8), path: "x") }
        }
    }
}
