import Questions
import ResultStore
import WorkerProtocol

/// Hands out jobs and records what comes back. All decisions are the schedule's; this actor adds the order of events.
actor Coordinator {
    let plan: Plan
    /// Let go of at the end, so that a store's lock lasts no longer than the run.
    private var recorder: (any OutcomeRecorder)?
    private let workerName: String
    private var schedule: Schedule
    private var estimate: RemainingTime
    private let deadline: Deadline
    private let send: @Sendable (RunEvent) -> Void
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var inFlight = 0
    private var watchdogs: [Int: Watchdog] = [:]
    private(set) var stopReason: StopReason?
    private(set) var fault: RunFault?
    private var isAborting = false
    /// Workers in a row that never became ready.
    private var refusals = 0
    private var methods: [RunSummary.Method]
    /// Whether only a few queries of every cell are asked.
    private let isProbe: Bool
    private var nextOrder = 0.0

    /// Without a recorder nothing is recorded.
    init(
        plan: Plan, options: RunOptions, recorder: (any OutcomeRecorder)?, workerName: String, isProbe: Bool = false,
        send: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.plan = plan
        self.recorder = recorder
        self.workerName = workerName
        self.isProbe = isProbe
        self.send = send
        schedule = Schedule(plan, options: options)
        estimate = RemainingTime(plan, workers: options.workers)
        let total = options.totalSeconds ?? plan.suite.totalSeconds
        deadline = total.map { Deadline(after: $0 - options.secondsSpent) } ?? .never
        start = clock.now
        methods = plan.suite.methods.map { RunSummary.Method(id: $0.id) }
    }

    /// Records what follows from the store alone. Call once, first.
    func begin(workers: Int) {
        record(schedule.start())
        send(.planned(progress(), workers: workers))
    }

    /// The next job for a worker; waits while others may still unblock one, `nil` when there is no more to do.
    func next(worker: Int) async -> Job? {
        if stopReason == nil { estimate.rest(worker) }
        while true {
            if deadline.hasPassed, schedule.progress.open > 0 { stop(.totalBudget) }
            guard stopReason == nil else { return nil }
            if isProbe, !schedule.isSurveying { return nil }
            orderByFindings()
            if let job = schedule.next(surveyOnly: isProbe) {
                guard isProbe || !estimate.exceeds(deadline.remaining, job) else {
                    if job.positions.count > 1 {
                        schedule.split(job)
                        continue
                    }
                    schedule.giveBack(job)
                    stop(.totalBudget)
                    return nil
                }
                inFlight += 1
                estimate.begin(job, worker: worker, at: elapsed)
                send(.started(worker: worker, label(job)))
                return job
            }
            guard inFlight > 0 else { return nil }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Takes a worker's answer, witnesses already checked. It is on disk when this returns.
    func finish(_ job: Job, _ outcomes: [Outcome], worker: Int) {
        refusals = 0
        let method = plan.cells[job.cell].method
        for outcome in outcomes {
            methods[method].verdicts[outcome.verdict, default: 0] += 1
            methods[method].endedEarly += outcome.endedBy == nil ? 0 : 1
            methods[method].wallSeconds += outcome.measurements.wallSeconds
            methods[method].cpuSeconds += outcome.measurements.cpuSeconds
        }
        estimate.finish(job, outcomes, worker: worker, at: elapsed)
        record(schedule.complete(job, outcomes))
        release()
        send(.finished(worker: worker, label(job), progress()))
    }

    /// Takes a job back whose worker was lost, and decides what becomes of it.
    func lose(_ job: Job, _ death: WorkerDeath, _ ending: WorkerEnding, worker: Int) {
        guard death.cause != .order, !isAborting else { return release() }
        let decision = LostJob.decide(job, death, ending, budget: plan.cells[job.cell].configuration.budget)
        send(.lost(worker: worker, label(job), reason: decision.reason))
        switch decision.action {
        case .repeatWhole: schedule.repeatAfterDeath(job)
        case .split: schedule.split(job)
        case .answer(let outcome): return finish(job, [outcome], worker: worker)
        }
        release()
    }

    /// So long nothing is said of the time to go, unless something is known of every cell before.
    private static let secondsOfSilence = 10.0

    /// Ends the run at once: nothing more can be done.
    func fail(_ fault: RunFault) {
        if self.fault == nil { self.fault = fault }
        stop(.failed)
        // What they are at could not be recorded.
        killWorkers()
    }

    /// Takes a job back whose worker never became ready. Once may be an accident; three in a row end the run.
    func refuse(_ job: Job, reason: String, worker: Int) {
        guard !isAborting else { return release() }
        refusals += 1
        if refusals >= 3 { fail(.unreadyWorker(path: workerName, reason: reason)) }
        send(.lost(worker: worker, label(job), reason: reason))
        schedule.giveBack(job)
        release()
    }

    /// Takes a job back that ended with `fail`.
    func abandon() { release() }

    func attach(_ watchdog: Watchdog, worker: Int) {
        watchdogs[worker] = watchdog
        if isAborting { watchdog.abort() }
    }

    func detach(worker: Int) { watchdogs[worker] = nil }

    func brake(_ level: RunControl.Level) {
        guard level > .running else { return }
        stop(.interrupted)
        if level == .aborting { killWorkers() }
    }

    /// Waits for the end of the total budget, or to be cancelled. Jobs in flight then are killed: what they were at is
    /// lost and asked again by the next run.
    func enforceTotal() async {
        guard deadline.remaining.isFinite else { return }
        try? await Task.sleep(for: .seconds(deadline.remaining))
        guard !Task.isCancelled, schedule.progress.open > 0 else { return }
        stop(.totalBudget)
        killWorkers()
    }

    private func killWorkers() {
        isAborting = true
        for watchdog in watchdogs.values { watchdog.abort() }
    }

    /// What the run did. Call once, last.
    func end() -> RunSummary {
        recorder = nil
        var methods = methods
        for (index, cell) in plan.cells.enumerated() {
            let progress = schedule.progress(of: index)
            methods[cell.method].total += progress.total
            methods[cell.method].reused += progress.reused
            methods[cell.method].derived += progress.derived
            methods[cell.method].unanswered += progress.open
        }
        return RunSummary(
            methods: methods, wallSeconds: (clock.now - start) / .seconds(1), stale: plan.stale,
            stopReason: schedule.progress.open > 0 ? stopReason : nil)
    }

    private func record(_ attempts: [Attempt]) {
        guard fault == nil, let recorder else { return }
        do throws(StoreFault) { try recorder.record(attempts) } catch {
            fail(.recording(path: recorder.path, error))
        }
    }

    private func stop(_ reason: StopReason) {
        guard stopReason == nil else { return }
        stopReason = reason
        send(.stopping(reason))
        wake()
    }

    private func release() {
        inFlight -= 1
        wake()
    }

    private func wake() {
        let sleepers = waiting
        waiting = []
        for sleeper in sleepers { sleeper.resume() }
    }

    private func label(_ job: Job) -> JobLabel {
        let cell = plan.cells[job.cell]
        return JobLabel(
            network: plan.networks[cell.network].id, method: plan.suite.methods[cell.method].id, size: cell.cell.size,
            sample: plan.samples[cell.samples[job.positions[0]]].id, count: job.positions.count)
    }

    private var elapsed: Double { (clock.now - start) / .seconds(1) }

    /// Decides now and then in which order the rest is asked, by what is known now.
    private func orderByFindings() {
        guard elapsed >= nextOrder else { return }
        nextOrder = elapsed + 1
        estimate.order(&schedule, now: elapsed, budget: deadline.remaining)
    }

    /// How far the run is, while nothing else is told.
    func tick() {
        guard stopReason == nil, schedule.progress.open > 0 else { return }
        send(.working(progress()))
    }

    /// What became known in this run; for estimates of another like it.
    func findings() -> CostFindings { CostFindings(schedule: schedule, estimate: estimate, elapsed: elapsed) }

    private func progress() -> RunProgress {
        var progress = RunProgress()
        let classifiers = plan.classifiers
        for method in methods where !classifiers.contains(method.id) {
            progress.verdicts.merge(method.verdicts, uniquingKeysWith: +)
        }
        let counts = schedule.progress
        progress.total = counts.total
        progress.asksForSizes = plan.suite.form.goal.isRadius
        progress.reused = counts.reused
        progress.asked = counts.asked
        progress.derived = counts.derived
        progress.elapsed = elapsed
        let work = estimate.look(at: schedule, now: elapsed)
        progress.fraction = work.fraction
        if counts.open == 0 || !schedule.isSurveying || elapsed >= Self.secondsOfSilence {
            progress.remaining = min(work.remaining, max(0, deadline.remaining))
        }
        return progress
    }
}
