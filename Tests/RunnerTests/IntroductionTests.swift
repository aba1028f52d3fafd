import Foundation
import Questions
import ResultStore
import Runner
import Testing
import WorkerProtocol

import enum Runner.ExitStatus

/// Workers that never become ready end the run with a word, and nothing is recorded.
@Suite struct IntroductionTests {
    private func fault(
        _ launcher: MemoryLauncher, patience: Double = 0.2, control: RunControl = RunControl()
    ) async throws -> RunFault? {
        try await ToyProblem.withStore { path in
            let store = try ResultStore(path, mode: .write)
            let plan = try ToyProblem.plan(try ToyProblem.document(methods: "[tight]"), store: store)
            var options = RunOptions(workers: 2)
            options.patience = patience
            let runner = Runner(plan: plan, store: store, launcher: launcher, options: options)
            let fault: RunFault?
            do throws(RunFault) {
                _ = try await runner.run(ToyProblem.record(plan), control: control)
                fault = nil
            } catch { fault = error }
            #expect(try store.snapshot(suite: "toy")?.outcomes.joined().isEmpty == true)
            return fault
        }
    }

    @Test func workersThatEndAtOnce() async throws {
        let launcher = MemoryLauncher(.deaf)
        let fault = try await fault(launcher)
        #expect(launcher.startCount >= 3)
        #expect(fault?.exitStatus == .systemShort && fault?.description.contains("without a word") == true)
    }

    @Test func workersThatSayNothing() async throws {
        let launcher = MemoryLauncher(.silent)
        let fault = try await fault(launcher)
        #expect(launcher.startCount >= 3)
        #expect(fault?.exitStatus == .systemShort)
        #expect(fault?.description.contains("did not say hello within 1 s") == true, "\(fault?.description ?? "")")
    }

    /// Nothing but the user's word ends a run whose worker is silent and may stay so for long.
    @Test func silentWorkersCanBeGivenUp() async throws {
        let control = RunControl()
        let launcher = MemoryLauncher(.silent)
        Task {
            while launcher.startCount < 2 { try await Task.sleep(for: .milliseconds(5)) }
            control.abort()
        }
        #expect(try await fault(launcher, patience: 3600, control: control) == nil)
    }

    @Test func workersOfAnotherBuild() async throws {
        let launcher = MemoryLauncher(.foreign)
        let fault = try await fault(launcher)
        #expect(fault?.exitStatus == .systemShort)
        #expect(fault?.description.contains("it has no method") == true, "\(fault?.description ?? "")")
    }

    @Test func workersThatAreTooBigAlready() async throws {
        let fault = try await fault(MemoryLauncher(.big(3 << 30)))
        #expect(fault == .memoryBudget(base: 3 << 30, limit: 1 << 30) && fault?.exitStatus == .dataFault)
        #expect(
            fault?.description.hasPrefix(
                "the memory budget of 1024 MiB is less than the 3072 MiB that a worker occupies") == true)
    }

    /// The process itself keeps running with what it has: only the fault is looked at.
    @Test func tooFewOpenFiles() throws {
        let fault = try #require(
            throws: RunFault.self, performing: { try OpenFileLimit.provide(workers: 1 << 40) })
        #expect(fault.exitStatus == .systemShort)
        #expect(fault.description.contains("open files") && fault.description.contains("--workers"))
        #expect(throws: Never.self) { try OpenFileLimit.provide(workers: 1) }
    }
}
