import Questions

/// What becomes of a job whose worker was lost.
///
/// A batch that overstepped a limit is asked query by query, to find the culprit. A worker that died by itself may
/// have been somebody else's victim: the same queries are asked once more, then one by one, then the query has crashed
/// its worker twice and is answered so.
struct LostJob: Sendable {
    enum Action: Sendable {
        case repeatWhole
        case split
        case answer(Outcome)
    }

    var action: Action
    /// For people.
    var reason: String

    static func decide(_ job: Job, _ death: WorkerDeath, _ ending: WorkerEnding, budget: Budget) -> LostJob {
        switch death.cause {
        case .time, .memory:
            let reason =
                death.cause == .time
                ? "killed after \(rounded(death.seconds)) s, past its limit"
                : "\(death.peak >> 20) MiB resident, the limit is \(budget.memoryBytes >> 20) MiB"
            guard job.positions.count == 1 else { return LostJob(action: .split, reason: reason) }
            let verdict = death.cause == .time ? Verdict.timeout : .outOfMemory
            return LostJob(action: .answer(outcome(verdict, death, note: reason)), reason: reason)
        case .loading, .order, nil:
            let how =
                death.cause == .loading
                ? "took longer than \(Int(WorkerSession.loadingLimit)) s to load" : "died: \(ending)"
            let reason = [death.reason, how].compactMap { $0 }.joined(separator: "; ")
            if job.deaths == 0 { return LostJob(action: .repeatWhole, reason: reason) }
            guard job.positions.count == 1 else { return LostJob(action: .split, reason: reason) }
            return LostJob(
                action: .answer(outcome(.crashed, death, note: "the worker \(reason)")), reason: reason)
        }
    }

    private static func outcome(_ verdict: Verdict, _ death: WorkerDeath, note: String) -> Outcome {
        var outcome = Outcome(verdict: verdict, note: note)
        outcome.measurements.wallSeconds = death.seconds
        outcome.measurements.peakMemoryBytes = death.peak > 0 ? death.peak : nil
        return outcome
    }

    private static func rounded(_ seconds: Double) -> Double { (seconds * 10).rounded() / 10 }
}
