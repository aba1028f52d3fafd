import Foundation
import Questions
import ResultStore
import Runner
import Synchronization
import Testing
import WorkerProtocol

@Suite struct RunTests {
    /// Plans and runs the toy on the store at `path`.
    @discardableResult
    private func run(
        _ path: String, launcher: MemoryLauncher = MemoryLauncher(), options: RunOptions = RunOptions(workers: 2),
        methods: String = "[clean, hunt, radius, loose, other, tight, exact]", extra: String = "measure: verdict",
        epsilons: String = "[0.1, 0.2]", samples: String = "all", control: RunControl = RunControl(),
        events: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) async throws -> (summary: RunSummary, digest: Digest, snapshot: RunSnapshot) {
        let store = try ResultStore(path, mode: .write)
        let document = try ToyProblem.document(
            methods: methods, epsilons: epsilons, extra: extra, samples: samples)
        let plan = try ToyProblem.plan(document, store: store)
        let summary = try await Runner(plan: plan, store: store, launcher: launcher, options: options)
            .run(ToyProblem.record(plan), control: control, events: events)
        return (summary, try store.contentDigest(), try #require(try store.snapshot(suite: "toy")))
    }

    @Test(arguments: [1, 3]) func answersEverythingAndKeepsTheLaws(workers: Int) async throws {
        try await ToyProblem.withStore { path in
            let result = try await run(path, options: RunOptions(workers: workers))
            #expect(result.summary.unanswered == 0)
            #expect(result.summary.exitStatus == .success)
            #expect(result.summary.asked + result.summary.derived == 2 * 6 * 13 + 13)
            #expect(result.snapshot.outcomes.allSatisfy { $0.count == 13 })
            for stored in result.snapshot.outcomes.joined() {
                let outcome = stored.outcome
                #expect((outcome.reason != nil) == (outcome.verdict == .unknown))
                if outcome.verdict == .falsified, outcome.impliedBy == nil {
                    #expect(outcome.witness?.marginDouble ?? 1 <= 0)
                    #expect(outcome.witness?.pixels.count == 2)
                    let (upper, margin) = (outcome.marginUpper ?? 1, outcome.witness?.marginDouble ?? -1)
                    #expect(upper >= margin && upper <= margin + 1e-12)
                }
                #expect(outcome.impliedBy != nil || outcome.measurements.peakMemoryBytes == 5)
            }
            let again = MemoryLauncher()
            let second = try await run(path, launcher: again)
            #expect(again.startCount == 0, "nothing is asked twice")
            #expect(second.digest == result.digest)
            #expect(second.summary.reused + second.summary.derived == 2 * 6 * 13 + 13)
        }
    }

    @Test func numberOfWorkersDoesNotChangeTheContent() async throws {
        var digests = Set<Digest>()
        for workers in [1, 2, 5] {
            digests.insert(
                try await ToyProblem.withStore { try await run($0, options: RunOptions(workers: workers)).digest })
        }
        #expect(digests.count == 1)
    }

    /// Interrupts after every number of finished jobs, hard and soft, then runs again.
    @Test(arguments: [false, true]) func resumesFromAnyPointToTheSameContent(hard: Bool) async throws {
        let one = RunOptions(workers: 1)
        let undisturbed = try await ToyProblem.withStore {
            try await run($0, options: one, epsilons: "[0.1]", samples: "{ first: 9 }")
        }
        var jobs = 0
        var isWhole = false
        while !isWhole {
            isWhole = try await ToyProblem.withStore { path in
                let control = RunControl()
                let finished = Mutex(0)
                let stop = jobs
                let part = try await run(
                    path, options: one, epsilons: "[0.1]", samples: "{ first: 9 }", control: control
                ) { event in
                    let isTime: Bool =
                        switch event {
                        case .planned: stop == 0
                        case .finished:
                            finished.withLock {
                                $0 += 1; return $0 == stop
                            }
                        default: false
                        }
                    guard isTime else { return }
                    control.interrupt()
                    if hard { control.interrupt() }
                }
                if part.summary.unanswered > 0 {
                    #expect(part.summary.exitStatus == .interrupted)
                    #expect(part.summary.stopReason == .interrupted)
                }
                let rest = try await run(
                    path, options: RunOptions(workers: 2), epsilons: "[0.1]", samples: "{ first: 9 }")
                #expect(rest.summary.unanswered == 0)
                #expect(rest.digest == undisturbed.digest, "interrupted after \(stop) jobs")
                return part.summary.unanswered == 0
            }
            jobs += 1
        }
        #expect(jobs > 15)
    }

    @Test func derivedAnswersDoNotCountWithoutCascade() async throws {
        try await ToyProblem.withStore { path in
            let first = try await run(path)
            #expect(first.summary.derived > 20)
            let second = try await run(path, options: RunOptions(workers: 1, cascade: false))
            // Only certified distances follow from themselves at another size.
            #expect(second.summary.asked + second.summary.derived == first.summary.derived)
            #expect(second.summary.asked > 20 && second.summary.reused == first.summary.asked)
            let derived = second.snapshot.outcomes.joined().filter { $0.outcome.impliedBy != nil }
            #expect(derived.allSatisfy { $0.outcome.impliedBy == "radius" && $0.outcome.distanceLower != nil })
            #expect(derived.count == second.summary.derived)
        }
    }

    @Test func freshAsksAllAgainAndKeepsTheOldAttempts() async throws {
        try await ToyProblem.withStore { path in
            let first = try await run(path)
            let second = try await run(path, options: RunOptions(workers: 2, fresh: true))
            #expect(second.summary.asked == first.summary.asked)
            #expect(
                second.snapshot.outcomes.joined().filter { $0.outcome.impliedBy == nil }.allSatisfy { $0.attempt == 2 })
            #expect(second.digest != first.digest)
        }
    }

    @Test func saysWhyEarlierAnswersAreStale() async throws {
        try await ToyProblem.withStore { path in
            try await run(path, methods: "[hunt]")
            let store = try ResultStore(path, mode: .write)
            let document = try ToyProblem.document(
                methods: "[hunt: { effort: 3 }]", budget: "{ per-query: 30 s, memory: 1 GiB }")
            let stale = try ToyProblem.plan(document, store: store, scale: 2).stale
            #expect(stale.count == 2)
            #expect(
                stale.first?.differences == [
                    "network bytes", "option effort: 1 → 3", "per-query budget: 20.0 s → 30.0 s",
                ])
            #expect(try ToyProblem.plan(try ToyProblem.document(methods: "[hunt]"), store: store).stale.isEmpty)
        }
    }

    @Test func stopsAtTheTotalBudget() async throws {
        try await ToyProblem.withStore { path in
            let result = try await run(path, options: RunOptions(workers: 1, totalSeconds: 0))
            #expect(result.summary.stopReason == .totalBudget)
            #expect(result.summary.exitStatus == .incomplete)
            #expect(result.summary.unanswered == 2 * 6 * 13 + 13)
        }
    }

    @Test func tellsWhatHappensInOrder() async throws {
        try await ToyProblem.withStore { path in
            let store = try ResultStore(path, mode: .write)
            let plan = try ToyProblem.plan(try ToyProblem.document(), store: store)
            let runner = Runner(
                plan: plan, store: store, launcher: MemoryLauncher(), options: RunOptions(workers: 2))
            let (events, summary) = runner.start(ToyProblem.record(plan))
            var open = [Int: JobLabel]()
            var last = RunProgress()
            var count = 0
            for await event in events {
                count += 1
                switch event {
                case .planned(let progress, let workers):
                    #expect(count == 1)
                    #expect(workers == 2)
                    #expect(progress.total == 2 * 6 * 13 + 13)
                case .started(let worker, let label):
                    #expect(open.updateValue(label, forKey: worker) == nil)
                case .finished(let worker, let label, let progress):
                    #expect(open.removeValue(forKey: worker) == label)
                    #expect(progress.done > last.done)
                    last = progress
                case .working: break
                case .lost, .stopping: Issue.record("unexpected \(event)")
                }
            }
            #expect(open.isEmpty)
            #expect(last.done == last.total)
            #expect(last.remaining == 0)
            #expect(try await summary.value.get().unanswered == 0)
        }
    }
}
