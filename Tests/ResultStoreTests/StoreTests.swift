import Foundation
import Questions
import ResultStore
import Testing

@Suite struct StoreTests {
    private let configuration = Fixtures.configuration()

    private func cell(_ samples: [StoredSample], _ configuration: Questions.Configuration) -> RunCell {
        RunCell(network: "net", method: "probe", configuration: configuration, samples: samples.map(\.id))
    }

    private func attempt(_ sample: StoredSample, _ outcome: Outcome) -> Attempt {
        Attempt(configuration: configuration.digest, sample: sample.digest, outcome: outcome)
    }

    @Test func givesBackEveryFieldOfAnOutcome() throws {
        try Fixtures.withStorePath { path in
            let samples = Fixtures.samples(3)
            let outcomes = [
                Fixtures.rich(0), Outcome(verdict: .robust, marginLower: .infinity), Outcome(verdict: .unknown),
            ]
            do {
                let store = try ResultStore(path, mode: .write)
                let run = try store.beginRun(
                    Fixtures.record(), cells: [cell(samples, configuration)], samples: samples)
                try store.record(zip(samples, outcomes).map { attempt($0, $1) }, run: run)
            }
            let store = try ResultStore(path, mode: .read)
            let snapshot = try #require(try store.snapshot(suite: "suite"))
            #expect(snapshot.run == Fixtures.record())
            #expect(snapshot.cells.map(\.samples) == [samples.map(\.id)])
            #expect(snapshot.cells[0].configuration.digest == configuration.digest)
            #expect(snapshot.outcomes[0].map(\.outcome) == outcomes)
            #expect(snapshot.outcomes[0].map(\.label) == samples.map(\.label))
            let lean = try #require(try store.snapshot(suite: "suite", witnesses: false))
            #expect(lean.outcomes[0][0].outcome.witness?.pixels == [])
            #expect(lean.outcomes[0][0].outcome.witness?.marginDouble == -0.11)
            #expect(try store.snapshot(suite: "none") == nil)
            #expect(try store.suites() == ["suite"])
        }
    }

    @Test func keepsEveryAttemptAndShowsTheLatest() throws {
        try Fixtures.withStorePath { path in
            let samples = Fixtures.samples(2)
            let store = try ResultStore(path, mode: .write)
            let run = try store.beginRun(Fixtures.record(), cells: [cell(samples, configuration)], samples: samples)
            try store.record([attempt(samples[0], Outcome(verdict: .timeout))], run: run)
            let before = try store.contentDigest()
            try store.record(
                [attempt(samples[0], Outcome(verdict: .crashed)), attempt(samples[0], Outcome(verdict: .robust))],
                run: run)
            let latest = try #require(try store.snapshot(suite: "suite")).outcomes[0]
            #expect(latest.map(\.attempt) == [3])
            #expect(latest.map(\.outcome.verdict) == [.robust])
            #expect(try store.answered(configuration.digest) == [samples[0].digest: Answer(verdict: .robust)])
            #expect(try store.contentDigest() != before)
        }
    }

    @Test func recordsAllOfABatchOrNothing() throws {
        try Fixtures.withStorePath { path in
            let samples = Fixtures.samples(2)
            let store = try ResultStore(path, mode: .write)
            let run = try store.beginRun(Fixtures.record(), cells: [cell(samples, configuration)], samples: samples)
            let stranger = StoredSample(id: samples[0].id, label: 0, digest: Digest(of: "stranger"))
            #expect(throws: StoreFault.self) {
                try store.record(
                    [attempt(samples[0], Outcome(verdict: .robust)), attempt(stranger, Outcome(verdict: .robust))],
                    run: run)
            }
            #expect(try store.answered(configuration.digest).isEmpty)
            #expect(throws: StoreFault.unknownSample("points:test:1")) {
                try store.beginRun(Fixtures.record(), cells: [cell(samples, configuration)], samples: [samples[0]])
            }
        }
    }

    @Test func contentDigestForgetsOnlyTimesAndOrder() throws {
        let samples = Fixtures.samples(6)
        func digest(_ order: [[Int]], wall: Double, change: (inout Outcome) -> Void = { _ in }) throws -> Digest {
            try Fixtures.withStorePath { path in
                let store = try ResultStore(path, mode: .write)
                for batch in order {
                    let run = try store.beginRun(
                        Fixtures.record(), cells: [cell(samples, configuration)], samples: samples)
                    try store.record(
                        batch.map { number in
                            var outcome = Fixtures.rich(number)
                            outcome.measurements.wallSeconds = wall
                            outcome.measurements.phases = ["x": wall]
                            if number == 3 { change(&outcome) }
                            return attempt(samples[number], outcome)
                        }, run: run)
                }
                return try store.contentDigest()
            }
        }
        let reference = try digest([[0, 1, 2, 3, 4, 5]], wall: 1)
        #expect(try digest([[5, 4], [3], [0, 2, 1]], wall: 2) == reference)
        #expect(try digest([[0, 1, 2, 3, 4, 5]], wall: 1) { $0.verdict = .robust } != reference)
        #expect(try digest([[0, 1, 2, 3, 4, 5]], wall: 1) { $0.witness?.pixels[0] = 0.5 } != reference)
        #expect(try digest([[0, 1, 2, 3, 4, 5]], wall: 1) { $0.measurements.nodes += 1 } != reference)
        #expect(try digest([[0, 1, 2, 3, 4]], wall: 1) != reference)
    }

    /// What the digest covers, and in which order, is the same for ever.
    @Test func contentDigestIsGolden() throws {
        let digest = try Fixtures.withStorePath { try OutcomeFixture.store($0).contentDigest() }
        #expect(digest.description == "d2c3f5fc233364220940cd3c24d05752e53d8bf92ea2e04ee3f2e5b379307b08")
    }

    @Test func answersAreSharedBySampleContentAcrossNamesAndSuites() throws {
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            let first = Fixtures.samples(1)
            var renamed = first
            renamed[0].id = SampleID(dataset: "copy", split: "all", index: 9)
            let run = try store.beginRun(Fixtures.record("one"), cells: [cell(first, configuration)], samples: first)
            try store.record([attempt(first[0], Outcome(verdict: .robust))], run: run)
            _ = try store.beginRun(Fixtures.record("two"), cells: [cell(renamed, configuration)], samples: renamed)
            let snapshot = try #require(try store.snapshot(suite: "two"))
            #expect(snapshot.outcomes[0].map(\.sample) == [renamed[0].id])
        }
    }

    @Test func knowsWhatWasAnsweredUnderEarlierConfigurations() throws {
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            let samples = Fixtures.samples(3)
            let older = Fixtures.configuration(steps: 9)
            let run = try store.beginRun(Fixtures.record(), cells: [cell(samples, older)], samples: samples)
            try store.record(
                samples.prefix(2).map {
                    Attempt(configuration: older.digest, sample: $0.digest, outcome: Outcome(verdict: .robust))
                }, run: run)
            let changed = Fixtures.samples(3, seed: "new")
            _ = try store.beginRun(Fixtures.record(), cells: [cell(changed, configuration)], samples: changed)
            let earlier = try store.earlierCells(
                suite: "suite", network: "net", method: "probe", epsilon: 0.1, than: configuration.digest)
            #expect(earlier.map(\.configuration.digest) == [older.digest])
            #expect(earlier.map(\.answered) == [2])
            #expect(
                try store.earlierCells(
                    suite: "suite", network: "net", method: "probe", epsilon: 0.1, than: older.digest
                ).isEmpty)
            #expect(try store.changedSamples(samples) == samples.map(\.id))
        }
    }

    /// What followed from cheaper methods took no time of its own, and other methods are another matter.
    @Test func costsAreOfWhatWasAsked() throws {
        try Fixtures.withStorePath { path in
            let store = try ResultStore(path, mode: .write)
            let samples = Fixtures.samples(3)
            let run = try store.beginRun(Fixtures.record(), cells: [cell(samples, configuration)], samples: samples)
            #expect(try store.costs(of: ["probe"]).isEmpty)
            var asked = Outcome(verdict: .robust)
            asked.measurements.wallSeconds = 3
            asked.measurements.cpuSeconds = 2
            let derived = Outcome(verdict: .robust, impliedBy: "loose")
            try store.record(
                zip(samples, [asked, asked, derived]).map {
                    Attempt(configuration: configuration.digest, sample: $0.digest, outcome: $1)
                }, run: run)
            let costs = try store.costs(of: ["probe", "other"])
            #expect(costs.map(\.digest) == [configuration.digest])
            #expect(costs.map { [$0.seconds, $0.computing] } == [[6, 4]])
            #expect(costs.map { [$0.asked, $0.derived] } == [[2, 1]])
            #expect(try store.costs(of: ["other"]).isEmpty)
        }
    }
}
