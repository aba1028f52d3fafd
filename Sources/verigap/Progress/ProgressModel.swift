import Questions
import Runner

/// Follows the events of a run and knows at any moment what a display should show.
struct ProgressModel: Sendable {
    private struct Activity: Sendable {
        var task: String
        /// Seconds since the display began.
        var since: Double
    }

    private var progress = RunProgress?.none
    private var activities: [Activity?] = []
    private var stopping: String?

    /// Takes note of `event`, which happened `now` seconds after the display began.
    ///
    /// - Returns: a remark that should stay on the screen, if the event is worth one.
    mutating func note(_ event: RunEvent, now: Double) -> String? {
        switch event {
        case .planned(let progress, let workers):
            self.progress = progress
            activities = Array(repeating: nil, count: workers)
            return nil
        case .started(let worker, let job):
            set(worker, Activity(task: Self.text(job), since: now))
            return nil
        case .finished(let worker, _, let progress):
            self.progress = progress
            set(worker, nil)
            return nil
        case .working(let progress):
            self.progress = progress
            return nil
        case .lost(let worker, let job, let reason):
            set(worker, nil)
            return "worker \(worker + 1) lost at \(Self.text(job)): \(reason)"
        case .stopping(let reason):
            stopping =
                reason == .interrupted
                ? "finishing the jobs in flight; Ctrl-C again leaves at once (nothing recorded is lost)"
                : "\(reason.rawValue): finishing the jobs in flight"
            return "stopping: \(reason.rawValue)"
        }
    }

    /// What to show `now` seconds after the display began.
    func state(now: Double) -> ProgressState {
        let workers = activities.enumerated().map { index, activity in
            ProgressState.Worker(
                number: index + 1, task: activity?.task, seconds: activity.map { now - $0.since } ?? 0)
        }
        return ProgressState(
            done: progress?.done ?? 0, total: progress?.total ?? 0, fraction: progress?.fraction,
            verdicts: progress?.verdicts ?? [:],
            asksForSizes: progress?.asksForSizes ?? false,
            remaining: progress?.remaining, workers: workers, stopping: stopping)
    }

    private mutating func set(_ worker: Int, _ activity: Activity?) {
        while activities.count <= worker { activities.append(nil) }
        activities[worker] = activity
    }

    private static func text(_ job: JobLabel) -> String {
        let more = job.count > 1 ? " and \(job.count - 1) more" : ""
        let size = job.size.map { "ε \(TextFormat.number($0)) · " } ?? ""
        return "\(job.method) · \(job.network) · \(size)\(job.sample)\(more)"
    }
}
