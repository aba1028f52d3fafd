import Foundation
import Questions
import Runner
import Synchronization
import WorkerProtocol

/// What an in-memory worker does with a job.
enum Behaviour: Sendable {
    case answer
    case hang
    case die
    case eat
    case babble
    case fault(FaultV1.Kind)
    case lie
    case answerTooFew
    /// Answers, and says that it needed more memory than anybody may between two looks from outside.
    case answerGreedily
    /// Answers at once, and says that it took a hundred minutes.
    case answerSlowly
}

/// How an in-memory worker introduces itself.
enum Introduction: Sendable {
    case proper
    /// Ends at once.
    case deaf
    /// Says nothing and stays.
    case silent
    /// Has other methods than this program.
    case foreign
    /// Occupies so many bytes before its first job.
    case big(Int)
}

/// Workers without processes: they answer the toy problem, or misbehave as told.
final class MemoryLauncher: WorkerLauncher {
    let name = "memory"
    private let behaviour: @Sendable (JobV2) -> Behaviour
    private let jobs = Mutex([JobV2]())
    private let starts = Mutex(0)
    private let introduction: Introduction

    init(_ introduction: Introduction = .proper, behaviour: @escaping @Sendable (JobV2) -> Behaviour = { _ in .answer })
    {
        self.behaviour = behaviour
        self.introduction = introduction
    }

    /// Every job that any worker got, in order.
    var log: [JobV2] { jobs.withLock { $0 } }
    var startCount: Int { starts.withLock { $0 } }

    func withWorker<Value: Sendable>(
        _ body: @Sendable (any WorkerConnection) async -> Value
    ) async throws(RunFault) -> (Value, WorkerEnding) {
        starts.withLock { $0 += 1 }
        let connection = MemoryConnection { job in
            self.jobs.withLock { $0.append(job) }
            return self.behaviour(job)
        }
        connection.greet(introduction)
        return (await body(connection), connection.ending)
    }
}

private final class MemoryConnection: WorkerConnection {
    private struct State {
        var output: [[UInt8]] = []
        var reader: CheckedContinuation<[UInt8]?, Never>?
        var isGone = false
        var resident = 1 << 20
        var ending = WorkerEnding(exitCode: 0)
        var decoder = FrameDecoder()
    }

    private struct Gone: Error {}

    private let state = Mutex(State())
    private let behaviour: @Sendable (JobV2) -> Behaviour

    init(behaviour: @escaping @Sendable (JobV2) -> Behaviour) { self.behaviour = behaviour }

    var ending: WorkerEnding { state.withLock(\.ending) }
    var usage: WorkerUsage { state.withLock { WorkerUsage(residentBytes: $0.isGone ? nil : $0.resident) } }

    func greet(_ introduction: Introduction) {
        let catalog: MethodCatalog
        switch introduction {
        case .deaf: return kill()
        case .silent: return
        case .foreign: catalog = MethodCatalog([])
        case .proper: catalog = ToyProblem.catalog
        case .big(let bytes):
            catalog = ToyProblem.catalog
            state.withLock { $0.resident = bytes }
        }
        push(.hello(Hello(program: "memory", processIdentifier: 0, catalog: catalog)))
    }

    func kill() { end(WorkerEnding(signal: 9)) }

    private func end(_ ending: WorkerEnding) {
        let reader = state.withLock { state in
            if !state.isGone { state.ending = ending }
            state.isGone = true
            state.output = []
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    func send(_ bytes: [UInt8]) async throws {
        let frames = try state.withLock { state in
            guard !state.isGone else { throw Gone() }
            state.decoder.append(bytes)
            var frames = [Frame]()
            while let frame = try state.decoder.next() { frames.append(frame) }
            return frames
        }
        for frame in frames {
            if case .job(let job) = try Message(frame) { try work(job) }
        }
    }

    func receive() async throws -> [UInt8]? {
        await withCheckedContinuation { continuation in
            let ready: [UInt8]?? = state.withLock { state in
                if !state.output.isEmpty { return .some(state.output.removeFirst()) }
                if state.isGone { return .some(nil) }
                state.reader = continuation
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    private func push(_ message: Message) { push((try? message.encoded()) ?? []) }

    private func push(_ bytes: [UInt8]) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, Never>? in
            guard let reader = state.reader else {
                if !state.isGone { state.output.append(bytes) }
                return nil
            }
            state.reader = nil
            return reader
        }
        reader?.resume(returning: bytes)
    }

    private func work(_ job: JobV2) throws {
        let executor = QueryExecutor(
            loader: ToyLoader(), meter: WorkerMeter(cpuSeconds: { 0 }, peakMemoryBytes: { 5 })
        ) { call, queries, _, _ in ToyProblem.answer(call, queries) }
        var begun = false
        var reply = try executor.execute(job) { begun = true }
        if begun { push(.begun(BegunV1(id: job.id))) }
        switch behaviour(job) {
        case .answer: push(.reply(reply))
        case .answerGreedily:
            reply.peak = 1 << 40
            push(.reply(reply))
        case .answerSlowly:
            reply.wall = 6000
            push(.reply(reply))
        case .hang: break
        case .die: end(WorkerEnding(signal: 11, lastWords: "something broke"))
        case .eat: state.withLock { $0.resident = 1 << 40 }
        case .babble: push([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
        case .fault(let kind): push(.fault(FaultV1(id: job.id, kind: kind, message: "told to")))
        case .answerTooFew:
            reply.outcomes.removeLast()
            push(.reply(reply))
        case .lie:
            reply.outcomes = reply.outcomes.map { _ in
                OutcomeV1(Outcome(verdict: .falsified, witness: Witness(pixels: [0.5, 0.5], adversarialClass: 1)))
            }
            push(.reply(reply))
        }
    }
}
