import Networks
import Questions
import Synchronization
import Testing
import WorkerProtocol

@Suite struct WorkerLoopTests {
    private let hello = Hello(program: "test", processIdentifier: 1, catalog: MethodCatalog([]))

    private func executor(
        _ loader: MemoryLoader = MemoryLoader(),
        methods: @escaping QueryExecutor.Methods = { _, queries, _, _ in
            queries.map { Outcome(verdict: .robust, marginLower: Double($0.label) + Double($0.sample.pixels[0])) }
        }
    ) -> QueryExecutor {
        QueryExecutor(
            loader: loader, meter: WorkerMeter(cpuSeconds: { 1 }, peakMemoryBytes: { 77 }), methods: methods)
    }

    private func answers(to jobs: [JobV2], with executor: QueryExecutor) throws -> [Message] {
        let channel = MemoryChannel([try jobs.flatMap { try Message.job($0).encoded() }])
        try WorkerLoop.run(channel: channel, executor: executor, hello: hello)
        return try channel.messages()
    }

    @Test func answersJobsInOrderAndLoadsOnce() throws {
        let loader = MemoryLoader()
        let messages = try answers(
            to: [try Fixtures.job(1), try Fixtures.job(2, samples: [1], labels: [0])], with: executor(loader))
        #expect(messages.map(\.kind) == [.hello, .begun, .reply, .begun, .reply])
        guard case .reply(let first) = messages[2], case .reply(let second) = messages[4] else {
            Issue.record("no replies")
            return
        }
        #expect(first.id == 1)
        #expect(first.outcomes.map(\.outcome.marginLower) == [1, 1.25])
        #expect(first.peak == 77)
        #expect(second.outcomes.map(\.outcome.marginLower) == [0])
        #expect(loader.loads == ["network a", "dataset"])
    }

    /// What is counted over a job is shared out, and a limit of processor time is named where it ended something.
    @Test func countsAndLimits() throws {
        let count = Mutex(1000)
        var restrictions = [Int]()
        var job = try Fixtures.job(samples: [0, 1, 2])
        (job.cpuSeconds, job.memoryBytes) = (0, 5 << 20)
        let counting = QueryExecutor(
            loader: MemoryLoader(),
            meter: WorkerMeter(
                cpuSeconds: { 1 }, peakMemoryBytes: { 77 },
                instructions: {
                    count.withLock { count in
                        count += 300
                        return count
                    }
                }), restrict: { restrictions.append($0) }
        ) { _, queries, _, deadline in
            queries.indices.map { Outcome(verdict: $0 == 1 || !deadline.hasPassed ? .robust : .timeout) }
        }
        guard case .reply(let reply)? = try answers(to: [job], with: counting).last else {
            Issue.record("no reply")
            return
        }
        #expect(reply.outcomes.map(\.outcome.measurements.instructions) == [100, 100, 100])
        let note = "ended by its limit of 0.0 CPU s"
        #expect(reply.outcomes.map(\.outcome.note) == [note, nil, note])
        #expect(restrictions == [5 << 20])
    }

    @Test func saysWhatItCannotDo() throws {
        var changed = try Fixtures.job()
        changed.network.file = "other"
        var missing = try Fixtures.job()
        missing.network.file = "nowhere"
        var outside = try Fixtures.job()
        outside.samples = [0, 99]
        var swapped = try Fixtures.job()
        swapped.samples = [2, 0]
        var noData = try Fixtures.job()
        noData.dataset.dataset.name = "none"
        let expected: [(JobV2, FaultV1.Kind)] = [
            (changed, .networkChanged), (missing, .networkUnreadable), (outside, .samplesChanged),
            (swapped, .samplesChanged), (noData, .datasetUnreadable),
        ]
        let messages = try answers(to: expected.map(\.0), with: executor())
        let faults = messages.compactMap { if case .fault(let fault) = $0 { fault.kind } else { nil } }
        #expect(faults == expected.map(\.1))
        #expect(messages.count == 1 + expected.count)
    }

    @Test func refusesMethodsThatBreakTheirContract() throws {
        let unknown = try answers(to: [try Fixtures.job()], with: executor { _, _, _, _ in nil })
        guard case .fault(let first)? = unknown.last else {
            Issue.record("no fault")
            return
        }
        #expect(first.kind == .unknownMethod)
        let short = try answers(to: [try Fixtures.job()], with: executor { _, _, _, _ in [] })
        guard case .fault(let second)? = short.last else {
            Issue.record("no fault")
            return
        }
        #expect(second.kind == .internalError)
        #expect(second.message == "probe answered 0 of 2 queries")
    }

    @Test func endsWithAFaultOnBytesThatAreNoJob() throws {
        let stray = MemoryChannel([try Message.begun(BegunV1(id: 1)).encoded()])
        #expect(throws: FrameFault.unexpected(kind: .begun)) {
            try WorkerLoop.run(channel: stray, executor: executor(), hello: hello)
        }
        let cut = MemoryChannel([Array(try Message.job(try Fixtures.job()).encoded().dropLast())])
        #expect(throws: FrameFault.truncated(missing: 1)) {
            try WorkerLoop.run(channel: cut, executor: executor(), hello: hello)
        }
    }

    @Test func givesABatchItsSharesOfTime() throws {
        let seconds = Confirmed()
        _ = try answers(
            to: [try Fixtures.job()],
            with: executor { _, queries, _, deadline in
                seconds.value = deadline.remaining
                return queries.map { _ in Outcome(verdict: .timeout) }
            })
        #expect(seconds.value > 19 && seconds.value <= 20)
    }

    final class Confirmed { var value = 0.0 }
}
