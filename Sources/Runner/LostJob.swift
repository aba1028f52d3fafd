import Foundation
import Questions

/// What becomes of a job whose worker was lost.
///
/// A batch that overstepped a limit is asked query by query, to find the culprit. A worker that died by itself may
/// have been somebody else's victim: the same queries are asked once more, then one by one, then the query has crashed
/// its worker twice and is answered so.
package struct LostJob: Sendable {
    package enum Action: Sendable {
        case repeatWhole
        case split
        case answer(Outcome)
    }

    package var action: Action
    /// For people.
    package var reason: String

    package static func decide(
        _ job: Job, _ death: WorkerDeath, _ ending: WorkerEnding, budget: Budget
    ) -> LostJob {
        switch death.cause {
        case .time, .cpu, .memory:
            let (verdict, reason) = overstepped(death, budget)
            guard job.positions.count == 1 else { return LostJob(action: .split, reason: reason) }
            return LostJob(action: .answer(outcome(verdict, death, note: reason)), reason: reason)
        case nil where death.reason == nil && MemoryExhaustion.isTold(by: ending):
            // It would happen again.
            let reason = "an allocation failed: \(ending)"
            guard job.positions.count == 1 else { return LostJob(action: .split, reason: reason) }
            return LostJob(action: .answer(outcome(.outOfMemory, death, note: "the worker: \(reason)")), reason: reason)
        case .loading, .order, .sleep, nil:
            let isMemoryKill = death.cause == nil && ending.signal == Int(SIGKILL) && death.isAmongMemoryKills
            let reason = words(death, ending, isMemoryKill: isMemoryKill)
            if job.deaths == 0 { return LostJob(action: .repeatWhole, reason: reason) }
            guard job.positions.count == 1 else { return LostJob(action: .split, reason: reason) }
            let verdict = isMemoryKill ? Verdict.outOfMemory : .crashed
            let note = "the worker\(death.reason == nil ? "" : ":") \(reason)"
            return LostJob(action: .answer(outcome(verdict, death, note: note)), reason: reason)
        }
    }

    private static func overstepped(_ death: WorkerDeath, _ budget: Budget) -> (Verdict, String) {
        switch death.cause {
        case .memory:
            (.outOfMemory, "\(death.peak >> 20) MiB resident, the limit is \(budget.memoryBytes >> 20) MiB")
        case .cpu:
            (
                .timeout,
                "killed after \(rounded(death.cpuSeconds)) CPU s, past its limit of \(budget.cpuSeconds ?? 0) CPU s"
            )
        default: (.timeout, "killed after \(rounded(death.seconds)) s, past its limit")
        }
    }

    private static func words(_ death: WorkerDeath, _ ending: WorkerEnding, isMemoryKill: Bool) -> String {
        if death.cause == .sleep {
            return "used no processor time any more and was killed after \(rounded(death.seconds)) s"
        }
        if death.cause == .loading { return "took more than \(Int(death.seconds)) s to load" }
        if isMemoryKill { return "was killed by the system, which ran out of memory" }
        guard let reason = death.reason else { return "died: \(ending)" }
        // What it said made no sense, and then it was killed or came to its end.
        guard ending.signal == Int(SIGKILL) || ending.exitCode == 0 else { return "\(reason); died: \(ending)" }
        return ending.lastWords.isEmpty ? reason : "\(reason); its last words: \(ending.lastWords)"
    }

    private static func outcome(_ verdict: Verdict, _ death: WorkerDeath, note: String) -> Outcome {
        var outcome = Outcome(verdict: verdict, note: note)
        // What a search had certified or found by then stands, if its witness does.
        if verdict == .timeout, let soFar = death.soFar, soFar.verdict != .witnessRejected {
            outcome = soFar
            outcome.note = [soFar.note, note].compactMap(\.self).joined(separator: "; ")
        }
        outcome.measurements.wallSeconds = death.seconds
        outcome.measurements.cpuSeconds = death.cpuSeconds
        outcome.measurements.peakMemoryBytes = death.peak > 0 ? death.peak : nil
        return outcome
    }

    private static func rounded(_ seconds: Double) -> Double { (seconds * 10).rounded() / 10 }
}
