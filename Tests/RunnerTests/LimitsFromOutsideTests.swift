import Foundation
import Questions
import Runner
import Testing

/// The rules by which workers are ended and their queries judged.
@Suite struct LimitsFromOutsideTests {
    private func use(
        _ seconds: Double = 0, cpu: Double = 0, resident: Int = 0, idle: Double = 0
    ) -> WorkerLimits.Use {
        WorkerLimits.Use(seconds: seconds, cpuSeconds: cpu, residentBytes: resident, idleSeconds: idle)
    }

    /// A method has most of the slack for itself, its worker the rest: all is over within 5 % or half a second.
    @Test(arguments: [0.001, 0.2, 1, 5, 10, 60, 3600]) func limitsAreKept(_ seconds: Double) {
        let slack = max(0.5, 0.05 * seconds)
        let limits = WorkerLimits(seconds: seconds, memoryBytes: 100)
        #expect(limits.overstepped(by: use(seconds + 0.6 * slack)) == nil)
        #expect(limits.overstepped(by: use(seconds + 0.75 * slack)) == .time)
        #expect(limits.patience + 0.7 * slack < slack)
        let cpu = WorkerLimits(seconds: 1e5, cpuSeconds: seconds, memoryBytes: 100)
        #expect(cpu.overstepped(by: use(1, cpu: seconds + 0.6 * slack)) == nil)
        #expect(cpu.overstepped(by: use(1, cpu: seconds + 0.75 * slack)) == .cpu)
        #expect(cpu.patience + 0.7 * slack < slack)
    }

    @Test func whatElseIsLimited() {
        var limits = WorkerLimits(seconds: 10, memoryBytes: 100)
        #expect(limits.overstepped(by: use(99, resident: 101)) == .memory)
        #expect(limits.overstepped(by: use(1, resident: 100, idle: 1e9)) == nil)
        limits.idleSeconds = 30
        #expect(limits.overstepped(by: use(1, idle: 30)) == .sleep)
        let loading = WorkerLimits(cause: .loading, seconds: 10, memoryBytes: 100)
        #expect(loading.overstepped(by: use(9.9)) == nil && loading.overstepped(by: use(10)) == .loading)
    }

    /// Nobody looks away for longer than it may take to fill what is left of the memory, or than time is left.
    @Test func looksAreMoreOftenNearALimit() {
        let limits = WorkerLimits(seconds: 10, memoryBytes: 1 << 30)
        #expect(limits.pause(after: use(1)) == 0.05)
        #expect(limits.pause(after: use(1, resident: (1 << 30) - 40_000_000)) <= 0.01)
        #expect(limits.pause(after: use(10.34)) <= 0.011 && limits.pause(after: use(10.4)) > 0)
    }

    private func judge(
        _ ending: WorkerEnding, among kills: Bool = false, reason: String? = nil, deaths: Int = 1, queries: Int = 1
    ) -> LostJob {
        let job = Job(id: 1, cell: 0, positions: Array(0..<queries), deaths: deaths)
        let death = WorkerDeath(seconds: 2, cpuSeconds: 1, peak: 7, reason: reason, isAmongMemoryKills: kills)
        return LostJob.decide(job, death, ending, budget: Budget())
    }

    private func verdict(_ lost: LostJob) -> Verdict? {
        guard case .answer(let outcome) = lost.action else { return nil }
        return outcome.verdict
    }

    /// A SIGKILL that nobody here sent is the system's where that has killed for want of memory; like every death it may have
    /// been an accident once.
    @Test func memoryThatRanOut() throws {
        let killed = WorkerEnding(signal: 9)
        #expect(verdict(judge(killed, among: true)) == .outOfMemory)
        #expect(verdict(judge(killed)) == .crashed)
        #expect(verdict(judge(WorkerEnding(signal: 11), among: true)) == .crashed)
        #expect(verdict(judge(killed, among: true, deaths: 0)) == nil)
        let failed = WorkerEnding(signal: 6, lastWords: "terminate called … 'std::bad_alloc'")
        #expect(verdict(judge(failed, deaths: 0)) == .outOfMemory)
        #expect(verdict(judge(failed, queries: 3)) == nil)
        #expect(verdict(judge(WorkerEnding(exitCode: 0, lastWords: "std::bad_alloc"))) == .crashed)
        #expect(verdict(judge(failed, reason: "a frame announces too much")) == .crashed)
        guard case .answer(let outcome) = judge(killed, among: true).action else { return }
        #expect(outcome.note == "the worker was killed by the system, which ran out of memory")
        #expect(outcome.measurements.wallSeconds == 2 && outcome.measurements.cpuSeconds == 1)
        #expect(outcome.measurements.peakMemoryBytes == 7)
    }
}
