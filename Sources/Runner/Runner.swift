import Questions
import ResultStore
import WorkerProtocol

/// Runs a plan.
///
///     let plan = try Planner(catalog: catalog, loader: loader).plan(document, images: images, store: store)
///     let runner = Runner(plan: plan, store: store, launcher: .beside(), options: RunOptions(workers: 2))
///     let summary = try await runner.run(record) { event in … }
public struct Runner: Sendable {
    public let plan: Plan
    public let options: RunOptions
    private let store: ResultStore?
    private let recorder: (any OutcomeRecorder)?
    private let launcher: any WorkerLauncher

    public init(plan: Plan, store: ResultStore?, launcher: any WorkerLauncher, options: RunOptions) {
        self.plan = plan
        self.store = store
        recorder = nil
        self.launcher = launcher
        self.options = options
    }

    /// Records elsewhere than in a store, which then knows of no run; the plan must say what is answered already.
    public init(
        plan: Plan, recorder: any OutcomeRecorder, launcher: any WorkerLauncher, options: RunOptions
    ) {
        self.plan = plan
        store = nil
        self.recorder = recorder
        self.launcher = launcher
        self.options = options
    }

    /// Asks everything that is missing and records every answer as it comes.
    ///
    /// - Parameters:
    ///   - record: what the store keeps of this run.
    ///   - control: the brake.
    ///   - events: called in order, from an actor; it must not block.
    /// - Throws: `RunFault`. What was recorded before stays.
    public func run(
        _ record: RunRecord, control: RunControl = RunControl(),
        events: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) async throws(RunFault) -> RunSummary {
        let workers = max(1, options.workers)
        try OpenFileLimit.provide(workers: workers)
        let target: any OutcomeRecorder
        do throws(StoreFault) {
            if let recorder { target = recorder } else { target = try begin(record) }
        } catch { throw .store(error) }
        let coordinator = Coordinator(
            plan: plan, options: options, recorder: target, workerName: launcher.name, send: events)
        control.onChange { level in Task { await coordinator.brake(level) } }
        await coordinator.brake(control.level)
        await drive(coordinator, workers: workers)
        control.onChange(nil)
        let summary = await coordinator.end()
        if let fault = await coordinator.fault { throw fault }
        return summary
    }

    /// Enters the run into the store.
    private func begin(_ record: RunRecord) throws(StoreFault) -> StoreRecorder {
        guard let store else { preconditionFailure("a run records") }
        let run = try store.beginRun(record, cells: plan.runCells, samples: plan.samples)
        if !options.fresh { for cell in plan.cells { try store.adopt(cell.adoptions) } }
        return StoreRecorder(store: store, run: run)
    }

    /// Serves a coordinator with workers until it has no more jobs.
    private func drive(_ coordinator: Coordinator, workers: Int) async {
        let timer = Task { await coordinator.enforceTotal() }
        await coordinator.begin(workers: workers)
        let ticker = Task {
            while (try? await Task.sleep(for: .seconds(1))) != nil { await coordinator.tick() }
        }
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<workers {
                let slot = WorkerSlot(
                    number: worker, launcher: launcher, coordinator: coordinator, proofFolder: options.proofFolder,
                    patience: options.patience, loadingLimit: options.loadingPatience,
                    idleLimit: options.idlePatience)
                group.addTask { await slot.serve() }
            }
        }
        timer.cancel()
        ticker.cancel()
    }

    /// Asks a few queries of every cell that nothing is known of and records nothing.
    ///
    /// These are the first jobs of `run`: the cheapest methods first, each on the images that cheaper ones left open.
    ///
    /// - Parameter seconds: after which what is in flight is killed.
    /// - Throws: `RunFault`.
    public func probe(seconds: Double) async throws(RunFault) -> CostFindings {
        let workers = max(1, options.workers)
        try OpenFileLimit.provide(workers: workers)
        var brief = options
        brief.totalSeconds = seconds
        brief.secondsSpent = 0
        brief.proofFolder = nil
        let coordinator = Coordinator(
            plan: plan, options: brief, recorder: nil, workerName: launcher.name, isProbe: true, send: { _ in })
        let prober = Runner(plan: plan, store: store, launcher: launcher, options: brief)
        await prober.drive(coordinator, workers: workers)
        if let fault = await coordinator.fault { throw fault }
        return await coordinator.findings()
    }

    /// `run` in a task of its own, with its events as a stream that ends with the run.
    public func start(
        _ record: RunRecord, control: RunControl = RunControl()
    ) -> (events: AsyncStream<RunEvent>, summary: Task<Result<RunSummary, RunFault>, Never>) {
        let (stream, continuation) = AsyncStream.makeStream(of: RunEvent.self)
        let task = Task {
            defer { continuation.finish() }
            do throws(RunFault) {
                return Result<RunSummary, RunFault>.success(
                    try await run(record, control: control) { continuation.yield($0) })
            } catch { return .failure(error) }
        }
        return (stream, task)
    }
}
