import Foundation
import Questions
import ResultStore
import Runner
import Testing
import WorkerProtocol

/// Workers that hang, die, eat memory, lie or talk nonsense: each is its own verdict, and never anybody else's.
@Suite struct MisbehaviourTests {
    /// Runs one method on all samples at ε = 0.1; the worker misbehaves on jobs that hold sample 2.
    private func run(
        _ behaviour: Behaviour, method: String, perQuery: String = "20 s",
        when: @escaping @Sendable (JobV2) -> Bool = { $0.samples.contains(2) }
    ) async throws -> (outcomes: OutcomeList, launcher: MemoryLauncher) {
        try await ToyProblem.withStore { path in
            let store = try ResultStore(path, mode: .write)
            let document = try ToyProblem.document(
                methods: "[\(method)]", epsilons: "[0.1]", budget: "{ per-query: \(perQuery), memory: 1 GiB }")
            let plan = try ToyProblem.plan(document, store: store)
            let launcher = MemoryLauncher { when($0) ? behaviour : .answer }
            let summary = try await Runner(
                plan: plan, store: store, launcher: launcher, options: RunOptions(workers: 2)
            ).run(ToyProblem.record(plan))
            #expect(summary.unanswered == 0)
            return (try #require(try store.snapshot(suite: "toy")).outcomes[0], launcher)
        }
    }

    private func expectOnly(_ verdict: Verdict, in outcomes: OutcomeList) {
        #expect(outcomes.count == 13)
        #expect(outcomes.filter { $0.outcome.verdict == verdict }.map(\.sample.index) == [2])
    }

    private func jobs(_ launcher: MemoryLauncher) -> [[Int]] { launcher.log.map(\.samples).filter { $0.contains(2) } }

    @Test func aHangingQueryIsATimeoutAndItsBatchIsSplit() async throws {
        let (outcomes, launcher) = try await run(.hang, method: "loose", perQuery: "100 ms")
        expectOnly(.timeout, in: outcomes)
        #expect(jobs(launcher) == [[0, 1, 2], [2]])
        let stored = try #require(outcomes.first { $0.sample.index == 2 })
        #expect(stored.outcome.measurements.wallSeconds >= 0.4)
        #expect(stored.outcome.note?.contains("past its limit") == true)
    }

    @Test func aGreedyQueryIsOutOfMemory() async throws {
        let (outcomes, launcher) = try await run(.eat, method: "loose")
        expectOnly(.outOfMemory, in: outcomes)
        #expect(jobs(launcher) == [[0, 1, 2], [2]])
        #expect(outcomes.first { $0.sample.index == 2 }?.outcome.measurements.peakMemoryBytes == 1 << 40)
    }

    /// A peak that comes and goes between two looks of the watchdog is known from the worker itself.
    @Test func aShortPeakIsOutOfMemoryToo() async throws {
        let (outcomes, launcher) = try await run(.answerGreedily, method: "loose")
        expectOnly(.outOfMemory, in: outcomes)
        #expect(jobs(launcher) == [[0, 1, 2], [2]])
    }

    @Test func aDeadlyQueryIsRepeatedThenSplitThenCrashed() async throws {
        let (outcomes, launcher) = try await run(.die, method: "loose")
        expectOnly(.crashed, in: outcomes)
        #expect(jobs(launcher) == [[0, 1, 2], [0, 1, 2], [2], [2]])
        #expect(
            outcomes.first { $0.sample.index == 2 }?.outcome.note == "the worker died: signal 11: something broke")
    }

    @Test func aSingleDeathIsForgiven() async throws {
        let fuse = Fuse()
        let (outcomes, launcher) = try await run(.die, method: "loose") { $0.samples.contains(2) && fuse.blow() }
        #expect(outcomes.allSatisfy { $0.outcome.verdict != .crashed })
        #expect(jobs(launcher) == [[0, 1, 2], [0, 1, 2]])
    }

    @Test func nonsenseAndBrokenContractsAreCrashes() async throws {
        for behaviour in [Behaviour.babble, .answerTooFew, .fault(.internalError)] {
            let (outcomes, _) = try await run(behaviour, method: "tight")
            expectOnly(.crashed, in: outcomes)
        }
    }

    @Test func aBadWitnessIsRejected() async throws {
        let (outcomes, launcher) = try await run(.lie, method: "exact")
        expectOnly(.witnessRejected, in: outcomes)
        #expect(jobs(launcher) == [[2]])
        #expect(outcomes.first { $0.sample.index == 2 }?.outcome.note != nil)
    }

    @Test func retryAsksAgainOnlyWhatItNames() async throws {
        try await ToyProblem.withStore { path in
            let store = try ResultStore(path, mode: .write)
            let document = try ToyProblem.document(methods: "[tight]", epsilons: "[0.1]")
            func run(_ launcher: MemoryLauncher, _ retry: Set<RetriedVerdict>) async throws -> RunSummary {
                let plan = try ToyProblem.plan(document, store: store)
                return try await Runner(
                    plan: plan, store: store, launcher: launcher, options: RunOptions(workers: 1, retry: retry)
                ).run(ToyProblem.record(plan))
            }
            _ = try await run(MemoryLauncher { $0.samples == [2] ? .die : .answer }, [])
            let nothing = MemoryLauncher()
            _ = try await run(nothing, [.timeout])
            #expect(nothing.log.isEmpty)
            let crashed = MemoryLauncher()
            let summary = try await run(crashed, [.crashed])
            #expect(crashed.log.map(\.samples) == [[2]])
            #expect(summary.reused == 12)
            let latest = try #require(try store.snapshot(suite: "toy")).outcomes[0]
            #expect(latest.first { $0.sample.index == 2 }?.attempt == 2)
        }
    }

    @Test func changedFilesAndMissingWorkersEndTheRun() async throws {
        try await ToyProblem.withStore { path in
            let store = try ResultStore(path, mode: .write)
            let plan = try ToyProblem.plan(try ToyProblem.document(methods: "[tight]"), store: store)
            func run(_ launcher: any WorkerLauncher) async -> RunFault? {
                do throws(RunFault) {
                    _ = try await Runner(plan: plan, store: store, launcher: launcher, options: RunOptions(workers: 2))
                        .run(ToyProblem.record(plan))
                    return nil
                } catch { return error }
            }
            let changed = await run(MemoryLauncher { _ in .fault(.networkChanged) })
            #expect(changed?.exitStatus == .dataFault)
            #expect(changed?.description == "told to")
            let absent = await run(ProcessLauncher(path: "/nonexistent/verigap-worker"))
            #expect(absent?.exitStatus == .inputNotFound)
            #expect(absent?.description.contains("/nonexistent/verigap-worker") == true)
        }
    }

    @Test func aRealProcessThatDiesAtOnceIsReportedWithItsLastWords() async throws {
        let script = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-worker-\(UUID()).sh")
        try Data("#!/bin/sh\necho last words >&2\nexit 3\n".utf8).write(to: script)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        defer { try? FileManager.default.removeItem(at: script) }
        let (received, ending) = try await ProcessLauncher(path: script.path).withWorker { connection in
            try? await connection.receive()
        }
        #expect(received == nil)
        #expect(ending == WorkerEnding(exitCode: 3, lastWords: "last words"))
    }
}

/// Blows once.
final class Fuse: Sendable {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-fuse-\(UUID())")

    func blow() -> Bool { mkdir(url.path, 0o700) == 0 }

    deinit { rmdir(url.path) }
}
